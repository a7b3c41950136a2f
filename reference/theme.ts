import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const folder = fileURLToPath(new URL("theme", import.meta.url));
const read = (name: string) => readFileSync(join(folder, name), "utf8");

/** A browser script in plain JavaScript; a classic one, since pages from `file://` may not load modules. */
function script(name: string): string {
  const { outputText } = ts.transpileModule(read(name), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return `(() => {\n${outputText.replace(/^export \{\};?$/m, "")}})();\n`;
}

/** The style sheet, where the dark colours that a reader can choose are also those of a dark system. */
function style(): string {
  const css = read("style.css");
  return css.replace(
    /^:root\[data-theme="dark"\] (\{[^}]*\})\n/m,
    (rule, colours: string) =>
      `${rule}\n@media (prefers-color-scheme: dark) {\n:root:not([data-theme="light"]) ${colours}\n}\n`,
  );
}

const miniSearch = (): string => {
  const require = createRequire(import.meta.url);
  const file = join(dirname(require.resolve("minisearch")), "../umd/index.js");
  return readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
};

/** Style and scripts of the site, by their place. */
export const themeFiles = (): [string, string][] => [
  ["assets/style.css", style()],
  ["assets/theme.js", script("colours.ts")],
  ["assets/site.js", script("site.ts") + script("search.ts")],
  ["assets/try-it.js", script("try-it.ts")],
  ["assets/minisearch.js", miniSearch()],
];
