// Addresses, numbers, lists, windows and bodies of the pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedQuery, modelPath, readRoute } from "../src/address.js";
import { ago, between, money, roundTop, seconds } from "../src/format.js";
import { limitsOf, typeOf } from "../src/pages/api/fields.js";
import { exampleInput, mediaFields } from "../src/pages/api/example.js";
import { LANGUAGES, dryRun, submit, whole } from "../src/pages/api/snippets.js";
import { toBody } from "../src/pages/keybody.js";
import { bodyOf, merged, withEvent } from "../src/request.js";
import { gridWindow } from "../src/ui/gridwindow.js";
import { tokens } from "../src/ui/tokens.js";

test("an address is a path without its last slash and a query", () => {
  assert.deepEqual(readRoute({ pathname: "/models/a/b/", search: "?tab=api" }), {
    path: "/models/a/b",
    query: { tab: "api" },
  });
  assert.deepEqual(readRoute({ pathname: "/", search: "" }), { path: "/", query: {} });
  assert.equal(readRoute({ pathname: "/%E0%A4", search: "" }).path, "/%E0%A4");
});

test("a changed query keeps the rest, and empty values leave it", () => {
  const at = { pathname: "/generations", search: "?status=failed&q=lake" };
  assert.equal(changedQuery(at, { q: "", model: "a/b" }), "/generations?status=failed&model=a/b");
  assert.equal(changedQuery(at, { q: null, status: undefined }), "/generations");
  assert.equal(modelPath("a/b", { request: "req_1" }), "/models/a/b?request=req_1");
});

test("moments are told in the largest unit that fits", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const before = (s) => ago(new Date(now - s * 1000).toISOString(), now);
  assert.deepEqual([5, 90, 7200, 86400, 3 * 86400].map(before), [
    "just now",
    "2 min ago",
    "2 h ago",
    "1 day ago",
    "3 days ago",
  ]);
  assert.equal(before(-7200), "in 2 h");
  assert.equal(between("2026-11-21T12:00:00Z", "2026-11-21T12:00:02.5Z"), 2.5);
  assert.equal(between(null, "2026-11-21T12:00:00Z"), null);
});

test("money and seconds are as exact as they are large", () => {
  assert.deepEqual(
    [0, 0.084, 0.504, 2.1, 12.3, 0.0004, 200, 1514.8].map((n) => money(n)),
    ["free", "$0.084", "$0.504", "$2.10", "$12.30", "$0.0004", "$200", "$1,514.80"],
  );
  assert.deepEqual([0.44, 9.96, 59.6, 99.7, 119.7, 125, 3599.8, 7300].map(seconds), [
    "0.4 s",
    "10 s",
    "60 s",
    "1 min 40 s",
    "2 min 0 s",
    "2 min 5 s",
    "1 h 0 min",
    "2 h 2 min",
  ]);
});

test("the top of a chart is the next round number", () => {
  assert.deepEqual([0, 1, 3, 7, 35, 100, 0.3].map(roundTop), [1, 1, 5, 10, 50, 100, 0.5]);
});

test("a fresh page comes before what was there, without doubles", () => {
  const rows = (...ids) => ids.map((request_id) => ({ request_id }));
  assert.deepEqual(merged(rows("c", "b"), rows("b", "a")), rows("c", "b", "a"));
});

test("an event changes what it tells of and keeps the rest", () => {
  const request = { request_id: "r", status: "in_queue", prompt: "a lake", queue_position: 2 };
  const event = { request_id: "r", status: "in_progress", type: "progress", data: { stage: "render", fraction: 0.5 } };
  const next = withEvent(request, event);
  assert.deepEqual(next.progress, { stage: "render", fraction: 0.5 });
  assert.equal(next.prompt, "a lake");
  const ended = withEvent(next, {
    ...event,
    status: "succeeded",
    type: "succeeded",
    data: {},
    request: { output: { video: "u" } },
  });
  assert.deepEqual([ended.status, ended.output.video, ended.prompt], ["succeeded", "u", "a lake"]);
});

test("what runs again has the options it ran with", () => {
  assert.deepEqual(bodyOf({ input: { prompt: "x" }, options: { seed: 7 } }), { prompt: "x", filmgate: { seed: 7 } });
  assert.deepEqual(bodyOf({ input: { prompt: "x" }, options: {} }), { prompt: "x" });
});

