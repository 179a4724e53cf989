// Literals of each language; whether whole programs run is tested from Python.
import assert from "node:assert/strict";
import { test } from "node:test";
import { javascriptLiteral, pythonLiteral, shellWord } from "../src/playground/snippets.js";

const HARD = {
  words: "true, null and false are words here; None and True too",
  quotes: `it's "quoted" \\ and \`ticked\` $HOME $(id) !!`,
  lines: "one\ntwo\r\tthree \u2028 \u2029 end",
  wide: "é 漢 🎬 \u0000 \u007f",
  values: [true, false, null, 0, -1, 0.5, 1e21, [], {}],
  "odd key": { __proto_: 1, class: "x", "": "empty" },
};

test("Python gets its own words, and text keeps those of JSON", () => {
  assert.equal(pythonLiteral(true), "True");
  assert.equal(pythonLiteral(null), "None");
  assert.match(pythonLiteral({ a: "true" }), /"a": "true"/);
});

test("a JavaScript literal is the value again", () => {
  assert.deepEqual(Function(`return (${javascriptLiteral(HARD)})`)(), HARD);
});

test("a key that would set a prototype is written as a computed one", () => {
  const value = JSON.parse('{"__proto__": {"x": 1}}');
  const again = Function(`return (${javascriptLiteral(value)})`)();
  assert.deepEqual(Object.keys(again), ["__proto__"]);
});

test("a shell word is closed against everything", () => {
  assert.equal(shellWord("it's"), "'it'\\''s'");
});

test("what is no JSON number is refused", () => {
  assert.throws(() => pythonLiteral(Infinity), TypeError);
});
