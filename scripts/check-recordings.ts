/** `npm run check:recordings -- file.ndjson …`: validates recorded exchanges against the bundled document. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readYaml, root } from "./lib/paths.ts";
import { readExchanges, replay, report } from "./lib/replay.ts";

const shared = join(root, "../shared/recordings");
const files = process.argv.slice(2);
if (files.length === 0 && existsSync(shared)) {
  files.push(
    ...readdirSync(shared)
      .filter((f) => f.endsWith(".ndjson"))
      .map((f) => join(shared, f)),
  );
}
if (files.length === 0) {
  console.error("Name one or more .ndjson files of recorded exchanges.");
  process.exit(2);
}
const document = readYaml(join(root, "generated/openapi.yaml"));
const exchanges = files.flatMap((file) => readExchanges(file));
// An exchange without the name of its operation is matched by its path.
const known = exchanges.filter(({ operation }) => !operation || document.paths[operation.split(" ")[1] ?? ""]);
const result = replay(document, known);
console.log(report(result));
if (known.length < exchanges.length) {
  console.log(
    `${exchanges.length - known.length} of ${exchanges.length} exchanges are of operations that the document does not have.`,
  );
}
process.exit(result.violations.length > 0 ? 1 : 0);
