// What `npm run generate` makes, for a document elsewhere. Arguments: bundled document, folder of the generated files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operationCalls, routes } from "../../../scripts/lib/operations.ts";
import { models, schemaTypes } from "../../../scripts/lib/types.ts";

const [file, out] = process.argv.slice(2) as [string, string];
const document = parse(readFileSync(file, "utf8"));
writeFileSync(join(out, "schema.d.ts"), await schemaTypes(document));
writeFileSync(join(out, "models.ts"), models(document));
writeFileSync(join(out, "routes.ts"), routes(document));
writeFileSync(join(out, "operations.ts"), operationCalls(document));
writeFileSync(join(out, "openapi.json"), JSON.stringify(document));
