import type { Reference, Schema } from "../model/reference.ts";
import { type Property, shapeOf, type Variant } from "./shape.ts";

export interface Union {
  /** Properties that all known kinds have alike. */
  common: Property[];
  /** What a kind has besides; without an entry the kind is shown whole. */
  own: Map<Variant, Property[]>;
}

/** The label of the variant that stands for kinds not known yet. */
export const OTHER = "any other";

export const idPart = (text: string): string => text.replace(/[^\w.:-]+/g, "_");

const keyOf = ({ name, required, schema }: Property): string => `${name} ${required} ${JSON.stringify(schema)}`;

/** Takes apart what the kinds of a union share and what each has of its own. */
export function commonOf(reference: Reference, variants: Variant[]): Union {
  const shapes = variants.map((variant) => ({ variant, shape: shapeOf(reference, variant.schema) }));
  const known = shapes.filter(({ variant }) => variant.label !== OTHER);
  const plain =
    known.length > 1 && known.every(({ shape }) => shape.properties.length > 0 && shape.variants.length === 0);
  if (!plain) return { common: [], own: new Map() };
  const [first, ...rest] = known.map(({ shape }) => new Set(shape.properties.map(keyOf)));
  const shared = new Set([...first!].filter((key) => rest.every((keys) => keys.has(key))));
  const common = known[0]!.shape.properties.filter((property) => shared.has(keyOf(property)));
  const own = new Map(
    shapes.map(({ variant, shape }) => [variant, shape.properties.filter((property) => !shared.has(keyOf(property)))]),
  );
  return { common, own };
}

/** The variant that a value is of, by the tag that it carries. */
export function variantOfValue(reference: Reference, schema: Schema, value: unknown): Variant | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const tagged = shapeOf(reference, schema).variants.filter(({ tag }) => tag !== undefined);
  return tagged.find(({ tag, label }) => {
    const at = (value as Record<string, unknown>)[tag!];
    return label !== OTHER && typeof at === "string" && label.split(" | ").includes(at);
  });
}
