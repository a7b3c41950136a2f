import { dirname, join, normalize } from "node:path";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileOfUrl, filesBelow, readYaml, sourceDir } from "../../scripts/lib/paths.ts";
import { METHODS } from "../../src/openapi/document.ts";

const source = readYaml(join(sourceDir, "openapi.yaml"));
const entries = Object.entries<{ $ref: string }>(source.paths);
const sections = source.tags.map((tag: { name: string }) => tag.name);

test.each(entries)("%s stands in the file that its URL names", (url, { $ref }) => {
  const [, section, file] = /^paths\/([a-z]+)\/(.+)$/.exec($ref) ?? [];
  expect(sections).toContain(section);
  expect(file).toBe(fileOfUrl(url));
  const item = readYaml(join(sourceDir, $ref));
  for (const method of METHODS) if (item[method]) expect(item[method].tags).toEqual([section]);
});

test("sections and the paths in each are sorted", () => {
  const refs = entries.map(([url, { $ref }]) => [$ref.split("/")[1]!, url] as const);
  const sorted = [...refs].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  expect(refs).toEqual(sorted);
  expect(sections).toEqual([...sections].sort());
});

test("no file is left that nothing refers to", () => {
  const files = filesBelow(sourceDir).filter((file) => file.endsWith(".yaml") && !file.startsWith("."));
  const referred = new Set(["openapi.yaml", "error-codes.yaml", "event-types.yaml"]);
  for (const file of files) {
    const text = readFileSync(join(sourceDir, file), "utf8");
    for (const [, target] of text.matchAll(/["']?\b(?:\$ref|[\w:.-]+)["']?: ["']?([^\s"'#]+\.yaml)/g)) {
      referred.add(normalize(join(dirname(file), target!)));
    }
  }
  expect(files.filter((file) => !referred.has(file))).toEqual([]);
});

test("schema files have a PascalCase base name of their own", () => {
  const names = filesBelow(join(sourceDir, "components/schemas")).map((file) => file.split("/").at(-1)!);
  expect(names.filter((name) => !/^[A-Z][A-Za-z0-9]*\.yaml$/.test(name))).toEqual([]);
  expect(names.length).toBe(new Set(names).size);
});
