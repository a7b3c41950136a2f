import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf, formatCursor, readCursor } from "../../src/lists/cursor.ts";

test("a cursor is read as it was written", () => {
  for (const cursor of [
    { path: "/api/v1/users?after=1", fingerprint: "abc" },
    { path: "/api/v1/users", fingerprint: undefined },
  ]) {
    expect(readCursor(formatCursor(cursor), "/api/v1/users")).toEqual(cursor);
  }
});

test.each([
  ["/api/v1/groups/00g1/users?after=1", "/api/v1/groups/{groupId}/users"],
  ["/api/v1/users", "/api/v1/users"],
  ["/api/v1/a.b(c)/x?y", "/api/v1/a.b(c)/{id}"],
])("takes the cursor %s for %s", (cursor, template) => {
  expect(readCursor(cursor, template).path).toBe(cursor);
});

test.each([
  ["/api/v1/logs", "/api/v1/users"],
  ["/api/v1/users/00u1", "/api/v1/users"],
  ["/api/v1/usersX?after=1", "/api/v1/users"],
  ["/x/api/v1/users", "/api/v1/users"],
  ["/api/v1/groups//users", "/api/v1/groups/{groupId}/users"],
  ["/api/v1/groups/a/b/users", "/api/v1/groups/{groupId}/users"],
  ["/apixv1/users", "/api.v1/users"],
  ["https://evil.example/api/v1/users", "/api/v1/users"],
  ["@evil.example/api/v1/users", "/api/v1/users"],
  ["", "/api/v1/users"],
])("refuses the cursor %j for %s", (cursor, template) => {
  expect(() => readCursor(cursor, template)).toThrow(
    new TypeError(`cursor must be one that a page of ${template} gave; got ${JSON.stringify(cursor)}.`),
  );
});

test("refuses what is no text", () => {
  expect(() => readCursor(null as never, "/api/v1/users")).toThrow(TypeError);
});

test("an empty page has no fingerprint", () => {
  expect(fingerprintOf([])).toBeUndefined();
});

test.each<[string, unknown[], unknown[], boolean]>([
  ["the same items", [{ id: "a" }, { id: "b" }], [{ id: "a" }, { id: "b" }], true],
  ["items whose other members changed", [{ id: "a", n: 1 }], [{ id: "a", n: 2 }], true],
  ["another first item", [{ id: "a" }, { id: "b" }], [{ id: "c" }, { id: "b" }], false],
  ["another last item", [{ id: "a" }, { id: "b" }], [{ id: "a" }, { id: "c" }], false],
  [
    "another last item of three",
    [{ id: "a" }, { id: "b" }, { id: "c" }],
    [{ id: "a" }, { id: "b" }, { id: "d" }],
    false,
  ],
  ["another number of items", [{ id: "a" }, { id: "a" }], [{ id: "a" }, { id: "a" }, { id: "a" }], false],
  ["first and last exchanged", [{ id: "ab" }, { id: "ba" }], [{ id: "ba" }, { id: "ab" }], false],
  ["items without ids", [{ n: 1 }], [{ n: 2 }], false],
  ["equal items without ids", [{ n: 1 }], [{ n: 1 }], true],
  ["texts", ["a"], ["b"], false],
  ["nothing for an item", [null], [undefined], false],
])("of %s the fingerprints are equal: %4$s", (_, one, other, equal) => {
  expect(fingerprintOf(one) === fingerprintOf(other)).toBe(equal);
});

test("a fingerprint is short, and fits a URL's fragment", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 3 }), (items) => {
      expect(fingerprintOf(items)).toMatch(/^[a-z0-9]{2,14}$/);
    }),
  );
});

test("fingerprints of many pages differ", () => {
  const prints = Array.from({ length: 20_000 }, (_, i) => fingerprintOf([{ id: `00u${i}` }, { id: `00u${i + 199}` }]));
  expect(new Set(prints).size).toBe(prints.length);
});

test("a fingerprint stays the same from one version to the next, since cursors are saved", () => {
  expect(fingerprintOf([{ id: "00u1" }, { id: "00u2" }])).toMatchInlineSnapshot(`"17kq7301jnfqof"`);
});
