import type { Parameter, Schema } from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";
import type { ApiOperation } from "../model/operation.ts";

/**
 * Requests that are valid at a glance: no body is declared, and each parameter is a plain number, boolean, or text of a
 * set or of any length. Everything else, and all that fails here, is for Prism.
 */

/** Keywords that a value can be held against here, or that ask nothing of it. */
const KNOWN = new Set([
  "type",
  "enum",
  "minimum",
  "maximum",
  "description",
  "example",
  "examples",
  "title",
  "default",
  "deprecated",
]);
const INTEGER = /^-?(?:0|[1-9]\d{0,14})$/;

type Check = (value: string) => boolean;
/** By the name of the parameter, with those that have to be there; `undefined` for requests that are not plain. */
type Checks = { checks: Map<string, Check>; required: string[] } | undefined;

const known = new WeakMap<ApiOperation, { plain: Checks }>();

/** Whether a request needs no further validation. */
export function isPlainlyValid(refs: Refs, operation: ApiOperation, query: URLSearchParams | undefined): boolean {
  let entry = known.get(operation);
  if (!entry) known.set(operation, (entry = { plain: checksFor(refs, operation) }));
  if (!entry.plain) return false;
  const { checks, required } = entry.plain;
  if (required.some((name) => !query?.get(name))) return false;
  if (!query) return true;
  const seen = new Set<string>();
  for (const [name, value] of query) {
    const check = checks.get(name);
    if (seen.has(name) || (check && !check(value))) return false;
    seen.add(name);
  }
  return true;
}

function checksFor(refs: Refs, operation: ApiOperation): Checks {
  if (operation.body) return undefined;
  const checks = new Map<string, Check>();
  const required: string[] = [];
  for (const parameter of operation.parameters) {
    const check = checkFor(refs, parameter);
    if (!check || parameter.in === "header" || parameter.in === "cookie") return undefined;
    if (parameter.in === "path" && check !== anything) return undefined;
    if (parameter.in === "query" && parameter.required) required.push(parameter.name);
    checks.set(parameter.name, check);
  }
  return { checks, required };
}

const anything: Check = () => true;

function checkFor(refs: Refs, { schema: reference }: Parameter): Check | undefined {
  const schema: Schema = reference ? refs.merge(reference) : {};
  if (Object.keys(schema).some((key) => !KNOWN.has(key) && !key.startsWith("x-"))) return undefined;
  const { type, enum: values } = schema;
  if (type === "boolean") return (value) => value === "true" || value === "false";
  if (type === "string" || type === undefined) return values ? (value) => values.includes(value) : anything;
  if (type !== "integer" || values) return undefined;
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  return (value) => INTEGER.test(value) && Number(value) >= minimum && Number(value) <= maximum;
}
