import { isObject, type Obj, type Schema } from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";
import { allowsNull, shapeOf, withoutNull } from "./shape.ts";

/** Times that belong to the making of a thing; other times of a sample are those of its own history. */
const BIRTH = new Set(["created", "lastUpdated", "lastMembershipUpdated", "statusChanged"]);
const now = () => new Date().toISOString();

/**
 * Makes what the server would answer to a body: what was given, without what is never returned, and beside it what the
 * server sets, after a sample where there is one.
 *
 * @param given the body; what the server sets of itself is ignored in it
 * @param sample an answer of the same kind
 * @param changes whether the sample is the thing as it was, whose times stay; else they are those of a new thing
 */
export function compose(refs: Refs, schema: Schema, given: Obj, sample: unknown, changes = false): Obj {
  return object({ refs, changes }, schema, given, isObject(sample) ? sample : {}, 0);
}

interface Making {
  refs: Refs;
  changes: boolean;
}

function object(making: Making, schema: Schema, given: Obj, sample: Obj, depth: number): Obj {
  const { refs } = making;
  const { properties, required, open } = shapeOf(refs, schema, given);
  const out: Obj = {};
  for (const [name, property] of properties) {
    const rule = refs.resolve(property);
    const readOnly = rule.readOnly || property.readOnly;
    if (rule.writeOnly || property.writeOnly) continue;
    if (Object.hasOwn(given, name) && !readOnly) {
      out[name] = part(making, property, given[name], sample[name], depth + 1);
    } else if (required.has(name)) {
      out[name] = fromServer(making, name, property, sample[name], depth + 1);
    } else if (readOnly && depth === 0 && Object.hasOwn(sample, name) && name !== "_embedded") {
      const unset = !making.changes && !BIRTH.has(name) && isScalar(refs, property) && allowsNull(refs, property);
      out[name] = unset ? null : fromServer(making, name, property, sample[name], depth + 1);
    } else if (making.changes && readOnly && Object.hasOwn(sample, name)) out[name] = sample[name];
  }
  for (const [name, value] of Object.entries(given)) {
    // A body can be of another shape than the answer; attributes of one's own are further down, in profiles.
    const own = !properties.has(name) && name !== "__proto__" && !name.startsWith("_");
    if (own && (open || depth > 0)) out[name] = value;
  }
  return out;
}

/** What a new thing does not have yet is null, where it may be: the id that another system will give it. */
function isScalar(refs: Refs, schema: Schema): boolean {
  const { type } = withoutNull(refs, schema);
  return ![type].flat().some((name) => name === "object" || name === "array");
}

function part(making: Making, schema: Schema, given: unknown, sample: unknown, depth: number): unknown {
  if (depth > 20) return given;
  const rule = withoutNull(making.refs, schema);
  if (isObject(given)) return object(making, rule, given, isObject(sample) ? sample : {}, depth);
  if (Array.isArray(given) && rule.items) {
    return given.map((item, i) =>
      part(making, rule.items!, item, Array.isArray(sample) ? sample[i] : undefined, depth + 1),
    );
  }
  return given;
}

function fromServer({ refs, changes }: Making, name: string, schema: Schema, sample: unknown, depth: number): unknown {
  if (changes && sample !== undefined) return structuredClone(sample);
  const rule = withoutNull(refs, schema);
  if (rule["format"] === "date-time") return BIRTH.has(name) || !allowsNull(refs, schema) ? now() : null;
  return sample !== undefined ? structuredClone(sample) : placeholder(refs, schema, depth);
}

/** The simplest value of a schema. */
export function placeholder(refs: Refs, schema: Schema, depth = 0): unknown {
  const rule = withoutNull(refs, schema);
  const { const: constant, default: standard, enum: set, example, examples } = rule;
  if (constant !== undefined) return constant;
  if (example !== undefined) return structuredClone(example);
  if (Array.isArray(examples) && examples.length > 0) return structuredClone(examples[0]);
  if (standard !== undefined) return structuredClone(standard);
  if (set) return set[0];
  const known = rule["x-extensible-enum"];
  if (Array.isArray(known)) return known[0];
  if (allowsNull(refs, schema) || depth > 20) return null;
  const type = Array.isArray(rule.type) ? rule.type[0] : rule.type;
  if (type === "string") return rule["format"] === "date-time" ? now() : "example";
  if (type === "boolean") return false;
  if (type === "integer" || type === "number") return rule["minimum"] ?? 0;
  if (type === "array") return [];
  return object({ refs, changes: false }, rule, {}, {}, depth + 1);
}
