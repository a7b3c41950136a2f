import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import { referenceOf } from "../../reference/model/reference.ts";
import { guidePage, guidesOf } from "../../reference/pages/guides.ts";
import { entriesOf } from "../../reference/search/entries.ts";
import { type Entry, SearchEngine } from "../../reference/search/engine.ts";
import { stem } from "../../reference/search/stem.ts";
import { KEYWORDS } from "../../reference/search/keywords.ts";
import { pathMatcher } from "../../reference/search/paths.ts";
import { corrected } from "../../reference/search/spelling.ts";
import { root } from "../../scripts/lib/paths.ts";
import { QUERIES } from "./search-queries.ts";

let engine: SearchEngine;
let entries: Entry[];
beforeAll(() => {
  const reference = referenceOf(readDocument());
  const guides = guidesOf(root);
  const pages = guides.map((guide) => ({ guide, ...guidePage(reference, guides, guide, root) }));
  entries = entriesOf(reference, pages);
  engine = new SearchEngine(entries);
});

describe("the search", () => {
  test("is tried with two hundred queries and more, for pages that there are", () => {
    expect(new Set(QUERIES.map(([query]) => query)).size).toBeGreaterThanOrEqual(200);
    const urls = new Set(entries.flatMap(([, , url]) => [url, url.replace(/#.*$/, "")]));
    expect(QUERIES.flatMap(([, ...pages]) => pages).filter((page) => !urls.has(page))).toEqual([]);
  });

  test.each(QUERIES)("finds what is meant by %s among the first three", (query, ...pages) => {
    const found = engine
      .search(query)
      .slice(0, 3)
      .map(({ entry: [, , url] }) => url);
    const place = (url: string) => (pages.includes(url) ? url : url.replace(/#.*$/, ""));
    expect(
      found.map(place).some((url) => pages.includes(url)),
      `found ${found.join(", ")}`,
    ).toBe(true);
  });

  test("has keywords for pages that there are", () => {
    const urls = new Set(entries.map(([, , url]) => url));
    expect(Object.keys(KEYWORDS).filter((url) => !urls.has(url))).toEqual([]);
  });

  test("names the words that were met", () => {
    const [hit] = engine.search("deactivat user");
    expect(hit!.terms).toEqual(expect.arrayContaining(["deactivate", "user"]));
  });

  test("knows the path of a call, with ids in it or as a whole URL", () => {
    const first = (query: string) => engine.search(query)[0]?.entry[2];
    expect(first("https://acme.okta.com/api/v1/users/00u1/lifecycle/suspend")).toBe("operations/suspendUser.html");
    expect(first("put /api/v1/groups/{groupId}/users/{userId}")).toBe("operations/assignUserToGroup.html");
    expect(first("/groups/rules")).toBe("operations/listGroupRules.html");
  });

  test("finds a message that Okta sends", () => {
    expect(engine.search("Invalid token provided")[0]?.entry[2]).toBe("errors.html#E0000011");
  });

  test("finds nothing for nothing", () => {
    expect(engine.search("   ")).toEqual([]);
    expect(engine.search("the of")).toEqual([]);
  });
});

describe("the stem of a word", () => {
  test.each([
    ["create", "created", "creates", "creating", "creation"],
    ["enroll", "enrol", "enrolled", "enrolment", "enrollments"],
    ["policy", "policies"],
    ["rotate", "rotation", "rotating"],
    ["log", "logged", "logging", "logs"],
    ["authorize", "authorise", "authorization", "authorisation"],
    ["customize", "customised", "customising"],
  ])("is the same for all forms of %s", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  test.each([
    ["user", "us"],
    ["string", "str"],
    ["status", "statu"],
    ["sha256", "sha25"],
  ])("leaves %s what it is", (word, wrong) => expect(stem(word)).not.toBe(wrong));
});

describe("a path in a query", () => {
  test("fits a template, the words of which count more than its parameters", () => {
    const fit = pathMatcher("/api/v1/groups/rules")!;
    expect(fit("GET /api/v1/groups/rules")).toBeGreaterThan(fit("GET /api/v1/groups/{groupId}"));
    expect(fit("GET /api/v1/groups/{groupId}")).toBeGreaterThan(0);
    expect(fit("GET /api/v1/groups")).toBe(0);
  });

  test("counts the method when it names one", () => {
    const fit = pathMatcher("delete /users/{id}")!;
    expect(fit("DELETE /api/v1/users/{userId}")).toBeGreaterThan(0);
    expect(fit("GET /api/v1/users/{userId}")).toBe(0);
  });

  test.each(["users", "get a user", "and/or", ""])("is not in %j", (query) =>
    expect(pathMatcher(query)).toBeUndefined(),
  );
});

describe("a typing error", () => {
  const known = new Map([
    ["suspend", 10],
    ["suspended", 30],
    ["possible", 90],
  ]);
  test.each([
    ["susepnd", "suspend"],
    ["supend", "suspend"],
    ["suspendedd", "suspended"],
  ])("in %s is mended", (typed, meant) => expect(corrected(typed, known)).toBe(meant));
  test("never concerns the first letter, or too many", () => {
    expect(corrected("impossible", known)).toBeUndefined();
    expect(corrected("suspicion", known)).toBeUndefined();
  });
});
