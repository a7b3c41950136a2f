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

test.each<[string, string, string | undefined]>([
  ["a parameter without a value before rel", '<https://a/x>; crossorigin; rel="next"', "https://a/x"],
  ["a parameter without a value behind rel", '<https://a/x>; rel="next"; crossorigin', "https://a/x"],
  ["an empty value", '<https://a/x>; title=""; rel="next"', "https://a/x"],
  ["white space around the sign", '<https://a/x>; rel = "next"', "https://a/x"],
  ["no white space at all", "<https://a/x>;rel=next", "https://a/x"],
  ["white space in front of the semicolon", '<https://a/x> ; rel="next"', "https://a/x"],
  ["a name in capitals", '<https://a/x>; REL="NEXT"', "https://a/x"],
  ["a quoted comma", '<https://a/x>; title="a, <b>"; rel="next"', "https://a/x"],
  ["an escaped quote", '<https://a/x>; title="a\\"; rel=\\"self"; rel="next"', "https://a/x"],
  ["an escaped backslash", '<https://a/x>; title="a\\\\"; rel="next"', "https://a/x"],
  ["several relations", '<https://a/x>; rel="prev  next"', "https://a/x"],
  ["several rel, of which the first counts", '<https://a/x>; rel="self"; rel="next"', undefined],
  ["a rel without a value", "<https://a/x>; rel", undefined],
  ["a name that only ends so", '<https://a/x>; hrel="next"', undefined],
  ["the word in another parameter", '<https://a/x>; title="next"', undefined],
  ["an empty target", '<>; rel="next"', ""],
  ["a link of two", '<https://a/1>; title="x", <https://a/2>; rel="next"', "https://a/2"],
])("reads %s by the grammar of RFC 8288", (_, header, url) => {
  expect(nextLink(links(header))).toBe(url);
});

test.each<[string, string]>([
  ["brackets", "<".repeat(16_000)],
  ["links without an end", "<a".repeat(8000)],
  ["targets", `<${"a".repeat(16_000)}`],
  ["quotes", `<a>; x=${'"'.repeat(15_999)}`],
  ["backslashes", `<a>; x="${"\\".repeat(15_999)}`],
  ["semicolons", `<a>${";".repeat(16_000)}`],
  ["white space", `<a>;${" ".repeat(16_000)}=`],
  ["names", `<a>; ${"x".repeat(16_000)} ${"y".repeat(16_000)}`],
  ["empty targets", "<>".repeat(8000)],
])("reads thousands of %s in linear time", (_, header) => {
  const headers = links(header);
  const started = process.cpuUsage();
  nextLink(headers);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(400);
});

test.each([
  ["https://x.okta.com/api/v1/users?after=1", "/api/v1/users?after=1"],
  ["http://x.okta.com/api/v1/users", "/api/v1/users"],
  ["/api/v1/users?after=1", "/api/v1/users?after=1"],
  ["?after=1", "/api/v1/apps?after=1"],
  ["//evil.example/api/v1/users", "/api/v1/users"],
  ["https://x.okta.com//evil.example/x", "/evil.example/x"],
  ["https://x.okta.com/\\evil.example/x", "/evil.example/x"],
  ["https://user:pw@evil.example/p", "/p"],
])("leads from the link %s to %s on the org", (link, path) => {
  expect(nextPath(link, "/api/v1/apps")).toBe(path);
});

test.each([
  "x:1/steal",
  "x:.evil.com/p",
  "x:@host/p",
  "ftp://x.okta.com/",
  "xhttp://x.okta.com/",
  "httpx://x.okta.com/",
  "javascript:1",
  "https://",
  "http://a b/",
])("leads nowhere by the link %s", (link) => {
  expect(() => nextPath(link, "/api/v1/apps")).toThrow(`the next link leads to no page: ${JSON.stringify(link)}`);
});

test("shows no more than the beginning of a link that leads nowhere", () => {
  expect(() => nextPath(`x:${"y".repeat(500)}`, "/api/v1/apps")).toThrow(
    new TypeError(`the next link leads to no page: "x:${"y".repeat(98)}"`),
  );
});

test("keeps every value of a parameter that the link forgot, and no position of the page before", () => {
  const current = "/x?id=1&id=2&after=a&before=b&since=c&until=d&limit=5";
  expect(nextPath("https://a/x?limit=6", current)).toBe("/x?limit=6&id=1&id=2");
});
