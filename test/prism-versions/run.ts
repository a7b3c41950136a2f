/**
 * `npm run test:prism`: the mock on the oldest and the newest version of Prism that it supports, each installed in a
 * folder of its own beside this file. The peer dependency names no range, so that it never refuses an installation.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../../scripts/lib/paths.ts";

const PACKAGE = "@stoplight/prism-http";
const SUPPORTED = "^5.9.0";

/** The first and the last published version in the supported range. */
function ends(): string[] {
  const listed = execFileSync("npm", ["view", `${PACKAGE}@${SUPPORTED}`, "version", "--json"], { encoding: "utf8" });
  const versions = ([JSON.parse(listed)].flat() as string[]).sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  return [...new Set([versions[0]!, versions.at(-1)!])];
}

const document = join(root, "generated/openapi.json");
let failed = 0;
for (const version of ends()) {
  const folder = join(import.meta.dirname, ".work", version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `${PACKAGE}@${version}`], {
    cwd: folder,
    stdio: "ignore",
  });
  await build({
    entryPoints: [join(import.meta.dirname, "smoke.ts")],
    outfile: join(folder, "smoke.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    external: [PACKAGE, "yaml"],
  });
  try {
    const output = execFileSync(process.execPath, ["smoke.mjs", document], { cwd: folder, encoding: "utf8" });
    console.log(`ok    ${PACKAGE} ${version}: ${output.trim()}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${PACKAGE} ${version}: ${(error as { stderr?: string }).stderr || String(error)}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
