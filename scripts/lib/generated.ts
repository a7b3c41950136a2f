import { operationCalls, operationTypes, routes, schema } from "./operation-types.ts";
import { generate, models, nameOf } from "./types.ts";
import { typedDocument } from "./views.ts";

/** The files of types that are made of a bundled document, by name. */
export async function generatedTypes(document: any): Promise<Record<string, string>> {
  const typed = typedDocument(document);
  const parts = await generate(typed);
  const operations = operationTypes(document, parts);
  const modelNames = ["AnyString", "UnknownVariant", ...parts.schemas.map(nameOf)];
  return {
    "models.ts": models(parts, typed),
    "routes.ts": routes(operations, modelNames),
    "schema.d.ts": schema(operations, parts),
    "operations.ts": operationCalls(operations, modelNames),
  };
}
