/** Fast feedback while writing one section: `npm run check:section -- group` lints and replays that section alone. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { bundle } from "./lib/bundle.ts";
import { fileOfUrl, readYaml, root, sourceDir } from "./lib/paths.ts";
import { readExchanges, replay, report } from "./lib/replay.ts";

const [section, part = ""] = process.argv.slice(2);
if (!section || !existsSync(join(sourceDir, "paths", section))) {
  console.error(`Name a folder of openapi/paths, for example: npm run check:section -- usertype`);
  process.exit(2);
}
const document = readYaml(join(sourceDir, "openapi.yaml"));
document.tags = document.tags.filter((tag: { name: string }) => tag.name === section);
delete document["x-tagGroups"];
// From the list of endpoints, so that a path file is checked before the index names it.
document.paths = Object.fromEntries(
  readFileSync(join(root, "test/spec/endpoints.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[1]!)
    .map((url) => [url, { $ref: `paths/${section}/${fileOfUrl(url)}` }] as const)
    .filter(([, item]) => item.$ref.includes(part) && existsSync(join(sourceDir, item.$ref))),
);
const temporaryRoot = join(sourceDir, `.section-${section}${process.pid}.yaml`);
const bundled = join(root, `.section-${section}${process.pid}.bundle.yaml`);
const bin = (name: string) => join(root, "node_modules/.bin", name);
let failed = false;
try {
  writeFileSync(temporaryRoot, stringify(document));
  for (const [name, args] of [
    ["redocly", ["lint", temporaryRoot, "--format=stylish", "--config", join(root, "redocly.yaml")]],
    ["spectral", ["lint", bundled, "--quiet", "--ruleset", join(root, ".spectral.yaml")]],
  ] as const) {
    if (name === "spectral") writeFileSync(bundled, stringify(bundle(temporaryRoot), { aliasDuplicateObjects: false }));
    try {
      execFileSync(bin(name), args, { stdio: "inherit", cwd: root });
    } catch {
      failed = true;
      if (name === "redocly") break;
    }
  }
  const recordings = join(root, "../shared/recordings", `${section}.ndjson`);
  if (!failed && existsSync(recordings)) {
    const exchanges = readExchanges(recordings).filter((e) => document.paths[e.operation?.split(" ")[1] ?? ""]);
    const result = replay(bundle(temporaryRoot), exchanges);
    console.log(report(result));
    failed ||= result.violations.length > 0;
  }
} finally {
  rmSync(temporaryRoot, { force: true });
  rmSync(bundled, { force: true });
}
process.exit(failed ? 1 : 0);
