import fc from "fast-check";
import { expect, test } from "vitest";
import { expression } from "../../src/index.ts";

test("keeps values values", () => {
  expect(
    expression`profile.lastName eq ${'O"Hara\\'} and created gt ${new Date(0)} or n eq ${3} and b eq ${true}`,
  ).toBe(String.raw`profile.lastName eq "O\"Hara\\" and created gt "1970-01-01T00:00:00.000Z" or n eq 3 and b eq true`);
});

test("no string ends its quotes early", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const quoted = expression`${text}`;
      expect(JSON.parse(quoted)).toBe(text);
      expect(quoted.slice(1, -1)).not.toMatch(/(?<!\\)(?:\\\\)*"/);
    }),
  );
});

test("keeps null", () => {
  expect(expression`a eq ${null}`).toBe("a eq null");
});

test.each([undefined, {}, [1], NaN, Infinity, 5n])("refuses %s", (value) => {
  expect(() => expression`a eq ${value as never}`).toThrow(
    new TypeError(`An expression takes strings, numbers, booleans, dates and null; got ${typeof value}.`),
  );
});
