import fc from "fast-check";
import { expect, test } from "vitest";
import { nextLink, nextPath } from "../../src/lists/link.ts";

const links = (...values: string[]) => new Headers(values.map((value) => ["link", value] as [string, string]));

test.each([
  ['<https://a/x?after=1>; rel="next"', "https://a/x?after=1"],
  ['<https://a/x>; rel="self", <https://a/x?after=1>; rel="next"', "https://a/x?after=1"],
  ["<https://a/x?f=a,b;c>; rel=next", "https://a/x?f=a,b;c"],
  ['<https://a/x>; title="rel=next"; rel="prev next"', "https://a/x"],
  ['<https://a/x>; rel="self"', undefined],
  ['<https://a/x>; rel="nextish"', undefined],
  ["", undefined],
  ["nonsense", undefined],
])("finds the next link of %s", (header, url) => {
  expect(nextLink(links(header))).toBe(url);
});

test("finds the next link in a header of its own", () => {
  expect(nextLink(links('<https://a/x>; rel="self"', '<https://a/x?after=%3D>; rel="next"'))).toBe(
    "https://a/x?after=%3D",
  );
});

test("keeps the cursor of any link, and leaves its host behind", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), fc.string({ minLength: 1 }), (url, cursor) => {
      const target = new URL(url);
      target.searchParams.set("after", cursor);
      const found = nextLink(links(`<${url}>; rel="self"`, `<${target.href}>; rel="next"`));
      const next = new URL(nextPath(found!, "/api/v1/users?limit=2"), "https://org.example");
      expect(next.host).toBe("org.example");
      expect(next.pathname).toBe(target.pathname.replace(/^\/+/, "/"));
      expect(next.searchParams.get("after")).toBe(cursor);
    }),
  );
});

test("keeps what the link forgot, but no position", () => {
  expect(nextPath("https://x-admin.okta.com/api/v1/apps?after=b", "/api/v1/apps?expand=user%2F1&after=a&since=0")).toBe(
    "/api/v1/apps?after=b&expand=user%2F1",
  );
});

test("never throws on a header of noise", () => {
  fc.assert(
    fc.property(fc.string(), (noise) => {
      nextLink(links(noise.replace(/[^\x20-\x7e]/g, "")));
    }),
  );
});
