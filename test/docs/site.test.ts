import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite, readDocument, writeSite } from "../../reference/build.ts";
import { faultsOf } from "../../reference/check.ts";
import { pageOf, type Reference, referenceOf } from "../../reference/reference.ts";
import type { Entry } from "../../reference/search-index.ts";

let reference: Reference;
let site: Map<string, string>;
beforeAll(() => {
  const document = readDocument();
  reference = referenceOf(document);
  site = buildSite(document);
}, 60_000);

test("the site has no dead link, no dead anchor, and loads nothing from elsewhere", () => {
  expect(faultsOf(site)).toEqual([]);
});

test("no script or style names another host", () => {
  const scripts = [...site].filter(([file]) => /\.(?:js|css)$/.test(file) && file !== "assets/search-index.js");
  for (const [file, text] of scripts)
    expect([file, text.match(/(?:fetch|import|src)[^\n]{0,40}https?:\/\/(?!127\.0\.0\.1)[\w.]+/g)]).toEqual([
      file,
      null,
    ]);
});

test("every operation has a page with its path, scopes, parameters, statuses and samples", () => {
  for (const call of reference.calls) {
    const page = site.get(pageOf.call(call.id))!;
    for (const parameter of call.parameters) expect(page).toContain(`id="${parameter.in}.${parameter.name}"`);
    for (const status of Object.keys(call.definition.responses)) expect(page).toContain(`id="answer-${status}"`);
    for (const scope of call.scopes) expect(page).toContain(`scopes.html#${scope}`);
    expect(page).toContain('data-tab="TypeScript"');
    expect(page).toContain('data-tab="curl"');
  }
});

test("every schema has a page, and no two pages differ only by case", () => {
  for (const name of Object.keys(reference.document.components.schemas))
    expect(site.has(pageOf.schema(name))).toBe(true);
  expect(new Set([...site.keys()].map((file) => file.toLowerCase())).size).toBe(site.size);
});

test("the navigation of an operation's page lists the calls of its section and marks its own", () => {
  const page = site.get(pageOf.call("getUser"))!;
  expect(page).toMatch(/href="\.\.\/operations\/getUser\.html"\s+aria-current="page"/);
  expect(page).toContain("../operations/listUsers.html");
  expect(page).not.toContain('../operations/listApplications.html"');
});

describe("the search", () => {
  let find: (query: string) => string[];
  beforeAll(() => {
    const window: { oktaFetchSearch?: Entry[] } = {};
    new Function("window", site.get("assets/search-index.js")!)(window);
    const entries = window.oktaFetchSearch!;
    const index = new MiniSearch({ fields: ["title", "where", "text"] });
    index.addAll(entries.map(([, title, , where, text], id) => ({ id, title, where, text })));
    find = (query) => index.search(query, { combineWith: "AND", prefix: true }).map(({ id }) => entries[id]![2]);
  });

  test.each([
    ["deactivate user", "operations/deactivateUser.html"],
    ["okta.users.manage", "scopes.html#okta.users.manage"],
    ["E0000047", "errors.html#E0000047"],
    ["search list users", "operations/listUsers.html#query.search"],
    ["transitioningToStatus", "schemas/User.html#p.transitioningToStatus"],
    ["UserFactor", "schemas/UserFactor.html"],
  ])("finds %s", (query, page) => {
    expect(find(query)).toContain(page);
  });

  test("leads to places that exist", () => {
    const window: { oktaFetchSearch?: Entry[] } = {};
    new Function("window", site.get("assets/search-index.js")!)(window);
    const links = window
      .oktaFetchSearch!.map(([, , url]) => `<a href="${url.replaceAll("&", "&amp;")}">x</a>`)
      .join("");
    const faults = faultsOf(new Map([...site, ["found.html", links]]));
    expect(faults.filter((fault) => fault.startsWith("found.html"))).toEqual([]);
  });
});

describe("guides", () => {
  const root = mkdtempSync(join(tmpdir(), "okta-fetch-docs-"));
  afterAll(() => rmSync(root, { recursive: true }));

  test("are rendered with anchors as GitHub has them, and links to other guides lead to their pages", () => {
    writeFileSync(
      join(root, "CONTRIBUTING.md"),
      "# Contributing\n\n## Do it\n\nSee [the log](CHANGELOG.md#now), `GET /api/v1/users`.\n",
    );
    writeFileSync(join(root, "CHANGELOG.md"), "# Changelog\n\n## Now\n\n```ts\nconst a = 1;\n```\n");
    const built = buildSite(readDocument(), root);
    const page = built.get("guides/contributing.html")!;
    expect(page).toContain('<h2 id="do-it">Do it</h2>');
    expect(page).toContain('href="changelog.html#now"');
    expect(page).toContain('<a href="../operations/listUsers.html"><code>GET /api/v1/users</code></a>');
    expect(built.get("guides/changelog.html")).toContain('<span class="hljs-keyword">const</span>');
    expect(faultsOf(built)).toEqual([]);
  }, 60_000);

  test("with a dead link make the build fail, and nothing is written", () => {
    writeFileSync(
      join(root, "CONTRIBUTING.md"),
      "# Contributing\n\n[gone](gone.md) and [nowhere](CHANGELOG.md#nowhere)\n",
    );
    const out = join(root, "out");
    expect(() => writeSite(buildSite(readDocument(), root), out)).toThrow(
      /gone\.md leads to no page[^]*nowhere names an anchor/,
    );
    expect(readdirSync(root)).not.toContain("out");
  }, 60_000);

  test("of an earlier build are taken away", () => {
    const out = join(root, "written");
    writeSite(
      new Map([
        ["a/old.html", ""],
        ["b.html", "1"],
      ]),
      out,
    );
    writeSite(new Map([["b.html", "2"]]), out);
    expect(readdirSync(out)).toEqual(["b.html"]);
    expect(readFileSync(join(out, "b.html"), "utf8")).toBe("2");
  });
});
