/** The parts of an OpenAPI 3.x document that are read here. */

export type Obj = Record<string, unknown>;

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: unknown[];
  readOnly?: boolean;
  writeOnly?: boolean;
  discriminator?: Discriminator;
  [keyword: string]: unknown;
}

export interface Discriminator {
  propertyName: string;
  mapping?: Record<string, string>;
}

export interface Example {
  $ref?: string;
  value?: unknown;
}

export interface MediaType {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

export interface Header {
  $ref?: string;
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

export interface ResponseObject {
  $ref?: string;
  headers?: Record<string, Header>;
  content?: Record<string, MediaType>;
  /** Marks a success that is documented with a body but can come without. */
  "x-may-be-empty"?: boolean;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

export interface RequestBody {
  $ref?: string;
  required?: boolean;
  content?: Record<string, MediaType>;
}

/** An error that an operation is known to respond with. */
export interface DeclaredError {
  code: string;
  status: number;
  when?: string;
  summary?: string;
  causes?: string[];
}

export interface OperationObject {
  "x-errors"?: DeclaredError[];
  summary?: string;
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: RequestBody;
  responses?: Record<string, ResponseObject>;
  security?: Record<string, string[]>[];
}

export type PathItem = { $ref?: string; parameters?: Parameter[] } & { [M in Method]?: OperationObject };

/** An OpenAPI 3.0 or 3.1 document in one piece: every `$ref` in it starts with `#`. */
export interface ApiDocument {
  openapi: string;
  paths: Record<string, PathItem>;
  servers?: { url: string; variables?: Record<string, { default: string }> }[];
  security?: Record<string, string[]>[];
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, Obj> } & Obj;
}

export const isObject = (value: unknown): value is Obj =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The operation of a path by its method, in any case of letters; also of methods that {@link METHODS} has not. */
export const operationOf = (item: PathItem | undefined, method: string): OperationObject | undefined =>
  (item as Record<string, OperationObject | undefined> | undefined)?.[method.toLowerCase()];
