import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonErrorOffset } from "../../src/verify/json-error.ts";

test.each([
  ['{"a": nope}', 6],
  ["[1, 2,]", 6],
  ['{"a" 1}', 5],
  ['{"a":1,}', 7],
  ["{a:1}", 1],
  ['["a\nb"]', 3],
  ['["\\x"]', 3],
  ["[01]", 1],
  ["[1] 2", 4],
  ["[1}", 2],
  ["", 0],
  ['{"a":[tru', 6],
])("%s is JSON up to character %i", (text, offset) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonErrorOffset(text)).toBe(offset);
});

test("what is cut off is JSON to its end, and a foreign character is found where it stands", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), fc.boolean(), (json, at, spaced) => {
      const text = `[${spaced ? JSON.stringify(JSON.parse(json), undefined, 2) : json}]`;
      const position = at % text.length;
      const broken = `${text.slice(0, position)}\u0001${text.slice(position)}`;
      expect(jsonErrorOffset(broken)).toBeLessThanOrEqual(position);
      // What was read is the beginning of JSON: nothing but what follows is at fault.
      expect(position - jsonErrorOffset(broken)).toBeLessThanOrEqual(30);
      expect(jsonErrorOffset(text)).toBe(text.length);
    }),
    { numRuns: 300 },
  );
});
