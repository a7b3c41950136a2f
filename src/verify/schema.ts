import { unescapePointer } from "../openapi/document.ts";

export { isObject, unescapePointer } from "../openapi/document.ts";

/** The parts of a JSON Schema that are read here; validation itself is Ajv's. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  $defs?: Record<string, Schema>;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  type?: string | string[];
  readOnly?: boolean;
  writeOnly?: boolean;
}

export type Content = Record<string, { schema?: Schema }>;

/** An answer of an operation. `x-may-be-empty` marks one that is documented with a body but can come without. */
export interface ResponseObject {
  $ref?: string;
  content?: Content;
  "x-may-be-empty"?: boolean;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { $ref?: string; content?: Content };
  responses?: Record<string, ResponseObject>;
}

/** A bundled OpenAPI 3.1 document, as `okta-fetch/openapi.json` is one. */
export interface ApiDocument {
  openapi?: string;
  paths: Record<string, Record<string, unknown>>;
  components?: { schemas?: Record<string, Schema> } & Record<string, unknown>;
}

export const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** What stands at `#/…` in a document; `undefined` where nothing does. */
export const atPointer = (document: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[unescapePointer(key)], document);

/** Follows `$ref` to what it names. */
export function resolved<T extends { $ref?: string }>(document: unknown, node: T | undefined): T | undefined {
  let at = node;
  for (let depth = 0; at?.$ref !== undefined; depth += 1) {
    if (depth > 100) throw new TypeError(`The reference ${at.$ref} of the document leads in a circle.`);
    at = atPointer(document, at.$ref.slice(1)) as T | undefined;
  }
  return at;
}
