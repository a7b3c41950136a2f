import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const sourceDir = join(root, "openapi");

/** The path file of a URL: `/api/v1/` dropped, `/` as `_`, braces kept. */
export const fileOfUrl = (url: string): string => `${url.replace(/^\/api\/v1\//, "").replaceAll("/", "_")}.yaml`;

/** All files below a folder, relative to it, sorted. */
export const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

export const readYaml = (file: string): any => parse(readFileSync(file, "utf8"));
