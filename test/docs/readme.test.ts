/** What README.md claims, and where its links lead. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { withFigures } from "../../scripts/readme.ts";
import { operations } from "../support/document.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const { files } = JSON.parse(read("package.json")) as { files: string[] };
const pages = [
  "README.md",
  ...(readdirSync(join(root, "docs"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test("the figures are those of the last measurement", () => {
  const text = read("README.md");
  expect(withFigures(text)).toBe(text);
  expect(text.match(/<!-- figures: /g)).toHaveLength(3);
});

test("figures that nothing measures are refused", () => {
  expect(() => withFigures("<!-- figures: dreams -->\n\n<!-- end -->")).toThrow('"dreams"');
});

const counting = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/getting-started.md", "docs/versioning.md"];

test.each(counting)("%s counts the operations right", (page) => {
  const counts = [...read(page).matchAll(/\b(\d{3}) (?:of the \d+ )?(?:typed |listed )?operations/g)].map(([, count]) =>
    Number(count),
  );
  expect(counts.filter((count) => count !== operations.length)).toEqual([]);
});

const ALWAYS = ["README.md", "LICENSE", "package.json"];
const isShipped = (file: string) =>
  [...ALWAYS, ...files].some((pattern) =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`).test(file),
  );

test.each(pages)("the links of %s lead to what the package holds", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, href]) => href!);
  const relative = links.filter((href) => !href.startsWith("https:")).map((href) => normalize(join(page, "..", href)));
  expect(relative.filter((file) => !existsSync(join(root, file)) || !isShipped(file))).toEqual([]);
});
