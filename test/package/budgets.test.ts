import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { BROWSER_APP } from "../support/browser-app.ts";
import { editedFile } from "./language-service.ts";

/** What the package may cost: a little above what it does. Raise a number only with a reason in the changelog. */
const BUDGET = {
  /** gzip bytes of a browser app that makes one call. */
  app: 17_500,
  dependencies: 2,
  /** Of the types of an app with five calls, by TypeScript 5.9. */
  instantiations: 1_000,
  /** Types and relations that the compiler works out for one completion of a path. */
  completion: 800,
  declarationLines: 31_000,
};

const dist = join(root, "dist");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const APP = `import { createOktaClient } from "./dist/index.js";
const okta = createOktaClient({ orgUrl: "https://example.okta.com", accessToken: "x" });
const { data } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
console.log(data);`;

const CONSUMER = `import { createOktaClient } from "./dist/index.js";
const okta = createOktaClient({ orgUrl: "https://example.okta.com", token: "x" });
export const user = (await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } })).data;
export const users = (await okta.GET("/api/v1/users")).data;
export const group = (await okta.GET("/api/v1/groups/{groupId}", { params: { path: { groupId: "x" } } })).data;
export const apps = (await okta.GET("/api/v1/apps")).data;
export const rules = (await okta.GET("/api/v1/groups/rules")).data;
`;

async function bundled(): Promise<{ bytes: Uint8Array; inputs: Metafile["inputs"] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: APP, resolveDir: root },
    ...BROWSER_APP,
    absWorkingDir: root,
  });
  return { bytes: outputFiles[0]!.contents, inputs: metafile.inputs };
}

test("an app with one call stays small, without what it does not use", async () => {
  const { bytes, inputs } = await bundled();
  expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(BUDGET.app);
  expect(Object.keys(inputs).filter((name) => /node_modules\/(?!openapi-fetch\/)/.test(name))).toEqual([]);
});

test("few packages come along", () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(BUDGET.dependencies);
});

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

const file = join(root, "budget-consumer.ts");

test("the types of an app are cheap to work out", () => {
  const { service } = editedFile(file, CONSUMER, options);
  const messages = service.getSemanticDiagnostics(file).map(({ messageText }) => messageText);
  expect(messages).toEqual([]);
  expect(service.getProgram()!.getInstantiationCount()).toBeLessThanOrEqual(BUDGET.instantiations);
});

test.each(["GET", "POST", "PUT", "DELETE", "paginate"])("a path that %s takes is cheap to complete", (method) => {
  const text = `${CONSUMER}okta.${method}("`;
  const { service } = editedFile(file, text, options);
  const offered = service.getCompletionsAtPosition(file, text.length, {})?.entries.map(({ name }) => name);
  expect(offered).toContain({ paginate: "/api/v1/users", POST: "/api/v1/users" }[method] ?? "/api/v1/users/{userId}");
  const program = service.getProgram()!;
  const relations = Object.values(program.getRelationCacheSizes()).reduce((sum, size) => sum + size, 0);
  expect(program.getTypeCount() + relations).toBeLessThanOrEqual(BUDGET.completion);
});

test("the declarations stay short", () => {
  const lines = readdirSync(dist)
    .filter((name) => name.endsWith(".d.ts"))
    .reduce((sum, name) => sum + readFileSync(join(dist, name), "utf8").split("\n").length - 1, 0);
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(BUDGET.declarationLines);
});
