/** The published types under the compilers, libraries and options that people use. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { packedConsumer } from "./packed.ts";

const exec = promisify(execFile);
const compilers = join(root, "test/package/compilers");
const consumer = readFileSync(join(compilers, "consumer.ts.txt"), "utf8");
let dir: string;

beforeAll(async () => {
  if (!existsSync(join(compilers, "node_modules"))) await exec("npm", ["ci"], { cwd: compilers });
  dir = packedConsumer();
  mkdirSync(join(dir, "node_modules/@types"), { recursive: true });
  for (const name of ["@types/node", "undici-types"]) {
    symlinkSync(join(compilers, "node_modules", name), join(dir, "node_modules", name));
  }
});
afterAll(() => rmSync(dir, { recursive: true }));

const DOM = { lib: ["es2023", "dom", "dom.iterable"], types: [] };
const NODE = { lib: ["es2023"], types: ["node"] };
const OPTIONS: Record<string, object> = {
  "nodenext, DOM": { module: "nodenext", ...DOM },
  "nodenext, no DOM": { module: "nodenext", ...NODE },
  "node16, no DOM, exact optional properties": { module: "node16", ...NODE, exactOptionalPropertyTypes: true },
  "bundler, DOM, every strictness": {
    module: "esnext",
    moduleResolution: "bundler",
    ...DOM,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  },
};
const COMPILERS = ["typescript54", "typescript59", "typescript6", "typescript7"];

/** Type-checks a project of one file with its libraries. @returns what the compiler prints */
async function check(compiler: string, options: object, source: string, manifest = `{ "type": "module" }`) {
  const project = join(dir, `app-${Math.random().toString(36).slice(2)}`);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), manifest);
  writeFileSync(join(project, "app.ts"), source);
  const compilerOptions = { target: "es2022", strict: true, noEmit: true, skipLibCheck: false, ...options };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  const { bin } = JSON.parse(readFileSync(join(compilers, "node_modules", compiler, "package.json"), "utf8"));
  const command = join(compilers, "node_modules", compiler, bin.tsc);
  return exec(process.execPath, [command, "-p", project, "--pretty", "false"]).then(
    () => "",
    (error: { stdout: string }) => error.stdout || String(error),
  );
}

for (const compiler of COMPILERS) {
  test.concurrent.each(Object.keys(OPTIONS))(`${compiler}, %s`, async (name) => {
    expect(await check(compiler, OPTIONS[name]!, consumer)).toBe("");
  });
}

test.concurrent("a CommonJS module imports the types", async () => {
  expect(await check("typescript59", { module: "nodenext", ...NODE }, consumer, "{}")).toBe("");
  expect(await check("typescript7", { module: "nodenext", ...NODE }, consumer, "{}")).toBe("");
  const dynamic = `export const load = async () => (await import("okta-fetch")).createOktaClient({ orgUrl: "x" }).GET("/api/v1/groups");
    export const length = async () => (await load()).data?.[0]?.profile.name.length satisfies number | undefined;`;
  expect(await check("typescript54", { module: "node16", ...NODE }, dynamic, "{}")).toBe("");
});

const PROFILES = `import { createOktaClient, type User } from "okta-fetch";
declare global { namespace OktaFetch { interface UserProfile { badge?: number | undefined } } }
const okta = createOktaClient();
export const badge = (user: User): number | undefined => user.profile.badge;
void okta.POST("/api/v1/users", { body: { profile: { login: "a", badge: 1 } } });
`;
const REFUSED = `declare global { namespace OktaFetch { interface ProfileOptions { undeclaredAttributes: "refused" } } }
`;
const MISSPELLED = `void okta.POST("/api/v1/users", { body: { profile: { login: "a", departmnt: "x" } } });
export const shoes = (user: User) => user.profile["shoeSize"];
`;

test.concurrent.each(COMPILERS)(
  "%s refuses undeclared attributes of profiles where the app asks for it",
  async (compiler) => {
    expect(await check(compiler, OPTIONS["nodenext, DOM"]!, PROFILES + MISSPELLED)).toBe("");
    expect(await check(compiler, OPTIONS["nodenext, DOM"]!, PROFILES + REFUSED)).toBe("");
    const output = await check(compiler, OPTIONS["nodenext, DOM"]!, PROFILES + REFUSED + MISSPELLED);
    expect(output.match(/error TS\d+/g)).toHaveLength(2);
    expect(output).toMatch(/'departmnt' does not exist in type 'UserProfileInput'/);
    expect(output).toMatch(/shoeSize/);
  },
);
