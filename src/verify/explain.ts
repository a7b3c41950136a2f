import type { ErrorObject } from "ajv/dist/2020.js";
import { safeName } from "./mask.ts";
import { unescapePointer } from "./schema.ts";
import type { Schemas } from "./schemas.ts";

export interface Fault {
  pointer: (string | number)[];
  /** What the document demands, and the type of what came; never a value of the traffic. */
  message: string;
}

/** Keywords that only say that something below them is wrong. */
const SUMMARIES = new Set(["if", "anyOf", "oneOf"]);

const typeOf = (value: unknown) =>
  value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;

const json = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join(", ");

function sentence({ keyword, message = "is not valid", params }: ErrorObject, value: unknown): string {
  if (keyword === "type") return `${message}, got ${typeOf(value)}`;
  if (keyword === "const") return `must be ${JSON.stringify(params["allowedValue"])}`;
  if (keyword === "enum") return `must be one of ${json(params["allowedValues"] as unknown[])}`;
  const name = params["additionalProperty"] ?? params["unevaluatedProperty"] ?? params["propertyName"];
  return typeof name === "string" ? `${message}: ${safeName(name)}` : message;
}

/** Walks a value along one of Ajv's pointers. */
function follow(value: unknown, instancePath: string): { pointer: (string | number)[]; value: unknown } {
  const pointer: (string | number)[] = [];
  let node = value;
  for (const raw of instancePath.split("/").slice(1)) {
    const part = Array.isArray(node) ? Number(raw) : unescapePointer(raw);
    node = (node as Record<string | number, unknown> | undefined)?.[part];
    pointer.push(part);
  }
  return { pointer, value: node };
}

/** What is wrong with a value that its schema refuses, each thing once. */
export function faults(schemas: Schemas, schemaPointer: string, value: unknown): Fault[] {
  const errors = schemas.errors(schemaPointer, value);
  const telling = errors.filter(({ keyword }) => !SUMMARIES.has(keyword));
  // Each branch of a union repeats what is wrong in the part that they share.
  const found = new Map<string, Fault>();
  for (const error of telling.length > 0 ? telling : errors) {
    const place = follow(value, error.instancePath);
    const message = sentence(error, place.value);
    found.set(`${error.instancePath} ${message}`, { pointer: place.pointer, message });
  }
  return [...found.values()];
}
