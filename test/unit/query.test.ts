import fc from "fast-check";
import { expect, test } from "vitest";
import { serializeQuery } from "../../src/serialize/query.ts";

test.each([
  [undefined, ""],
  [{}, ""],
  [{ a: undefined, b: null, c: [] }, ""],
  [{ limit: 200, active: true, zero: 0, empty: "" }, "limit=200&active=true&zero=0&empty="],
  [{ since: new Date(0) }, "since=1970-01-01T00%3A00%3A00.000Z"],
  [{ id: ["a,b", "c"] }, "id=a%2Cb&id=c"],
  [{ expand: ["stats", "app"] }, "expand=stats%2Capp"],
  [{ expand: [] }, ""],
  [
    { search: 'profile.lastName eq "O+Brien" or id pr' },
    "search=profile.lastName%20eq%20%22O%2BBrien%22%20or%20id%20pr",
  ],
])("writes %j as %j", (query, expected) => {
  expect(serializeQuery(query)).toBe(expected);
});

test("whatever a value holds, it is read back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, value) => {
      fc.pre(name !== "expand");
      const url = new URL(`https://example.okta.com/api/v1/users?${serializeQuery({ [name]: value })}`);
      expect(url.searchParams.get(name)).toBe(value);
    }),
  );
});

test("refuses an object", () => {
  expect(() => serializeQuery({ filter: { status: "ACTIVE" } })).toThrow("Query parameter filter is an object.");
});
