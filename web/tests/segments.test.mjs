// The lengths of shots: sums, fitting, moving cuts, adding.
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, cutMoved, fitted, lengthOf, moved, starts, total, whyNot } from "../src/playground/segments.js";

const LIMITS = { min: 3, max: 15, fallback: 5 };
const shots = (...lengths) => lengths.map((duration, i) => ({ prompt: `shot ${i}`, duration }));
const lengths = (list) => list.map((shot) => shot.duration);

test("a shot without a length counts as long as the server would make it", () => {
  assert.equal(lengthOf({ prompt: "x" }, LIMITS), 5);
  assert.equal(total([{ prompt: "x" }, ...shots(4)], LIMITS), 9);
});

test("a shot starts where those before it end", () => {
  assert.deepEqual(starts(shots(3, 4, 5), LIMITS), [0, 3, 7]);
});

test("every list that can fit fits exactly, within the limits, and keeps its prompts", () => {
  for (let seconds = 3; seconds <= 15; seconds += 1) {
    for (let count = 1; count <= 5; count += 1) {
      for (const first of [3, 7, 15]) {
        const list = shots(first, ...Array(count - 1).fill(5));
        const found = fitted(list, seconds, LIMITS);
        if (whyNot(count, seconds, LIMITS)) {
          assert.equal(found, null);
          continue;
        }
        assert.equal(total(found, LIMITS), seconds);
        assert.ok(lengths(found).every((n) => Number.isInteger(n) && n >= 3 && n <= 15));
        assert.deepEqual(found.map((shot) => shot.prompt), list.map((shot) => shot.prompt));
      }
    }
  }
});

test("fitting keeps the longer shot the longer one", () => {
  assert.deepEqual(lengths(fitted(shots(3, 9), 8, LIMITS)), [3, 5]);
  assert.deepEqual(lengths(fitted(shots(5, 10), 15, LIMITS)), [5, 10]);
});

test("what cannot fit says why", () => {
  assert.match(whyNot(4, 10, LIMITS), /4 shots of at least 3 s need 12 s; 10 s hold 3/);
  assert.equal(whyNot(3, 10, LIMITS), null);
});

test("moving a cut keeps the sum and stops at the limits", () => {
  assert.deepEqual(lengths(cutMoved(shots(5, 5), 0, 1.4, LIMITS)), [6, 4]);
  assert.deepEqual(lengths(cutMoved(shots(5, 5), 0, 99, LIMITS)), [7, 3]);
  assert.deepEqual(lengths(cutMoved(shots(5, 5), 0, -99, LIMITS)), [3, 7]);
});

test("the first shots are two halves, one where the clip is too short for two", () => {
  assert.deepEqual(lengths(added([], 10, LIMITS)), [5, 5]);
  assert.deepEqual(lengths(added([], 5, LIMITS)), [5]);
});

test("one more shot fills what is left, or the others give way to it", () => {
  assert.deepEqual(lengths(added(shots(5), 10, LIMITS)), [5, 5]);
  assert.equal(total(added(shots(5, 5), 10, LIMITS), LIMITS), 10);
  assert.deepEqual(lengths(added(shots(3, 3, 4), 10, LIMITS)), [3, 3, 4, 5]);
});

test("an item is moved only to places that exist", () => {
  assert.deepEqual(moved([1, 2, 3], 0, 2), [2, 3, 1]);
  assert.deepEqual(moved([1, 2, 3], 0, -1), [1, 2, 3]);
});
