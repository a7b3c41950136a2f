/** Makes everything in generated/ from openapi/; with --check writes nothing and fails when a file is stale. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { bundle } from "./lib/bundle.ts";
import { generatedTypes } from "./lib/generated.ts";
import { addErrorExamples } from "./lib/error-examples.ts";
import { type ErrorCodes, errorHints, errorSummaries } from "./lib/errors.ts";
import { endpointsPage, nonIdempotent } from "./lib/operations.ts";
import { readYaml, root, sourceDir } from "./lib/paths.ts";

const errorCodes: ErrorCodes = readYaml(join(sourceDir, "error-codes.yaml"));
const document = bundle(join(sourceDir, "openapi.yaml"));
const types = await generatedTypes(document);
// After the types, which know the body of an error without its examples.
addErrorExamples(document, errorCodes);
const files: Record<string, string> = {
  "openapi.yaml": stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 }),
  "openapi.json": `${JSON.stringify(document)}\n`,
  ...types,
  "non-idempotent.ts": nonIdempotent(document),
  "error-hints.ts": errorHints(errorCodes),
  "error-summaries.ts": errorSummaries(errorCodes),
  "ENDPOINTS.md": endpointsPage(document),
};
const dir = join(root, "generated");
const stale = [
  ...Object.entries(files)
    .filter(([name, text]) => !existsSync(join(dir, name)) || readFileSync(join(dir, name), "utf8") !== text)
    .map(([name]) => name),
  ...readdirSync(dir).filter((name) => !(name in files)),
];
if (!process.argv.includes("--check")) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
} else if (stale.length > 0) {
  console.error(`Stale in generated/: ${stale.join(", ")}. Run npm run generate and commit the result.`);
  process.exit(1);
}
