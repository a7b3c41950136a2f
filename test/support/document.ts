import { join } from "node:path";
import { type Operation, operationsOf } from "../../scripts/lib/operations.ts";
import { readYaml, root } from "../../scripts/lib/paths.ts";

export const document = readYaml(join(root, "generated/openapi.yaml"));
export const operations = operationsOf(document);

export const resolve = (node: any): any =>
  node?.$ref
    ? resolve(
        node.$ref
          .slice(2)
          .split("/")
          .reduce((at: any, key: string) => at[key], document),
      )
    : node;

export const parametersOf = ({ item, definition }: Operation): any[] =>
  [...(item.parameters ?? []), ...(definition.parameters ?? [])].map(resolve);

/** The first example of a media type, of a parameter, or of its schema. */
export function exampleOf(node: any): any {
  if (node.example !== undefined) return node.example;
  const [first] = Object.values<any>(node.examples ?? {});
  if (first !== undefined) return resolve(first).value;
  const schema = resolve(node.schema) ?? {};
  return (
    schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0] ?? schema["x-extensible-enum"]?.[0]
  );
}

/** Path, query and header parameters as the document's own examples have them; only required ones besides the path. */
export function exampleParams(operation: Operation): Record<string, Record<string, unknown>> {
  const params: Record<string, Record<string, unknown>> = { path: {}, query: {}, header: {} };
  for (const parameter of parametersOf(operation)) {
    if (parameter.in !== "path" && !parameter.required) continue;
    params[parameter.in]![parameter.name] = exampleOf(parameter);
  }
  return params;
}

export const bodyOf = (operation: Operation) => {
  const [entry] = Object.entries<any>(resolve(operation.definition.requestBody)?.content ?? {});
  return entry && { type: entry[0], example: exampleOf(entry[1]), required: operation.definition.requestBody.required };
};
