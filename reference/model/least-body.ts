import { type Property, shapeOf } from "../schema/shape.ts";
import { OTHER } from "../schema/union.ts";
import type { Reference, Schema } from "./reference.ts";

const BY_FORMAT: Record<string, string> = {
  uri: "https://example.com",
  email: "ada.lovelace@example.com",
  "date-time": "2026-01-05T09:00:00.000Z",
  date: "2026-01-05",
};
const DEEPEST = 8;

/** What a scalar may be, by what its schema says itself. */
function scalar(name: string, schema: Schema, types: string[]): unknown {
  const [first] = [schema.const, schema.examples?.[0], schema.example, schema.default, schema.enum?.[0]].filter(
    (value) => value !== undefined && value !== null,
  );
  if (first !== undefined) return first;
  if (types.includes("string")) return schema["x-extensible-enum"]?.[0] ?? BY_FORMAT[schema.format] ?? `My ${name}`;
  if (types.includes("boolean")) return false;
  if (types.includes("integer") || types.includes("number")) return schema.minimum ?? 1;
  return undefined;
}

function valueOf(reference: Reference, name: string, node: Schema, depth: number): unknown {
  const shape = shapeOf(reference, node);
  const { schema } = shape;
  if (depth > DEEPEST) return undefined;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (shape.items) {
    const item = (schema.minItems ?? 0) > 0 ? valueOf(reference, name, shape.items, depth + 1) : undefined;
    return item === undefined ? [] : [item];
  }
  if (shape.variants.length > 0) {
    const variant = shape.variants.find(({ label }) => label !== OTHER) ?? shape.variants[0]!;
    return leastBody(reference, variant.schema, variant.label, depth + 1);
  }
  if (shape.properties.length > 0 || shape.types.includes("object")) return object(reference, shape.properties, depth);
  return scalar(name, schema, shape.types);
}

const isSent = (reference: Reference, { required, schema }: Property): boolean =>
  required && reference.resolve(schema).readOnly !== true;

function object(reference: Reference, properties: Property[], depth: number): Record<string, unknown> {
  const sent = properties.filter((property) => isSent(reference, property));
  return Object.fromEntries(
    sent
      .map(({ name, schema }) => [name, valueOf(reference, name, schema, depth + 1)])
      .filter(([, value]) => value !== undefined),
  );
}

/**
 * The least body of one kind: what the schema requires, with the values that it names.
 *
 * @param label values of the tag, of which the first is taken
 */
export function leastBody(reference: Reference, schema: Schema, label: string, depth = 0): unknown {
  const shape = shapeOf(reference, schema);
  const value = valueOf(reference, "value", schema, depth);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const [first] = label.split(" | ");
  const tag = shape.properties.find(({ schema: s }) => {
    const { const: only, enum: some } = reference.resolve(s);
    return only === first || some?.includes(first);
  });
  return tag ? { ...value, [tag.name]: first } : value;
}
