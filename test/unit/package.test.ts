import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readYaml, root } from "../../scripts/lib/paths.ts";
import { VERSION } from "../../src/version.ts";

const { version, scripts } = readYaml(join(root, "package.json")) as {
  version: string;
  scripts: Record<string, string>;
};

test("the version in the code is the package's", () => {
  expect(VERSION).toBe(version);
});

test.each(Object.entries(scripts))("npm run %s names files that exist", (_, command) => {
  for (const [file] of command.matchAll(/\b[\w-]+\/[\w/.-]+\.ts\b/g))
    expect(existsSync(join(root, file)), file).toBe(true);
});

test("every script that texts, programs and workflows tell people to run exists", () => {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const below = ["docs", ".ci", ".github", "src", "scripts", "reference"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const named = [...top.map((name) => join(root, name)), ...below].flatMap((file) => {
    const texts = readFileSync(file, "utf8").matchAll(/\bnpm run ([a-z][\w:-]*)/g);
    return [...texts].map(([, script]) => ({ file, script: script! }));
  });
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});
