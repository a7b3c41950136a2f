import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite, readDocument, writeSite } from "../../reference/build.ts";
import { faultsOf } from "../../reference/check.ts";
import { callGroups } from "../../reference/model/related.ts";
import { pageOf, type Reference, referenceOf } from "../../reference/model/reference.ts";
import type { Entry } from "../../reference/search/engine.ts";
import { partOf } from "./part-of.ts";

let reference: Reference;
/** The whole site, built once. */
let site: Map<string, string>;
/** A document of two sections, for sites that differ by how they are built. */
let part: any;
/** Of the site and of a page with all that the search leads to: the site is read once for both. */
let faults: string[];
beforeAll(() => {
  const document = readDocument();
  reference = referenceOf(document);
  part = partOf(document, ["user", "log"]);
  site = buildSite(document);
  faults = faultsOf(new Map([...site, ["found.html", searchLinks()]]));
}, 120_000);

function searchLinks(): string {
  const window: { oktaFetchSearch?: Entry[] } = {};
  new Function("window", site.get("assets/search-index.js")!)(window);
  return window.oktaFetchSearch!.map(([, , url]) => `<a href="${url.replaceAll("&", "&amp;")}">x</a>`).join("");
}

test("the site has no dead link, no dead anchor, and loads nothing from elsewhere", () => {
  expect(faults.filter((fault) => !fault.startsWith("found.html"))).toEqual([]);
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
    for (const status of Object.keys(call.definition.responses)) expect(page).toContain(`id="response-${status}"`);
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

test("the search leads to places that exist", () => {
  expect(faults.filter((fault) => fault.startsWith("found.html"))).toEqual([]);
});

describe("pages", () => {
  const htmlOf = () => [...site].filter(([file]) => file.endsWith(".html"));

  test("are small: none has 400 KB", () => {
    const large = htmlOf().filter(([, text]) => Buffer.byteLength(text) >= 400_000);
    expect(large.map(([file, text]) => `${file}: ${Buffer.byteLength(text)}`)).toEqual([]);
  });

  test("have titles of their own, and descriptions that end at a sentence", () => {
    const titles = htmlOf().map(([, text]) => /<title>([^<]*)/.exec(text)![1]);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    const descriptions = htmlOf().map(([file, text]) => [file, /name="description" content="([^"]*)"/.exec(text)![1]!]);
    const odd = descriptions.filter(([file, text]) => !/[.!?…:)]$/.test(text!) && !file!.startsWith("guides/"));
    expect(odd).toEqual([]);
    expect(descriptions.filter(([, text]) => text!.length > 330)).toEqual([]);
  });

  test("have one top heading each, and no heading skips a level", () => {
    const skips = htmlOf().flatMap(([file, text]) => {
      const levels = [...text.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
      const bad = levels.some((level, i) => i > 0 && level > levels[i - 1]! + 1);
      return bad || levels.filter((level) => level === 1).length !== 1 ? [`${file}: ${levels.join(" ")}`] : [];
    });
    expect(skips).toEqual([]);
  });

  test("mark in the navigation where they are", () => {
    const lost = htmlOf().filter(([file, text]) => file !== "404.html" && !text.includes("aria-current="));
    expect(lost.map(([file]) => file)).toEqual([]);
  });

  test("ask for fragments that are there, and only for those", () => {
    const asked = new Set<string>();
    for (const [file, text] of site) {
      if (!/\.html$|^fragments\//.test(file)) continue;
      for (const [, key] of text.matchAll(/data-fragment=\\?"([^"\\]+)/g)) asked.add(`fragments/${key}.js`);
    }
    const there = [...site.keys()].filter((file) => file.startsWith("fragments/"));
    expect([...asked].sort()).toEqual(there.sort());
    expect(asked.size).toBeGreaterThan(50);
  });

  test("never leave a kind with nothing but a link", () => {
    const empty = htmlOf().flatMap(([file, text]) =>
      [
        ...text.matchAll(
          /<details class="kind" id="([^"]+)"[^>]*> <summary>.*?<\/summary> *(?:<p class="note">Schema: [^]*?<\/p>)? *<\/details>/g,
        ),
      ].map(([, id]) => `${file}#${id}`),
    );
    expect(empty).toEqual([]);
  });

  test("have a twin in Markdown whose links lead to pages", () => {
    for (const [file] of htmlOf()) expect(site.has(file.replace(/\.html$/, ".md")), file).toBe(true);
    const twin = site.get("operations/createApplication.md")!;
    expect(twin).toMatch(/^# Create an app$/m);
    expect(twin).toMatch(/^## Request body/m);
    expect(twin).toContain('okta.POST("/api/v1/apps"');
    expect(twin).toContain("[Applications](../sections/application.md)");
  });
});

test("every call of a section stands in one of its groups", () => {
  for (const section of reference.sections) {
    const grouped = callGroups(section).flatMap(({ calls }) => calls);
    expect(grouped.map(({ id }) => id).sort()).toEqual(section.calls.map(({ id }) => id).sort());
  }
});

test("a call and the task that makes it lead to each other", () => {
  expect(site.get(pageOf.call("createOAuth2ClientSecret"))).toContain("../guides/rotate-a-client-secret.html");
  expect(site.get("guides/rotate-a-client-secret.html")).toContain("../operations/createOAuth2ClientSecret.html");
});

test("every example of a body is there as TypeScript, curl and JSON, and can be chosen", () => {
  const page = site.get(pageOf.call("createApplication"))!;
  for (const key of ["oidc", "saml", "bookmark", "swa", "SAML_1_1"]) {
    expect(page).toContain(`data-example="${key}"`);
    expect(page).toContain(`<option value="${key}"`);
  }
  expect(page.match(/<option value="saml" +data-kind="SAML_2_0"/g)).toHaveLength(3);
});

describe("published", () => {
  const baseUrl = "https://docs.example/okta";

  test("the site has a sitemap, canonical addresses, and a page for missing ones that works at any depth", () => {
    const published = buildSite(part, { baseUrl });
    const sitemap = published.get("sitemap.xml")!;
    expect(sitemap).toContain("<loc>https://docs.example/okta/operations/getUser.html</loc>");
    expect(sitemap).toContain("<loc>https://docs.example/okta/</loc>");
    expect(published.get(pageOf.call("getUser"))).toContain(
      '<link rel="canonical" href="https://docs.example/okta/operations/getUser.html" />',
    );
    expect(published.get("404.html")).toContain('href="https://docs.example/okta/assets/style.css"');
    expect(faultsOf(published, `${baseUrl}/`)).toEqual([]);
  });

  test("the document can be downloaded, and programs find their way", () => {
    expect(JSON.parse(site.get("openapi.json")!).openapi).toBe(reference.document.openapi);
    const llms = site.get("llms.txt")!;
    for (const [, path] of llms.matchAll(/\]\(([^)]+)\)/g)) expect(site.has(path!), path).toBe(true);
    expect(llms.match(/^- \[(?:GET|POST|PUT|PATCH|DELETE) /gm)).toHaveLength(reference.calls.length);
    expect(site.has("sitemap.xml")).toBe(false);
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
    const built = buildSite(part, { projectRoot: root });
    const page = built.get("guides/contributing.html")!;
    expect(page).toContain('<h2 id="do-it">Do it</h2>');
    expect(page).toContain('href="changelog.html#now"');
    expect(page).toContain('<a href="../operations/listUsers.html"><code>GET /api/v1/users</code></a>');
    expect(built.get("guides/changelog.html")).toContain('<span class="hljs-keyword">const</span>');
    expect(faultsOf(built)).toEqual([]);
  });

  test("with a dead link make the build fail, and nothing is written", () => {
    writeFileSync(
      join(root, "CONTRIBUTING.md"),
      "# Contributing\n\n[gone](gone.md) and [nowhere](CHANGELOG.md#nowhere)\n",
    );
    const out = join(root, "out");
    expect(() => writeSite(buildSite(part, { projectRoot: root }), out)).toThrow(
      /gone\.md leads to no page[^]*nowhere names an anchor/,
    );
    expect(readdirSync(root)).not.toContain("out");
  });

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
