import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Operation, operationsOf } from "../../scripts/lib/operations.ts";
import { root } from "../../scripts/lib/paths.ts";
import { exampleOf as exampleIn } from "../../src/openapi/examples.ts";
import { isJson } from "../../src/openapi/media-type.ts";
import { Refs } from "../../src/openapi/refs.ts";

export const document = JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"));
export const operations = operationsOf(document);

const refs = new Refs(document);

export const resolve = (node: any): any => node && refs.resolve(node);

export const parametersOf = ({ item, definition }: Operation): any[] =>
  [...(item.parameters ?? []), ...(definition.parameters ?? [])].map(resolve);

/** The first example of a media type, of a parameter, or of its schema. */
export const exampleOf = (node: any): any => exampleIn(refs, node);

/** Path, query and header parameters as the document's own examples have them; only required ones besides the path. */
export function exampleParams(operation: Operation): Record<string, Record<string, unknown>> {
  const params: Record<string, Record<string, unknown>> = { path: {}, query: {}, header: {} };
  for (const parameter of parametersOf(operation)) {
    if (parameter.in !== "path" && !parameter.required) continue;
    params[parameter.in]![parameter.name] = exampleOf(parameter);
  }
  return params;
}

export interface ExampleBody {
  type: string;
  /** The body as the client takes it. */
  value: unknown;
  /** Headers that go with it; JSON and forms need none. */
  headers: Record<string, string>;
  required: boolean;
}

/** Binary examples stand in the document in base64. */
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

function sendable(type: string, example: any, schema: any): unknown {
  if (isJson(type)) return example;
  if (type !== "multipart/form-data")
    return resolve(schema).format === "binary" && !/^-----BEGIN/.test(example) ? bytes(example) : example;
  const form = new FormData();
  for (const [name, value] of Object.entries<string>(example)) {
    form.set(name, new Blob([bytes(value)], { type: "image/png" }), `${name}.png`);
  }
  return form;
}

/** The example of each media type that the operation takes. */
export const bodiesOf = ({ definition }: Operation): ExampleBody[] =>
  Object.entries<any>(resolve(definition.requestBody)?.content ?? {}).map(([type, media]) => ({
    type,
    value: sendable(type, exampleOf(media), media.schema),
    headers: isJson(type) || type === "multipart/form-data" ? {} : { "content-type": type },
    required: resolve(definition.requestBody).required === true,
  }));

/** Media types of the first success, in the order of the document. */
export const answerTypes = ({ definition }: Operation): string[] => {
  const status = Object.keys(definition.responses).find((code) => code.startsWith("2"))!;
  return Object.keys(resolve(definition.responses[status]).content ?? {});
};

/** The part of the document that the given paths reach. */
export function partOf(paths: object) {
  const components: Record<string, Record<string, unknown>> = { securitySchemes: document.components.securitySchemes };
  const follow = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec((node as { $ref?: string }).$ref ?? "") ?? [];
    if (kind && name && !components[kind]?.[name]) {
      (components[kind] ??= {})[name] = document.components[kind][name];
      follow(document.components[kind][name]);
    }
    Object.values(node).forEach(follow);
  };
  follow(paths);
  return { ...document, paths, components };
}
