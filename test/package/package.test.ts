import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { startPrism } from "../../scripts/lib/prism.ts";

const run = (cwd: string, command: string, args: string[]) => execFileSync(command, args, { cwd, encoding: "utf8" });
const dir = mkdtempSync(join(tmpdir(), "okta-fetch-package-"));
const bin = (name: string) => join(root, "node_modules/.bin", name);
let tarball: string;
let files: string[];

beforeAll(() => {
  const [packed] = JSON.parse(run(root, "npm", ["pack", "--json", "--pack-destination", dir]));
  tarball = join(dir, packed.filename);
  files = packed.files.map((file: { path: string }) => file.path).sort();
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", private: true }));
  run(dir, "npm", ["install", "--no-audit", "--no-fund", tarball]);
});

afterAll(() => rmSync(dir, { recursive: true }));

test("holds exactly these files", () => {
  expect(files).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/index.d.ts",
    "dist/index.js",
    "generated/openapi.json",
    "generated/openapi.yaml",
    "package.json",
  ]);
});

test("is clean by publint and arethetypeswrong", () => {
  run(root, bin("publint"), ["--strict", tarball]);
  run(root, bin("attw"), [
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    "./openapi.yaml",
    "./openapi.json",
  ]);
});

test("calls the mock from an empty folder", async () => {
  const mock = await startPrism(join(root, "generated/openapi.yaml"));
  const program = `
    import { createOktaClient, OktaApiError } from "okta-fetch";
    import document from "okta-fetch/openapi.json" with { type: "json" };
    const okta = createOktaClient({ orgUrl: ${JSON.stringify(mock.url)}, token: "00test" });
    const { data, error } = await okta.GET("/api/v1/meta/types/user");
    const failed = await okta.GET("/api/v1/meta/types/user", { headers: { prefer: "code=429" } });
    console.log(JSON.stringify([document.openapi, data[0].id.slice(0, 3), failed.error instanceof OktaApiError, failed.error.errorCode]));`;
  writeFileSync(join(dir, "use.js"), program);
  try {
    const { promisify } = await import("node:util");
    const { execFile } = await import("node:child_process");
    const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", "use.js"], { cwd: dir });
    expect(JSON.parse(stdout)).toEqual(["3.1.1", "oty", true, "E0000047"]);
  } finally {
    await mock.close();
  }
});

test("its types check in a consumer, wrong calls do not", () => {
  writeFileSync(
    join(dir, "consumer.ts"),
    `import { createOktaClient, type User } from "okta-fetch";
     const okta = createOktaClient({ orgUrl: "https://example.okta.com", token: "x" });
     const { data } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
     export const user: User | undefined = data;
     // @ts-expect-error -- no such path
     await okta.GET("/api/v1/nothing");`,
  );
  symlinkSync(join(root, "node_modules/typescript"), join(dir, "node_modules/typescript"));
  run(dir, bin("tsc"), [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2022,dom",
    "consumer.ts",
  ]);
});
