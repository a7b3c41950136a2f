import fc from "fast-check";
import { expect, test } from "vitest";
import { checkedPath, fillPath } from "../../src/serialize/path.ts";

test("encodes every value", () => {
  expect(fillPath("/api/v1/users/{userId}/x", { userId: "a/b?c#d e@f" })).toBe("/api/v1/users/a%2Fb%3Fc%23d%20e%40f/x");
});

test.each([
  [".", 'not be ".": it would name another endpoint.'],
  ["..", 'not be "..": it would name another endpoint.'],
  ["", 'not be "": it would name another endpoint.'],
  [undefined, "be a string; got undefined."],
  [null, "be a string; got null."],
  [{}, "be a string; got object."],
  ["\ud800", "be well-formed; it holds half of a surrogate pair."],
])("refuses the parameter %j", (userId, fault) => {
  const message = `Path parameter userId of /api/v1/users/{userId} must ${fault}`;
  expect(() => fillPath("/api/v1/users/{userId}", { userId })).toThrow(new TypeError(message));
});

test.each([undefined, null, 5])("names the path %j, which is no text", (path) => {
  for (const use of [checkedPath, fillPath]) {
    expect(() => use(path as never)).toThrow(
      new TypeError(`Path "${path}" must begin with "/"; the org's URL is added to it.`),
    );
  }
});

test("takes numbers, and several values", () => {
  expect(fillPath("/a/{x}/b/{y}/c", { x: 5, y: "z" })).toBe("/a/5/b/z/c");
});

test("checks a template without parameters as a path that is written out", () => {
  expect(fillPath("/api/v1/users")).toBe("/api/v1/users");
  expect(() => fillPath("/api/../users")).toThrow('holds the segment ".."');
  expect(() => fillPath("api/v1/users/{userId}", { userId: "x" })).toThrow(
    new TypeError('Path "api/v1/users/{userId}" must begin with "/"; the org\'s URL is added to it.'),
  );
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

test.each([
  ["/a b", 'Path "/a b" holds a backslash or white space. Encode it.'],
  ["/a#b", 'Path "/a#b" holds a "#", where a URL ends. Encode it: encodeURIComponent(id).'],
  ["/a//b", 'Path "/a//b" holds the segment "", which would name another endpoint.'],
  ["/a/", 'Path "/a/" holds the segment "", which would name another endpoint.'],
])("says what is wrong with %s", (path, message) => {
  expect(() => checkedPath(path)).toThrow(new TypeError(message));
});

test.each(["/", "/a?b=c d", "/a?b=//.."])("leaves %s as it is", (path) => expect(checkedPath(path)).toBe(path));

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
