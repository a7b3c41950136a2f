import type { Reference, Schema } from "../model/reference.ts";

export interface Property {
  name: string;
  schema: Schema;
  required: boolean;
}

export interface Variant {
  /** Value or values of the tag; without a tag the name of the schema. */
  label: string;
  tag?: string;
  schema: Schema;
}

/** What a schema says, with `$ref` followed, `allOf` merged and unions flattened. */
export interface Shape {
  /** Name of the component schema, where it is one. */
  name?: string;
  description?: string;
  /** JSON types besides null. */
  types: string[];
  nullable: boolean;
  /** What null means, where the document says so. */
  nullMeans?: string;
  schema: Schema;
  properties: Property[];
  /** The schema of further properties, `true` where they are free. */
  further?: Schema;
  items?: Schema;
  variants: Variant[];
}

const isNull = (schema: Schema) => schema.type === "null";
const byTag = (schema: Schema) => schema.oneOf ?? schema.anyOf;

const shapes = new WeakMap<Reference, WeakMap<Schema, Shape>>();

/** Reads a schema into the form that pages show; read once, however many pages show it. */
export function shapeOf(reference: Reference, node: Schema): Shape {
  if (typeof node !== "object" || node === null) return readShape(reference, node);
  const known = shapes.get(reference) ?? new WeakMap<Schema, Shape>();
  shapes.set(reference, known);
  const shape = known.get(node) ?? readShape(reference, node);
  known.set(node, shape);
  return shape;
}

function readShape(reference: Reference, node: Schema): Shape {
  const name = reference.nameOf(node);
  const schema = reference.resolve(node) ?? {};
  const shape: Shape = {
    ...(name && { name }),
    ...(schema.description && { description: schema.description }),
    types: [schema.type ?? []].flat().filter((type: string) => type !== "null"),
    nullable: [schema.type].flat().includes("null") || schema.const === null,
    schema,
    properties: ownProperties(schema),
    ...(schema.additionalProperties && { further: schema.additionalProperties }),
    ...(schema.items && { items: schema.items }),
    variants: [],
  };
  for (const part of schema.allOf ?? []) merge(shape, shapeOf(reference, part));
  addVariants(reference, shape, schema);
  if (shape.types.length === 0 && (shape.properties.length > 0 || shape.further)) shape.types = ["object"];
  return shape;
}

const ownProperties = (schema: Schema): Property[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    schema: property,
    required: (schema.required ?? []).includes(name),
  }));

/** Lays a part of an `allOf` over what is known so far; the part that comes later is the more exact one. */
function merge(shape: Shape, part: Shape): void {
  for (const property of part.properties) {
    const known = shape.properties.find(({ name }) => name === property.name);
    if (!known) shape.properties.push({ ...property });
    else Object.assign(known, { schema: property.schema, required: known.required || property.required });
  }
  const required: string[] = part.schema.required ?? [];
  for (const property of shape.properties) property.required ||= required.includes(property.name);
  shape.types = shape.types.length > 0 ? shape.types : part.types;
  shape.further ??= part.further;
  shape.items ??= part.items;
  if (part.description) shape.description ??= part.description;
  shape.variants.push(...part.variants);
}

function addVariants(reference: Reference, shape: Shape, schema: Schema): void {
  const parts: Schema[] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const nothing = parts.find((part) => isNull(reference.resolve(part)));
  if (nothing) {
    shape.nullable = true;
    const { description } = reference.resolve(nothing);
    if (description) shape.nullMeans = description;
  }
  const rest = parts.filter((part) => part !== nothing);
  if (rest.length === 1 && nothing) {
    // "This or null" reads better as a nullable schema than as a union of two.
    const only = shapeOf(reference, rest[0]);
    const { description, nullable, nullMeans } = shape;
    Object.assign(shape, only, {
      description: description ?? only.description,
      nullable,
      ...(nullMeans && { nullMeans }),
    });
    return;
  }
  for (const part of rest) {
    const resolved = reference.resolve(part);
    if (!part.$ref && byTag(resolved) && !resolved.properties) {
      for (const variant of variantsOf(reference, resolved)) shape.variants.push(variant);
    } else shape.variants.push(variantOf(reference, part, schema.discriminator));
  }
}

const variantsOf = (reference: Reference, union: Schema): Variant[] =>
  (byTag(union) as Schema[]).map((part) => variantOf(reference, part, union.discriminator));

function variantOf(reference: Reference, part: Schema, discriminator: any): Variant {
  const name = reference.nameOf(part);
  const tag: string | undefined = discriminator?.propertyName;
  const values = Object.entries<string>(discriminator?.mapping ?? {})
    .filter(([, pointer]) => pointer === part.$ref)
    .map(([value]) => value);
  if (tag && values.length > 0) return { label: values.join(" | "), tag, schema: part };
  const other = shapeOf(reference, part).properties.find(({ schema }) => reference.resolve(schema).not?.enum);
  if (other) return { label: "any other", tag: other.name, schema: part };
  const resolved = reference.resolve(part);
  const fallback = [resolved.type ?? "value"].flat().join(" or ");
  return {
    label: name ?? (resolved.items ? `${fallback} of ${typeName(reference, resolved.items)}` : fallback),
    schema: part,
  };
}

/** The type in words, such as `string`, `User[]` or `map of string`. */
export function typeName(reference: Reference, node: Schema): string {
  const shape = shapeOf(reference, node);
  const { schema } = shape;
  if (shape.name && (shape.types.includes("object") || shape.variants.length > 0)) return shape.name;
  if (shape.variants.length > 0) return shape.variants.map((v) => typeName(reference, v.schema)).join(" or ");
  if (shape.items) {
    const item = typeName(reference, shape.items);
    return item.includes(" ") ? `array of ${item}` : `${item}[]`;
  }
  if (shape.further && shape.properties.length === 0) {
    return shape.further === true ? "object" : `map of ${typeName(reference, shape.further)}`;
  }
  const type = shape.types.join(" or ") || "any";
  return schema.format && schema.format !== "binary" ? `${type} (${schema.format})` : schema.format ? "binary" : type;
}
