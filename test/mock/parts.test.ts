import fc from "fast-check";
import { expect, test } from "vitest";
import { Router } from "../../src/openapi/router.ts";
import { page } from "../../src/mock/responses/paging.ts";
import { attributesOf, parseExpression } from "../../src/mock/state/engine/filter-expression.ts";
import { operations } from "../support/document.ts";

const router = new Router<string>();
for (const { url, method } of operations) router.add(url, method, `${method} ${url}`);

test("every operation is found by its path, whatever its parameters hold", () => {
  const value = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/^\.\.?$/.test(text));
  fc.assert(
    fc.property(
      fc.constantFrom(...operations),
      fc.array(value, { minLength: 6, maxLength: 6 }),
      ({ url, method }, values) => {
        let wellFormed = true;
        let i = 0;
        const params: Record<string, string> = {};
        const path = url.replace(/\{([^}]+)\}/g, (_, name) => {
          const text = values[i++]!;
          params[name] = text;
          try {
            return encodeURIComponent(text);
          } catch {
            wellFormed = false;
            return "";
          }
        });
        fc.pre(wellFormed);
        const found = router.find(path)!;
        // A parameter can happen to hold the word of a path that is written out.
        if (found.template === url) {
          expect(found.params).toEqual(params);
          expect(found.methods.get(method)).toBe(`${method} ${url}`);
        } else expect(found.template.split("{").length).toBeLessThan(url.split("{").length);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a path that begins like a written one still reaches the templated one", () => {
  const small = new Router<number>();
  small.add("/a/b/c", "get", 1);
  small.add("/a/{x}/d", "get", 2);
  small.add("/{y}/b/e", "get", 3);
  expect(small.find("/a/b/c")?.methods.get("get")).toBe(1);
  expect(small.find("/a/b/d")).toMatchObject({ template: "/a/{x}/d", params: { x: "b" } });
  expect(small.find("/a/b/e")).toMatchObject({ template: "/{y}/b/e", params: { y: "a" } });
  expect(small.find("/a/b")).toBeUndefined();
});

test("pages give every item once, in order, whatever their size", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 })),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      (items, size, withIds) => {
        const seen: string[] = [];
        let query: URLSearchParams | undefined = new URLSearchParams({ limit: String(size) });
        for (let pages = 0; query; pages += 1) {
          expect(pages).toBeLessThanOrEqual(items.length);
          const found: { items: string[]; links: string[] } = page(items, (item) => (withIds ? item : undefined), {
            base: "http://a",
            path: "/x",
            query,
            size: 5,
            strict: true,
          });
          seen.push(...found.items);
          const next = found.links.find((link) => link.endsWith('rel="next"'));
          query = next ? new URL(/<(.*)>/.exec(next)![1]!).searchParams : undefined;
        }
        expect(seen).toEqual(items);
      },
    ),
  );
});

test("an expression finds a value that is equal to the text in its quotes, whatever that holds", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, other) => {
      const quoted = value.replace(/["\\]/g, "\\$&");
      const test = parseExpression(`profile.x eq "${quoted}"`);
      expect(test(attributesOf({ profile: { x: value } }))).toBe(true);
      expect(test(attributesOf({ profile: { x: other } }))).toBe(value.toLowerCase() === other.toLowerCase());
    }),
  );
});

test("and binds more than or, and lists match by any of their values", () => {
  const thing = attributesOf({ a: 1, b: [{ c: "x" }, { c: "y" }], d: true, n: null });
  const holds = (text: string) => parseExpression(text)(thing);
  expect(holds("a eq 2 and a eq 2 or a eq 1")).toBe(true);
  expect(holds("a eq 2 and (a eq 2 or a eq 1)")).toBe(false);
  expect(holds('b.c eq "y"')).toBe(true);
  expect(holds('b.c ne "y"')).toBe(false);
  expect(holds("d eq true and a ge 1 and a lt 2")).toBe(true);
  expect(holds("n pr")).toBe(false);
  expect(holds('constructor.name eq "Object"')).toBe(false);
});
