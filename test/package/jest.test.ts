/** The package in Jest, which loads CommonJS unless it is told otherwise. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { packedConsumer } from "./packed.ts";

const exec = promisify(execFile);
const tools = join(root, "test/package/jest");
let dir: string;

beforeAll(async () => {
  if (!existsSync(join(tools, "node_modules"))) await exec("npm", ["ci"], { cwd: tools });
  dir = packedConsumer();
  // Peers of the mock and of verify, at the versions of this project.
  for (const name of ["@stoplight", "ajv", "ajv-formats"]) {
    symlinkSync(join(root, "node_modules", name), join(dir, "node_modules", name));
  }
  writeFileSync(join(dir, "package.json"), "{}");
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs one test file. @returns what Jest prints; fails when a test of it does */
function jest(name: string, source: string, config: object = {}) {
  writeFileSync(join(dir, name), source);
  const options = JSON.stringify({ rootDir: dir, testMatch: [join(dir, name)], ...config });
  return exec(process.execPath, [join(tools, "node_modules/jest/bin/jest.js"), "--config", options, "--no-cache"], {
    cwd: dir,
  });
}

const REQUIRED = `
const { generateKeyPairSync } = require("node:crypto");
const { createOktaClient, isOktaApiError } = require("okta-fetch");
const { startMockServer } = require("okta-fetch/mock");
const { nodeFetch } = require("okta-fetch/node");
const { serviceApp } = require("okta-fetch/oauth");
const { getUser } = require("okta-fetch/operations");
const { createVerifier, exitStatus, loadDocument } = require("okta-fetch/verify");

let mock;
beforeAll(async () => { mock = await startMockServer({ stateful: true }); });
afterAll(() => mock.close());

test.each([["fetch", {}], ["nodeFetch", { fetch: nodeFetch() }]])("calls by %s", async (_, options) => {
  const okta = createOktaClient({ orgUrl: mock.url, token: "00x", ...options });
  const found = await getUser(okta, { params: { path: { userId: "ada.lovelace@example.com" } } });
  expect(found.data.profile.login).toBe("ada.lovelace@example.com");
  const missing = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "nobody" } } });
  expect([missing.status, isOktaApiError(missing.error)]).toEqual([404, true]);
});

test.each([false, true])("signs in as a service app, with DPoP: %s", async (dpop) => {
  const privateKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"], dpop });
  const sent = [];
  const okta = createOktaClient({
    orgUrl: "https://example.okta.com",
    auth,
    fetch: async (url, init) => {
      sent.push(new Headers(init.headers).get("authorization"));
      return Response.json(url.endsWith("/token") ? { access_token: "t1", expires_in: 3600 } : []);
    },
  });
  expect((await okta.GET("/api/v1/groups")).status).toBe(200);
  expect(sent).toEqual([null, dpop ? "DPoP t1" : "Bearer t1"]);
});

test("verifies", async () => {
  expect(exitStatus(createVerifier(await loadDocument()).report())).toBe(0);
});
`;

test("a test file that requires the package runs in Jest as it comes", async () => {
  await jest("required.test.js", REQUIRED);
});

const IMPORTED = `
import { createOktaClient, OktaApiError, type User } from "okta-fetch";
import { getUser } from "okta-fetch/operations";

test("an error is one of the class that is imported", async () => {
  const okta = createOktaClient({
    orgUrl: "https://example.okta.com",
    token: "00x",
    fetch: async () => Response.json({ errorCode: "E0000007", errorSummary: "Not found" }, { status: 404 }),
  });
  const { data, error } = await getUser(okta, { params: { path: { userId: "nobody" } } });
  const user: User | undefined = data;
  expect(user).toBeUndefined();
  expect(error).toBeInstanceOf(OktaApiError);
  // @ts-expect-error -- no such path
  void okta.GET("/api/v1/nothing").catch(() => {});
});
`;

test.each([
  ["node16", { module: "node16", moduleResolution: "node16" }],
  ["node10", { module: "commonjs", moduleResolution: "node10" }],
])("ts-jest compiles and runs imports, module resolution %s", async (name, compilerOptions) => {
  const tsconfig = { target: "es2022", strict: true, types: ["jest", "node"], ...compilerOptions };
  const typeRoots = [join(tools, "node_modules/@types")];
  const transform = {
    "^.+\\.ts$": [join(tools, "node_modules/ts-jest"), { tsconfig: { ...tsconfig, typeRoots }, diagnostics: true }],
  };
  await jest(`${name}.test.ts`, IMPORTED, { transform });
});

test("require and import side by side know each other's errors", () => {
  const program = `
    import { createRequire } from "node:module";
    import * as esm from "okta-fetch";
    const cjs = createRequire(import.meta.url)("okta-fetch");
    const failing = async () => Response.json({ errorCode: "E0000007" }, { status: 404 });
    const { error } = await cjs
      .createOktaClient({ orgUrl: "https://example.okta.com", token: "00x", fetch: failing })
      .GET("/api/v1/groups");
    console.log(JSON.stringify([error instanceof esm.OktaApiError, esm.isOktaApiError(error)]));`;
  writeFileSync(join(dir, "both.mjs"), program);
  const output = execFileSync(process.execPath, ["both.mjs"], { cwd: dir, encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([false, true]);
});
