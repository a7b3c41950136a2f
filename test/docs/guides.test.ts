import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { createOktaClient, unwrap } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { operations } from "../support/document.ts";
import { textOf, Workshop } from "../support/guides.ts";
import { runGuide } from "../support/guides-org.ts";

/** Guides whose blocks are compiled and run here; the others have tests of their own. */
const GUIDES = [
  "getting-started",
  "authentication",
  "pagination",
  "rate-limits",
  "errors",
  "types",
  "system-log",
  "migrating-from-the-official-sdk",
  "runtimes",
  "logging-and-tracing",
  "caching",
  "custom-domains",
  "jest-and-commonjs",
];

/** One thing done from start to end each. */
const TASKS = readdirSync(join(root, "docs/tasks")).map((file) => `tasks/${file.replace(/\.md$/, "")}`);

let workshop: Workshop;
let mock: MockServer;
beforeAll(async () => {
  workshop = new Workshop([...GUIDES, ...TASKS, "recipes"]);
  mock = await startMockServer({ stateful: true });
});
afterAll(async () => {
  await mock?.close();
  workshop?.remove();
});

/** The example org with one user more, who was made long ago and never came. */
async function freshOrg() {
  mock.reset();
  const okta = createOktaClient({ orgUrl: mock.url, token: "00token" });
  const login = "idle@example.com";
  const body = { profile: { login, email: login } };
  const idle = await unwrap(okta.POST("/api/v1/users", { params: { query: { activate: false } }, body }));
  const state = mock.state();
  mock.load(JSON.parse(JSON.stringify(state).replaceAll(idle.created, "2025-06-01T09:00:00.000Z")));
  return okta;
}

test("every block of TypeScript compiles", { timeout: 180_000 }, async () => {
  expect(await workshop.compile()).toEqual([]);
});

test.each([...GUIDES, ...TASKS])("%s does against the mock what it shows", { timeout: 90_000 }, async (guide) => {
  await freshOrg();
  const { failures } = await runGuide(guide, workshop, mock.url);
  expect(failures).toEqual([]);
});

test("recipes do against the mock what they promise", { timeout: 90_000 }, async () => {
  const okta = await freshOrg();
  const { failures, folder } = await runGuide("recipes", workshop, mock.url);
  expect(failures).toEqual([]);
  const written = (name: string) => readFileSync(join(folder, name));
  const groupsOf = async (userId: string) =>
    (await unwrap(okta.GET("/api/v1/users/{userId}/groups", { params: { path: { userId } } }))).map(({ id }) => id);
  const statusOf = async (userId: string) => {
    const { data, error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId } } });
    return data?.status ?? error?.status;
  };

  expect(await groupsOf("edith.clarke@example.com")).toContain("00g1engineering00001");
  expect(await statusOf("edith.clarke@example.com")).toBe("PROVISIONED");
  expect(await groupsOf("alan.turing@example.com")).toContain("00g1engineering00001");
  expect(await statusOf("grace.hopper@example.com")).toBe(404);
  expect(await statusOf("idle@example.com")).toBe("DEPROVISIONED");
  expect(await statusOf("ada.lovelace@example.com")).toBe("SUSPENDED");
  expect(JSON.parse(String(written("failures.json")))).toEqual([]);

  const [header, ...lines] = String(written("access.csv")).trimEnd().split("\r\n");
  expect(header).toBe('"app","app id","user","user id","status","scope","since"');
  expect(lines.some((line) => line.includes('"0oa1salesforce000001","ada.lovelace@example.com"'))).toBe(true);
  const events = String(gunzipSync(written("log.ndjson.gz")))
    .trimEnd()
    .split("\n");
  expect(events.map((line) => typeof JSON.parse(line).uuid)).toContain("string");
});

const pages = [...GUIDES, ...TASKS, "recipes", "versioning", "README"];

test.each(pages)("%s names only operations that there are", (page) => {
  const known = new Set(operations.map(({ method, url }) => `${method.toUpperCase()} ${url}`));
  const named = [...textOf(page).matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`\s]+)`/g)].map(([, name]) => name!);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the table of moving names the method of the SDK that makes the same call", () => {
  const { methods } = JSON.parse(readFileSync(join(root, "reference/samples/sdk-methods.json"), "utf8"));
  const rows = [
    ...textOf("migrating-from-the-official-sdk").matchAll(/^\| `(\w+Api\.\w+)` \| `(\w+ \S+)` \| `(\w+)` \|$/gm),
  ];
  expect(rows.length).toBeGreaterThanOrEqual(60);
  for (const [, sdk, call, id] of rows) {
    const operation = operations.find(({ definition }) => definition.operationId === id);
    expect([sdk, operation && `${operation.method.toUpperCase()} ${operation.url}`]).toEqual([
      methods[id!]?.call,
      call,
    ]);
  }
});

test("the table of scopes tells what the document demands", () => {
  const rows = [...textOf("authentication").matchAll(/^\|[^|]+\| ((?:`\w+`(?:, )?)+) \| `(okta\.\w+\.\w+)` \|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const [, ids, scope] of rows) {
    for (const [id] of ids!.matchAll(/\w+/g)) {
      const { definition } = operations.find((operation) => operation.definition.operationId === id)!;
      expect([id, definition.security.flatMap((way: object) => Object.values(way).flat())]).toEqual([id, [scope]]);
    }
  }
});

test.each(pages)("the links of %s lead somewhere", (page) => {
  const anchorsOf = (file: string) =>
    [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-"),
    );
  const dead = [...textOf(page).matchAll(/\]\(([^)]+)\)/g)]
    .map(([, href]) => href!)
    .filter((href) => {
      if (href.startsWith("https:")) return false;
      const [path, anchor] = href.split("#");
      const file = path === "" ? join(root, "docs", `${page}.md`) : resolve(root, "docs", dirname(page), path!);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
  expect(dead).toEqual([]);
});
