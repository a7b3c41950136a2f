/**
 * `npm run test:runtimes [-- node22 chromium …]`: the behaviour tests on every runtime. Installs the runtimes on first
 * use; Chromium is the system's own (`apt-get install chromium`).
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { startOrgServer } from "../support/org-server.ts";
import type { Outcome } from "./entry.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const modules = join(here, "node_modules");
const exec = promisify(execFile);
const CHROMIUM = "/usr/bin/chromium";
const LIMIT = 180_000;

if (!existsSync(modules)) {
  console.log("Installing the runtimes …");
  await exec("npm", ["ci"], { cwd: here });
}

const work = mkdtempSync(join(tmpdir(), "okta-fetch-runtimes-"));
const esbuild = await import(pathToFileURL(join(modules, "esbuild/lib/main.js")).href);
const bundle = join(work, "behaviours.mjs");
await esbuild.build({
  entryPoints: [join(here, "entry.ts")],
  outfile: bundle,
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import", "browser"],
  target: "es2022",
});

const cli = join(work, "cli.mjs");
writeFileSync(
  cli,
  `import { runAll } from "./behaviours.mjs";
const url = globalThis.Deno ? Deno.args[0] : process.argv[2];
console.log(JSON.stringify(await runAll(url)));
if (globalThis.Deno) Deno.exit(0); else process.exit(0);`,
);

async function program(file: string, args: string[], orgUrl: string): Promise<Outcome[]> {
  const env = { PATH: process.env["PATH"]!, HOME: work, NO_COLOR: "1" };
  const { stdout } = await exec(file, [...args, cli, orgUrl], { timeout: LIMIT, maxBuffer: 1e8, env });
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

async function workerd(orgUrl: string): Promise<Outcome[]> {
  const { Miniflare } = await import(pathToFileURL(join(modules, "miniflare/dist/src/index.js")).href);
  const worker = `
export default { async fetch(request) { return Response.json(await runAll(new URL(request.url).searchParams.get("org"))); } };`;
  const miniflare = new Miniflare({
    modules: true,
    script: readFileSync(bundle, "utf8") + worker,
    compatibilityDate: "2026-01-01",
  });
  try {
    const answer = await miniflare.dispatchFetch(`http://worker/?org=${encodeURIComponent(orgUrl)}`);
    return (await answer.json()) as Outcome[];
  } finally {
    await miniflare.dispose();
  }
}

async function chromium(orgUrl: string): Promise<Outcome[]> {
  const { chromium: browser } = await import(pathToFileURL(join(modules, "playwright-core/index.mjs")).href);
  const pages = createServer((req, res) => {
    const script = req.url === "/behaviours.mjs";
    res.writeHead(200, { "content-type": script ? "text/javascript" : "text/html" });
    res.end(script ? readFileSync(bundle) : "<!doctype html><title>behaviours</title>");
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const chrome = await browser.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  try {
    const page = await chrome.newPage();
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    return await page.evaluate(
      (org: string) => import("/behaviours.mjs" as string).then((module) => module.runAll(org)),
      orgUrl,
    );
  } finally {
    await chrome.close();
    pages.close();
  }
}

const runtimes: Record<string, (orgUrl: string) => Promise<Outcome[]>> = {
  node20: (url) => program(process.execPath, [], url),
  node22: (url) => program(join(modules, "node22/bin/node"), [], url),
  node24: (url) => program(join(modules, "node24/bin/node"), [], url),
  deno: (url) => program(join(modules, ".bin/deno"), ["run", "--allow-net", "--allow-env"], url),
  bun: (url) => program(join(modules, ".bin/bun"), ["run"], url),
  workerd,
  chromium,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in runtimes));
if (unknown.length > 0) {
  console.error(`Unknown runtime ${unknown.join(", ")}. There are ${Object.keys(runtimes).join(", ")}.`);
  process.exit(2);
}
const org = await startOrgServer();
let passed = 0;
let failed = 0;
for (const [name, run] of Object.entries(runtimes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (name === "chromium" && !existsSync(CHROMIUM)) {
    console.log("chromium  skipped: install it first (apt-get install chromium)");
    continue;
  }
  const started = performance.now();
  const outcomes = await run(org.url).catch((error: Error) => [{ name: "starts", failure: error.message }]);
  const failures = outcomes.filter((outcome): outcome is Required<Outcome> => outcome.failure !== undefined);
  passed += outcomes.length - failures.length;
  failed += failures.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(9)} ${outcomes.length - failures.length} of ${outcomes.length} in ${seconds} s`);
  for (const { name: what, failure } of failures) console.log(`  ✗ ${what}\n    ${failure}`);
}
await org.close();
rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
