import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const folder = fileURLToPath(new URL("theme", import.meta.url));

/** One of the theme's files with all that it imports: scripts as classic ones, since pages from file:// load no modules. */
function bundled(name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [`${folder}/${name}`],
    bundle: true,
    write: false,
    format: "iife",
    target: name.endsWith(".css") ? "esnext" : "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "inline",
  });
  return outputFiles[0]!.text;
}

/** Style and scripts of the site, by their place. */
export const themeFiles = (): [string, string][] => [
  ["assets/style.css", bundled("style.css")],
  ["assets/boot.js", bundled("boot.ts")],
  ["assets/site.js", bundled("site.ts")],
  ["assets/console.js", bundled("console.ts")],
  ["assets/search.js", bundled("search-engine.ts")],
];
