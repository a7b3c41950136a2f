import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.ts";

/** Packs the project and installs the tarball into an empty folder. @returns the folder */
export function packedConsumer(): string {
  const dir = mkdtempSync(join(tmpdir(), "okta-fetch-types-"));
  const npm = (cwd: string, ...args: string[]) => execFileSync("npm", args, { cwd, encoding: "utf8" });
  const [{ filename }] = JSON.parse(npm(root, "pack", "--ignore-scripts", "--json", "--pack-destination", dir));
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", private: true }));
  npm(dir, "install", "--no-audit", "--no-fund", join(dir, filename));
  return dir;
}
