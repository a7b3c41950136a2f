import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { filesBelow } from "../../../scripts/lib/paths.ts";
import { inRoot, work } from "./paths.ts";

/** Schemas and paths get a second name; what both copies share, such as errors, does not. */
const RENAMED = /^components\/(schemas|examples)\//;

const renamed = (file: string) => file.replace(/([^/]+)\.yaml$/, "$1Twice.yaml");

/** References of one file, from its place in the tree. */
function rewrite(text: string, file: string, known: Set<string>): string {
  return text
    .replace(/[\w./{}-]*\w\.yaml/g, (reference) => {
      const target = join(dirname(file), reference);
      return known.has(target) && RENAMED.test(target) ? renamed(reference) : reference;
    })
    .replace(/^( *operationId: \w+)/gm, "$1Twice");
}

/**
 * A source tree with another number of operations: a part of its paths, evenly chosen, or each path and schema twice.
 *
 * @returns its folder, with `openapi.yaml` in it
 */
export function sizedSource(times: number): string {
  const dir = join(work, "growth", String(times));
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(inRoot("openapi"), dir, { recursive: true });
  const index = join(dir, "openapi.yaml");
  const document = parse(readFileSync(index, "utf8"));
  const paths = Object.entries<{ $ref: string }>(document.paths);
  if (times < 1) {
    document.paths = Object.fromEntries(paths.filter((_, i) => i % Math.round(1 / times) === 0));
  } else if (times === 2) {
    const files = filesBelow(dir).filter((file) => /^(paths|components)\//.test(file));
    const known = new Set(files);
    for (const file of files) {
      const isPath = file.startsWith("paths/");
      if (!isPath && !RENAMED.test(file)) continue;
      const copy = isPath ? file.replace(/\.yaml$/, "__twice.yaml") : renamed(file);
      writeFileSync(join(dir, copy), rewrite(readFileSync(join(dir, file), "utf8"), file, known));
    }
    for (const [path, { $ref }] of paths) {
      document.paths[path.replace("/api/v1/", "/api/v2/")] = { $ref: $ref.replace(/\.yaml$/, "__twice.yaml") };
    }
  }
  writeFileSync(index, stringify(document, { lineWidth: 0 }));
  return dir;
}
