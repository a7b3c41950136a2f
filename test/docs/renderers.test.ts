import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { type Results, tableOf } from "./renderers/table.ts";

const results: Results = JSON.parse(readFileSync(new URL("renderers/results.json", import.meta.url), "utf8"));
const guide = readFileSync(join(root, "docs/reference-renderer.md"), "utf8");

test("the guide shows the figures that were measured, and when", () => {
  expect(guide).toContain(tableOf(results));
  expect(guide.replace(/\s+/g, " ")).toContain(`${results.date}, ${results.browser}`);
});

test("this site works offline and has no fault that axe finds, beside two other renderers", () => {
  expect(results.figures.map(({ name }) => name.split(" ")[0])).toEqual(["This", "Redocly", "Scalar"]);
  expect(results.figures[0]!.axeElements).toBe(0);
  expect(results.figures[0]!.worksOffline).toBe(true);
});
