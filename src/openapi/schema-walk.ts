import { isObject, type Schema } from "./document.ts";

const MAPS = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SINGLE = [
  "items",
  "additionalProperties",
  "additionalItems",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** A copy of a schema whose direct subschemas went through a function. Values, such as examples, are left as they are. */
export function mapSubschemas(schema: Schema, map: (subschema: Schema) => Schema): Schema {
  const copy: Schema = { ...schema };
  for (const key of MAPS) {
    const subschemas = schema[key];
    if (!isObject(subschemas)) continue;
    copy[key] = Object.fromEntries(Object.entries(subschemas).map(([name, value]) => [name, map(value as Schema)]));
  }
  for (const key of LISTS) {
    const subschemas = schema[key];
    if (Array.isArray(subschemas)) copy[key] = subschemas.map((subschema: Schema) => map(subschema));
  }
  for (const key of SINGLE) if (isObject(schema[key])) copy[key] = map(schema[key] as Schema);
  return copy;
}
