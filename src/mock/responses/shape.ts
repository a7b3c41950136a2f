import { type Discriminator, isObject, type Obj, type Schema } from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";

/** What a schema says of an object once `allOf` is merged and unions are decided. */
export interface Shape {
  properties: Map<string, Schema>;
  required: Set<string>;
  /** Whether it says that it may hold more. */
  open: boolean;
}

/** The tag of a union, or of a union inside it, as our fallback variants have it. */
export function discriminatorOf(refs: Refs, schema: Schema | undefined): Discriminator | undefined {
  if (!schema) return undefined;
  const found = refs.resolve(schema);
  if (found.discriminator) return found.discriminator;
  for (const part of [...(found.anyOf ?? []), ...(found.oneOf ?? [])]) {
    const inner = refs.resolve(part);
    if (inner.discriminator && inner.oneOf) return inner.discriminator;
  }
  return undefined;
}

/** The pointer of the variant that a value's tag names; `undefined` for no union, no tag or an unknown one. */
export function variantOf(refs: Refs, schema: Schema | undefined, value: unknown): string | undefined {
  const discriminator = discriminatorOf(refs, schema);
  if (!discriminator || !isObject(value)) return undefined;
  const tag = value[discriminator.propertyName];
  const mapping = discriminator.mapping ?? {};
  return typeof tag === "string" && Object.hasOwn(mapping, tag) ? mapping[tag] : undefined;
}

/** @param value decides unions by their tag, else by the variants' constants, else the first one is taken */
export function shapeOf(refs: Refs, schema: Schema, value: Obj): Shape {
  const shape: Shape = { properties: new Map(), required: new Set(), open: false };
  collect(refs, schema, value, shape, 0);
  return shape;
}

function collect(refs: Refs, schema: Schema, value: Obj, shape: Shape, depth: number): void {
  if (depth > 20) return;
  const found = refs.resolve(schema);
  for (const part of found.allOf ?? []) collect(refs, part, value, shape, depth + 1);
  const union = found.oneOf ?? found.anyOf;
  if (union) {
    const variant = variantOf(refs, found, value);
    const chosen = variant ? { $ref: variant } : branchOf(refs, union, value, depth);
    if (chosen) collect(refs, chosen, value, shape, depth + 1);
  }
  for (const [name, property] of Object.entries(found.properties ?? {})) shape.properties.set(name, property);
  if (found["additionalProperties"]) shape.open = true;
  for (const name of found.required ?? []) shape.required.add(name);
}

/** The branch whose constants the value has; without any, the fallback of a tagged union, or the first object. */
function branchOf(refs: Refs, union: Schema[], value: Obj, depth: number): Schema | undefined {
  const objects = union.filter((part) => refs.resolve(part).type !== "null");
  return objects.find((part) => fits(refs, part, value, depth + 1)) ?? objects[0];
}

function fits(refs: Refs, schema: Schema, value: Obj, depth: number): boolean {
  if (depth > 20) return true;
  const found = refs.resolve(schema);
  if (found.discriminator) return variantOf(refs, found, value) !== undefined;
  if (found.allOf && !found.allOf.every((part) => fits(refs, part, value, depth + 1))) return false;
  return Object.entries(found.properties ?? {}).every(([name, property]) => {
    const { const: constant, not, enum: set } = refs.resolve(property);
    const current = value[name];
    if (current === undefined) return constant === undefined;
    if (constant !== undefined && constant !== current) return false;
    if (set && !set.includes(current)) return false;
    const excluded = isObject(not) ? not["enum"] : undefined;
    return !(Array.isArray(excluded) && excluded.includes(current));
  });
}

/** The schema itself, or of `anyOf: [it, null]` and the like the part that is not null. */
export function withoutNull(refs: Refs, schema: Schema): Schema {
  const found = refs.resolve(schema);
  const union = found.anyOf ?? found.oneOf;
  if (!union || found.discriminator) return found;
  const rest = union.filter((part) => refs.resolve(part).type !== "null");
  return rest.length === 1 && rest.length < union.length ? withoutNull(refs, rest[0]!) : found;
}

/** Whether `null` is a value of the schema. */
export function allowsNull(refs: Refs, schema: Schema): boolean {
  const found = refs.resolve(schema);
  if (Array.isArray(found.type) ? found.type.includes("null") : found.type === "null") return true;
  return [...(found.anyOf ?? []), ...(found.oneOf ?? [])].some((part) => refs.resolve(part).type === "null");
}
