/**
 * `npm run test:docs [-- --shots folder] [--only text]`: the built reference in a real browser, from `file://` with the network off and
 * beside the mock server. Chromium is the system's own (`apt-get install chromium`).
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { outDir } from "../../reference/build.ts";
import { siteHandler } from "../../reference/site-server.ts";
import { startMockServer } from "../../src/mock/index.ts";
import { consoleChecks } from "./checks/console.ts";
import { mockPageChecks } from "./checks/mock-page.ts";
import { pageChecks } from "./checks/pages.ts";
import { questionChecks } from "./checks/questions.ts";
import { searchChecks } from "./checks/search.ts";
import { useChecks } from "./checks/use.ts";
import type { Setting } from "./checks/setting.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const CHROMIUM = "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) {
  console.error(`${CHROMIUM} is not there. Install it: apt-get install chromium`);
  process.exit(2);
}
if (!existsSync(join(outDir, "index.html"))) {
  console.error("dist/docs is not there. Build it: npm run docs");
  process.exit(2);
}
const modules = join(here, "node_modules");
if (!existsSync(modules)) {
  console.log("Installing playwright-core and axe-core …");
  execFileSync("npm", ["ci"], { cwd: here, stdio: "ignore" });
}

const { chromium } = await import(pathToFileURL(join(modules, "playwright-core/index.mjs")).href);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const mock = await startMockServer({ stateful: true });
const site = siteHandler(outDir, mock.url);
const server = createServer(site.handler);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

const shots = process.argv.indexOf("--shots");
const setting: Setting = {
  browser,
  axe: join(modules, "axe-core/axe.min.js"),
  fileUrl: (page) => `${pathToFileURL(outDir).href}/${page}`,
  httpUrl: (page) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${page}`,
  mockUrl: mock.url,
  reload: site.reload,
  ...(shots > 0 && process.argv[shots + 1] && { shots: process.argv[shots + 1] }),
};

const only = process.argv.indexOf("--only");
const wanted = only > 0 ? (process.argv[only + 1] ?? "") : "";

let failed = 0;
try {
  for (const [name, check] of [
    ...pageChecks(setting),
    ...searchChecks(setting),
    ...questionChecks(setting),
    ...useChecks(setting),
    ...consoleChecks(setting),
    ...mockPageChecks(setting),
  ]) {
    if (!name.includes(wanted)) continue;
    try {
      const measured = await check();
      console.log(`ok    ${name}${measured ? ` (${measured})` : ""}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n      ${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await mock.close();
}
console.log(failed === 0 ? "All checks passed." : `${failed} checks failed.`);
process.exit(failed === 0 ? 0 : 1);
