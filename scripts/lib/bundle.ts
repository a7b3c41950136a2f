import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { readYaml, root, sourceDir } from "./paths.ts";

const sorted = (map: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Gives a set whose values and meanings have a file of their own (`x-values-from`) the values. */
function fillValues(schema: any): void {
  const file = schema["x-values-from"];
  if (file) schema["x-extensible-enum"] = Object.keys(readYaml(join(sourceDir, file)));
}

/**
 * Bundles a root document into one. Redocly orders components by discovery, so that a small edit moves many of them;
 * sorting by name keeps the diff of the bundle as small as that of the source.
 */
export function bundle(rootFile: string): any {
  const dir = mkdtempSync(join(tmpdir(), "okta-fetch-"));
  try {
    const out = join(dir, "bundle.yaml");
    execFileSync(
      join(root, "node_modules/.bin/redocly"),
      ["bundle", rootFile, "-o", out, "--component-renaming-conflicts-severity=error"],
      { cwd: root, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, REDOCLY_TELEMETRY: "off" } },
    );
    const document = parse(readFileSync(out, "utf8"));
    for (const [kind, map] of Object.entries(document.components)) document.components[kind] = sorted(map as never);
    document.components = sorted(document.components);
    for (const schema of Object.values<any>(document.components.schemas)) fillValues(schema);
    return document;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
