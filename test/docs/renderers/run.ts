/**
 * `npx tsx test/docs/renderers/run.ts`: this site beside Redocly's page and Scalar on the same document, after
 * `npm run docs` and `npm run docs:redocly`. Writes `results.json` beside itself; a test holds that
 * `docs/reference-renderer.md` says the same.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "prettier";
import { figuresOf } from "./measure.ts";
import { renderers } from "./pages.ts";
import { type Results, tableOf } from "./table.ts";

const RUNS = 3;
const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
const { chromium } = await import(pathToFileURL(join(modules, "playwright-core/index.mjs")).href);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const figures = [];
  for (const renderer of renderers()) {
    figures.push(await figuresOf(browser, renderer, join(modules, "axe-core/axe.min.js"), RUNS));
    console.log(figures.at(-1));
  }
  const date = new Date().toISOString().slice(0, 10);
  const results: Results = { date, browser: `Chromium ${browser.version()}`, runs: RUNS, figures };
  const text = await format(JSON.stringify(results), { parser: "json", printWidth: 120 });
  writeFileSync(new URL("results.json", import.meta.url), text);
  console.log(tableOf(results));
} finally {
  await browser.close();
}