test("a grid draws only cells near the window, and every cell has its place", () => {
  const grid = (view, count = 10_000) =>
    gridWindow({ count, minWidth: 232, gap: 14, heightOf: (w) => (w * 9) / 16 + 108, width: 1120, view });
  const top = grid({ top: -300, bottom: 600 });
  assert.equal(top.first, 0);
  assert.ok(top.last < 40);
  const middle = grid({ top: 100_000, bottom: 100_900 });
  assert.ok(middle.last - middle.first < 60);
  assert.ok(middle.place(middle.first).top < 100_000 && middle.place(middle.last - 1).top > 100_900 - middle.rowHeight);
  const end = grid({ top: top.height, bottom: top.height + 900 });
  assert.equal(end.last, 10_000);
  assert.ok(end.isNearEnd && !top.isNearEnd);
  assert.deepEqual([grid({ top: 0, bottom: 900 }, 0).last, grid({ top: 1e9, bottom: 1e9 }, 3).first], [0, 0]);
});

test("coloured code is the same code", () => {
  const samples = {
    shell: "curl --url 'http://x' # why",
    python: 'x = {"a": True, "b": 1.5}  # note',
    json: '{"a": "tr\\"ue", "b": null}',
    javascript: "const a = `b ${c}`; // d",
  };
  Object.entries(samples).forEach(([lang, code]) => {
    assert.equal(
      tokens(code, lang)
        .map((part) => part.text)
        .join(""),
      code,
    );
  });
  assert.deepEqual(
    tokens('"true"', "json").map((part) => part.kind),
    ["string"],
  );
});

test("a key's scopes include those before, and limits are in the API's units", () => {
  const form = {
    label: " ci ",
    scope: "write",
    ends: "7",
    engines: ["previz"],
    caps: { in_flight: "2", queued: "", spend_day_micro: "1.5" },
  };
  assert.deepEqual(toBody(form, 0), {
    label: "ci",
    scopes: ["read", "write"],
    engines: ["previz"],
    caps: { in_flight: 2, spend_day_micro: 1_500_000 },
    expires_at: "1970-01-08T00:00:00.000Z",
  });
  assert.deepEqual(toBody({ label: "", scope: "read", ends: "", engines: null, caps: {} }), {
    label: "",
    scopes: ["read"],
    expires_at: null,
  });
});

const MEDIA = { type: "string", "x-filmgate": { widget: "media", kind: "image", formats: ["png"], multiple: false } };
const MODEL = {
  model_id: "a/b",
  example: { prompt: "A lake at dawn, it's quiet. Then a boat comes.", start_image_url: "filmgate://samples/fox.jpg" },
  input_schema: {
    type: "object",
    properties: { start: MEDIA, elements: { type: "array", items: { properties: { front: MEDIA } } } },
  },
};

test("media fields are found inside lists too", () => {
  assert.deepEqual(
    mediaFields(MODEL.input_schema).map((field) => field.path),
    ["start", "elements[].front"],
  );
});

test("an example is short, and holds what the model's own does", () => {
  assert.deepEqual(exampleInput(MODEL), {
    prompt: "A lake at dawn, it's quiet.",
    start_image_url: "filmgate://samples/fox.jpg",
  });
});

test("every call in every language has the reader's address and the model", () => {
  const input = exampleInput(MODEL);
  LANGUAGES.forEach(({ id }) => {
    [submit, whole, dryRun].forEach((write) => {
      const code = write(id, "https://films.example.org", "a/b", input);
      assert.ok(code.includes("https://films.example.org") && code.includes("a/b"), code);
    });
  });
  assert.ok(dryRun("javascript", "http://x", "a/b", input).includes("dry_run=true"));
  assert.ok(submit("shell", "http://x", "a/b", input).includes("it'\\''s quiet"));
});

test("limits are told in words", () => {
  assert.deepEqual(limitsOf({ type: "integer", minimum: 3, maximum: 15, "x-filmgate": { unit: "s" } }), ["3 to 15 s"]);
  assert.deepEqual(limitsOf({ enum: ["16:9", "1:1"] }), ['one of "16:9", "1:1"']);
  assert.deepEqual(limitsOf({ type: "array", minItems: 0, maxItems: 3 }), ["0 to 3 entries"]);
  assert.equal(typeOf({ type: "array", items: { type: "object" } }), "object[]");
});
