// What `npm run generate` makes, for a document elsewhere. Arguments: bundled document, folder of the generated files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { generatedTypes } from "../../../scripts/lib/generated.ts";

const [file, out] = process.argv.slice(2) as [string, string];
const document = parse(readFileSync(file, "utf8"));
for (const [name, text] of Object.entries(await generatedTypes(document))) writeFileSync(join(out, name), text);
writeFileSync(join(out, "openapi.json"), JSON.stringify(document));
