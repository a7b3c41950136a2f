import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { filesBelow } from "../../../scripts/lib/paths.ts";
import { run } from "./child.ts";
import { bench, document, inBench, inRoot, root, work } from "./paths.ts";

/** A package of this folder, which the main install has not. */
export const peer = (path: string): Promise<any> => import(pathToFileURL(inBench("node_modules", path)).href);
export const esbuild = (): Promise<any> => peer("esbuild/lib/main.js");

/** The package where npm would install it: a link there would cost each start more than a folder does. */
export const packageDir = inBench("node_modules", "okta-fetch");

/** Builds the package into a folder of its own, as npm packs it, so that nobody's `dist` is disturbed. */
async function buildPackage() {
  rmSync(packageDir, { recursive: true, force: true });
  const { build } = await import("tsdown");
  const config = (await import(pathToFileURL(inRoot("tsdown.config.ts")).href)).default;
  for (const entry of [config].flat()) {
    await build({
      ...entry,
      cwd: root,
      config: false,
      outDir: join(packageDir, "dist"),
      clean: false,
      logLevel: "error",
    });
  }
  for (const file of ["package.json", "README.md", "LICENSE"]) cpSync(inRoot(file), join(packageDir, file));
  const { files } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { files: string[] };
  for (const name of files) {
    if (name.startsWith("dist") || !existsSync(inRoot(name))) continue;
    cpSync(inRoot(name), join(packageDir, name), { recursive: true });
  }
}

/** A package with nothing in it: what it costs Node to find and load any package. */
function buildEmptyPackage() {
  const folder = inBench("node_modules", "empty-package");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(folder, "index.js"), "export const create = () => ({});\n");
}

/** Generates hey-api's client from the document, and strips its types file by file, as `tsc` would. */
async function buildHeyApi() {
  const out = join(work, "hey-api");
  const script = join(work, "hey-api.mjs");
  const options = {
    input: document,
    output: { path: out, importFileExtension: ".js" },
    plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
    logs: { level: "silent" },
  };
  writeFileSync(
    script,
    `import { createClient } from "@hey-api/openapi-ts";\nawait createClient(${JSON.stringify(options)});\n`,
  );
  await run(process.execPath, [script]);
  const { build } = await esbuild();
  await build({
    entryPoints: filesBelow(out).map((file) => join(out, file)),
    outdir: out,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
}

const lock = join(work, "pid");

/** Two runs at once would falsify each other. @throws Error when another one is under way */
function refuseSecond() {
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8"));
  try {
    process.kill(pid, 0);
  } catch {
    return; // it has ended without cleaning up
  }
  throw new Error(`Another run of the benchmark is under way (process ${pid}). Wait for its end.`);
}

/** Installs the peers on first use, and makes what is measured anew. */
export async function setUp(): Promise<void> {
  if (!existsSync(inBench("node_modules/undici"))) {
    console.log("Installing what is compared …");
    mkdirSync(work, { recursive: true });
    await run("npm", ["ci"], { cwd: bench });
  }
  refuseSecond();
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(lock, String(process.pid));
  console.log("Building the package and generating hey-api's client …");
  buildEmptyPackage();
  await buildPackage();
  await buildHeyApi();
}

const version = (folder: string): string => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;

/** Versions of everything that takes part. */
export const versions = (): Record<string, string> => ({
  "okta-fetch": version(root),
  ...Object.fromEntries(
    [
      "openapi-fetch",
      "@okta/okta-sdk-nodejs",
      "@hey-api/openapi-ts",
      "undici",
      "typescript",
      "typescript7",
      "esbuild",
    ].map((name) => [name, version(inBench("node_modules", name))]),
  ),
  "@stoplight/prism-cli": version(inRoot("node_modules/@stoplight/prism-cli")),
});
