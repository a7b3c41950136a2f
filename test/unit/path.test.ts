import fc from "fast-check";
import { expect, test } from "vitest";
import { checkedPath, fillPath } from "../../src/serialize/path.ts";

test("encodes every value", () => {
  expect(fillPath("/api/v1/users/{userId}/x", { userId: "a/b?c#d e@f" })).toBe("/api/v1/users/a%2Fb%3Fc%23d%20e%40f/x");
});

test.each([".", "..", "", undefined, null, {}])("refuses %j, which would name another endpoint", (userId) => {
  expect(() => fillPath("/api/v1/users/{userId}", { userId })).toThrow(/userId of \/api\/v1\/users\/\{userId\}/);
});

test.each([
  "api/v1/users",
  "https://evil.example/x",
  "//evil.example/x",
  "/api/../x",
  "/api/%2e%2E/x",
  "/a\\b",
  "/api/./x",
])("refuses the generic path %s", (path) => {
  expect(() => checkedPath(path)).toThrow(TypeError);
});

test("leaves a good generic path as it is", () => {
  expect(checkedPath("/api/v1/devices/a%2Fb?limit=2&q=..")).toBe("/api/v1/devices/a%2Fb?limit=2&q=..");
});

test("a value stays one segment of the path, whatever it holds", () => {
  const value = fc.string({ unit: "grapheme", minLength: 1 }).filter((s) => s !== "." && s !== "..");
  fc.assert(
    fc.property(value, (id) => {
      const url = new URL(fillPath("/api/v1/users/{userId}/groups", { userId: id }), "https://example.okta.com");
      const segments = url.pathname.split("/");
      expect(segments).toHaveLength(6);
      expect(decodeURIComponent(segments[4]!)).toBe(id);
      expect(url.search + url.hash).toBe("");
    }),
  );
});
