import { isObject, type Obj, type Schema } from "../../openapi/document.ts";
import { exampleOf } from "../../openapi/examples.ts";
import type { Refs } from "../../openapi/refs.ts";
import { allowsNull, shapeOf, withoutNull } from "./shape.ts";

/** Times that belong to the creation of a resource; other times of a sample are those of its own history. */
const ON_CREATION = new Set(["created", "lastUpdated", "lastMembershipUpdated", "statusChanged"]);
const now = () => new Date().toISOString();

/**
 * Makes what the server would respond to a body: what was sent, without what is never returned, and beside it what the
 * server sets, after a sample where there is one.
 *
 * @param sent the body; what the server sets of itself is ignored in it
 * @param sample a response of the same kind
 * @param changes whether the sample is the resource as it was, whose times stay; else they are those of a new one
 */
export function compose(refs: Refs, schema: Schema, sent: Obj, sample: unknown, changes = false): Obj {
  return object({ refs, changes }, schema, sent, isObject(sample) ? sample : {}, 0);
}

interface Composing {
  refs: Refs;
  changes: boolean;
}

function object(composing: Composing, schema: Schema, sent: Obj, sample: Obj, depth: number): Obj {
  const { refs } = composing;
  const { properties, required, open } = shapeOf(refs, schema, sent);
  const out: Obj = {};
  for (const [name, property] of properties) {
    const value = propertyOf(composing, { name, property, required: required.has(name) }, sent, sample, depth);
    if (value !== undefined) out[name] = value;
  }
  for (const [name, value] of Object.entries(sent)) {
    // A body can be of another shape than the response; attributes of one's own are further down, in profiles.
    const own = !properties.has(name) && name !== "__proto__" && !name.startsWith("_");
    if (own && (open || depth > 0)) out[name] = value;
  }
  return out;
}

/** The value of one property; `undefined` where it has none. */
function propertyOf(
  composing: Composing,
  { name, property, required }: { name: string; property: Schema; required: boolean },
  sent: Obj,
  sample: Obj,
  depth: number,
): unknown {
  const { refs, changes } = composing;
  const rule = refs.resolve(property);
  const readOnly = rule.readOnly || property.readOnly;
  if (rule.writeOnly || property.writeOnly) return undefined;
  if (Object.hasOwn(sent, name) && !readOnly) return part(composing, property, sent[name], sample[name], depth + 1);
  if (required) return fromServer(composing, name, property, sample[name], depth + 1);
  if (!readOnly || !Object.hasOwn(sample, name)) return undefined;
  if (depth > 0 || name === "_embedded") return changes ? sample[name] : undefined;
  return isUnset(composing, name, property) ? null : fromServer(composing, name, property, sample[name], depth + 1);
}

/** What a new resource does not have yet is null, where it may be: the id that another system will give it. */
function isUnset({ refs, changes }: Composing, name: string, schema: Schema): boolean {
  if (changes || ON_CREATION.has(name) || !allowsNull(refs, schema)) return false;
  const { type } = withoutNull(refs, schema);
  return ![type].flat().some((kind) => kind === "object" || kind === "array");
}

function part(composing: Composing, schema: Schema, sent: unknown, sample: unknown, depth: number): unknown {
  if (depth > 20) return sent;
  const rule = withoutNull(composing.refs, schema);
  if (isObject(sent)) return object(composing, rule, sent, isObject(sample) ? sample : {}, depth);
  if (Array.isArray(sent) && rule.items) {
    return sent.map((item, i) =>
      part(composing, rule.items!, item, Array.isArray(sample) ? sample[i] : undefined, depth + 1),
    );
  }
  return sent;
}

function fromServer(
  { refs, changes }: Composing,
  name: string,
  schema: Schema,
  sample: unknown,
  depth: number,
): unknown {
  if (changes && sample !== undefined) return structuredClone(sample);
  const rule = withoutNull(refs, schema);
  if (rule["format"] === "date-time") return ON_CREATION.has(name) || !allowsNull(refs, schema) ? now() : null;
  return sample !== undefined ? structuredClone(sample) : placeholder(refs, schema, depth);
}

/** The simplest value of a schema. */
export function placeholder(refs: Refs, schema: Schema, depth = 0): unknown {
  const rule = withoutNull(refs, schema);
  const declared = rule["const"] ?? exampleOf(refs, { schema: rule });
  if (declared !== undefined) return structuredClone(declared);
  if (allowsNull(refs, schema) || depth > 20) return null;
  switch (Array.isArray(rule.type) ? rule.type[0] : rule.type) {
    case "string":
      return rule["format"] === "date-time" ? now() : "example";
    case "boolean":
      return false;
    case "integer":
    case "number":
      return rule["minimum"] ?? 0;
    case "array":
      return [];
  }
  return object({ refs, changes: false }, rule, {}, {}, depth + 1);
}
