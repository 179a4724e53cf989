// From the server's answers to fields: paths, error trees, fates, examples.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byPath, exampleOf, extraErrors, fatesByField, fieldsOf, titleOf, uiSchema, whereOf } from "../src/playground/schema.js";

const field = (order, more = {}) => ({ type: "string", ...more, "x-filmgate": { widget: "prompt", order, ...more.hint } });
const SCHEMA = {
  type: "object",
  required: ["prompt"],
  properties: {
    duration: { type: "integer", default: 5, title: "Length", "x-filmgate": { widget: "slider", order: 1, order_field: "duration_s" } },
    prompt: field(0, { title: "Prompt", default: "a lake", hint: { order_field: "prompt" } }),
    multi_prompt: { type: "array", title: "Shots", "x-filmgate": { widget: "segments", order: 2, order_field: "shots" } },
    later: { type: "array", "x-filmgate": { widget: "list", order: 3 } },
  },
};

test("fields come in the server's order and know whether they are required", () => {
  assert.deepEqual(fieldsOf(SCHEMA).map(({ name, isRequired }) => [name, isRequired]), [
    ["prompt", true],
    ["duration", false],
    ["multi_prompt", false],
    ["later", false],
  ]);
});

test("a widget that the app does not know falls back by the type", () => {
  assert.equal(uiSchema(SCHEMA).later["ui:widget"], "json");
  assert.equal(uiSchema(SCHEMA).multi_prompt["ui:widget"], "segments");
});

test("problems find their field by path and by tree", () => {
  const problems = [
    { loc: ["body", "duration"], msg: "must be between 3 and 15, got 99" },
    { loc: ["body", "multi_prompt", 0, "prompt"], msg: "must not be empty" },
  ];
  assert.deepEqual(byPath(problems).get("multi_prompt.0.prompt"), ["must not be empty"]);
  const tree = extraErrors(problems);
  assert.deepEqual(tree.duration.__errors, ["Must be between 3 and 15, got 99."]);
  assert.deepEqual(tree.multi_prompt[0].prompt.__errors, ["Must not be empty."]);
});

test("a fate is shown at the field that it is about, or at none", () => {
  const fates = fatesByField(SCHEMA, [
    { field: "duration_s", kind: "native" },
    { field: "shots.prompt", kind: "composed" },
    { field: "tier", kind: "native" },
  ]);
  assert.equal(fates.get("duration").length, 1);
  assert.equal(fates.get("multi_prompt")[0].kind, "composed");
  assert.equal(fates.get("")[0].field, "tier");
});

test("the example is the defaults with the server's example over them", () => {
  const input = exampleOf({ input_schema: SCHEMA, example: { prompt: "a fox" } });
  assert.deepEqual(input, { duration: 5, prompt: "a fox" });
});

test("places are named for people", () => {
  assert.equal(whereOf(SCHEMA, "multi_prompt.1.prompt"), "Shots 2, prompt");
  assert.equal(titleOf("frontal_image_url", {}), "Frontal image");
  assert.equal(titleOf("reference_image_urls", {}), "Reference images");
});
