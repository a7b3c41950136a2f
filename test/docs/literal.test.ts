import fc from "fast-check";
import { expect, test } from "vitest";
import { literal } from "../../reference/samples/literal.ts";

test("a literal is an expression of the same value, whatever the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(new Function(`return (${literal(json)});`)()).toEqual(json);
    }),
  );
});

test("a member named __proto__ stays a member", () => {
  expect(literal(JSON.parse('{ "__proto__": 1 }'))).toBe('{ ["__proto__"]: 1 }');
});

test("short values stand on one line, long ones on several", () => {
  expect(literal({ query: { limit: 20 } })).toBe("{ query: { limit: 20 } }");
  expect(literal({ profile: { name: "x".repeat(30), description: "y".repeat(30) } })).toContain("\n");
});

test("a text with double quotes is written in single ones", () => {
  expect(literal('status eq "STAGED"')).toBe(`'status eq "STAGED"'`);
  expect(literal('it\'s "so"')).toBe(`"it's \\"so\\""`);
});
