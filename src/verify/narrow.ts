import { type ApiDocument, isObject, resolved, type Schema } from "./schema.ts";

interface Condition {
  if: object;
  then: unknown;
}

const isNull = (part: Schema) => part.type === "null";

/** The tagged union that a part is or refers to. */
export function tagged(document: ApiDocument, part: Schema): Schema | undefined {
  const found = resolved(document, part);
  return found?.oneOf && found.discriminator?.mapping ? found : undefined;
}

/** One condition a tag, and one for all other tags. */
function byTag(union: Schema, others: unknown): Condition[] {
  const { propertyName, mapping } = union.discriminator!;
  const tags = Object.keys(mapping!);
  const has = (tag: object) => ({ type: "object", required: [propertyName], properties: { [propertyName]: tag } });
  return [
    ...tags.map((tag) => ({ if: has({ const: tag }), then: { $ref: mapping![tag] } })),
    { if: { not: has({ enum: tags }) }, then: others },
  ];
}

/**
 * The same document with its unions written as conditions: a value is held against the one variant that its tag names,
 * so that what is wrong with it is said once, and not for every variant that it never meant to be.
 */
export function narrowed(document: ApiDocument): ApiDocument {
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isObject(node)) return node;
    const schema = node as Schema;
    const { anyOf, oneOf, ...rest } = schema;
    const conditions: Condition[] = [];
    const kept: Schema = {};
    if (Array.isArray(anyOf)) {
      const unions = anyOf.filter((part) => tagged(document, part));
      const others = anyOf.filter((part) => !unions.includes(part) && !isNull(part)).map(visit);
      const rest = others.length === 1 ? others[0] : others.length > 1 ? { anyOf: others } : undefined;
      const inner =
        unions.length === 1
          ? { allOf: byTag(tagged(document, unions[0]!)!, rest ?? visit(resolved(document, unions[0]))) }
          : unions.length === 0 && rest;
      if (!inner) kept.anyOf = visit(anyOf) as Schema[];
      else if (anyOf.some(isNull)) conditions.push({ if: { not: { type: "null" } }, then: inner });
      else conditions.push({ if: true as never, then: inner });
    }
    if (Array.isArray(oneOf)) {
      if (tagged(document, schema)) conditions.push(...byTag(schema, { oneOf: visit(oneOf) }));
      else kept.oneOf = visit(oneOf) as Schema[];
    }
    const copy: Record<string, unknown> = { ...kept };
    for (const key in rest) copy[key] = visit(rest[key as keyof typeof rest]);
    if (conditions.length > 0) copy["allOf"] = [...((copy["allOf"] as unknown[] | undefined) ?? []), ...conditions];
    return copy;
  };
  // Paths refer to schemas, and hold inline ones; examples, which are data, are not needed to validate.
  return { paths: visit(document.paths), components: visit(document.components) } as ApiDocument;
}
