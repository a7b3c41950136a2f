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

type Visit = (node: unknown) => unknown;

/** An `anyOf` as a condition, where one of its parts is a tagged union; `undefined` where it must stay. */
function anyOfCondition(document: ApiDocument, anyOf: Schema[], visit: Visit): Condition | undefined {
  const unions = anyOf.filter((part) => tagged(document, part));
  const others = anyOf.filter((part) => !unions.includes(part) && !isNull(part)).map(visit);
  const rest = others.length > 1 ? { anyOf: others } : others[0];
  if (unions.length > 1) return undefined;
  const [union] = unions;
  const then = union ? { allOf: byTag(tagged(document, union)!, rest ?? visit(resolved(document, union))) } : rest;
  if (!then) return undefined;
  return { if: anyOf.some(isNull) ? { not: { type: "null" } } : (true as never), then };
}

function narrowedSchema(document: ApiDocument, schema: Schema, visit: Visit): Record<string, unknown> {
  const { anyOf, oneOf, ...rest } = schema;
  const copy: Record<string, unknown> = {};
  const conditions: Condition[] = [];
  if (Array.isArray(anyOf)) {
    const condition = anyOfCondition(document, anyOf, visit);
    if (condition) conditions.push(condition);
    else copy["anyOf"] = visit(anyOf);
  }
  if (Array.isArray(oneOf)) {
    if (tagged(document, schema)) conditions.push(...byTag(schema, { oneOf: visit(oneOf) }));
    else copy["oneOf"] = visit(oneOf);
  }
  for (const key in rest) copy[key] = visit(rest[key as keyof typeof rest]);
  if (conditions.length > 0) copy["allOf"] = [...((copy["allOf"] as unknown[] | undefined) ?? []), ...conditions];
  return copy;
}

/**
 * The same document with its unions written as conditions: a value is held against the one variant that its tag names,
 * so that what is wrong with it is said once, and not for every variant that it never meant to be.
 */
export function narrowed(document: ApiDocument): ApiDocument {
  const visit: Visit = (node) => {
    if (Array.isArray(node)) return node.map(visit);
    return isObject(node) ? narrowedSchema(document, node as Schema, visit) : node;
  };
  // Paths refer to schemas, and hold inline ones; examples, which are data, are not needed to validate.
  return { paths: visit(document.paths), components: visit(document.components) } as ApiDocument;
}
