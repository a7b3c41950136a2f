import fc from "fast-check";
import { expect, test } from "vitest";
import { pathPattern } from "../../src/mock/server/path-pattern.ts";

test.each([
  ["/api/v1/users", "/api/v1/users", true],
  ["/api/v1/users", "/api/v1/users/a", false],
  ["/api/v1/users/*", "/api/v1/users/a", true],
  ["/api/v1/users/*", "/api/v1/users/", false],
  ["/api/v1/users/*", "/api/v1/users/a/b", false],
  ["/api/v1/users/{userId}/groups", "/api/v1/users/a/groups", true],
  ["/api/v1/**", "/api/v1/a/b/c", true],
  ["/api/v1/**", "/api/v1/", true],
  ["**/groups", "/api/v1/users/a/groups", true],
  ["/a.c", "/abc", false],
  ["/a(b", "/a(b", true],
  ["/00u*x", "/00uabcx", true],
])("%s on %s: %s", (pattern, path, matches) => {
  expect(pathPattern(pattern)(path)).toBe(matches);
});

/** What a pattern means, by a regular expression. */
const reference = (pattern: string) =>
  new RegExp(
    `^${pattern
      .split(/(\*\*|\*)/)
      .map((text, i) => (i % 2 === 0 ? text.replace(/[.]/g, "\\.") : text === "**" ? "[^]*" : "[^/]+"))
      .join("")}$`,
  );

test("any pattern matches what its regular expression would", () => {
  const text = (parts: string[]) => fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((list) => list.join(""));
  fc.assert(
    fc.property(text(["/", "a", "b", ".", "*", "**"]), text(["/", "a", "b", "."]), (pattern, path) => {
      expect(pathPattern(pattern)(path)).toBe(reference(pattern).test(path));
    }),
    { numRuns: 2_000 },
  );
});

test("no path takes long, whatever the pattern", () => {
  const matches = pathPattern(`/${"**a".repeat(150)}b`);
  const began = performance.now();
  expect(matches(`/${"a".repeat(15_000)}`)).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_000);
});
