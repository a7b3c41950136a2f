import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import type { Refs } from "../../../openapi/refs.ts";
import { placeholder } from "../../responses/compose.ts";
import { allowsNull, discriminatorOf, shapeOf, withoutNull } from "../../responses/shape.ts";

interface Composing {
  refs: Refs;
  /** Properties at the top that are taken from the request although the response declares them as the server's. */
  keeps: ReadonlySet<string>;
}

/**
 * What the server keeps of a body: without what it never returns, and with what only it sets as that was before.
 *
 * @param schema of the resource in responses
 * @param previous the resource as it was; empty for a new one
 */
export function composeResource(
  refs: Refs,
  schema: Schema,
  body: Obj,
  previous: Obj,
  keeps: readonly string[] = [],
): Obj {
  const tag = discriminatorOf(refs, schema)?.propertyName;
  const sent = tag !== undefined && body[tag] == null && tag in previous ? { ...body, [tag]: previous[tag] } : body;
  return object({ refs, keeps: new Set(keeps) }, schema, sent, previous, 0);
}

function object(composing: Composing, schema: Schema, body: Obj, previous: Obj, depth: number): Obj {
  const { refs, keeps } = composing;
  const { properties, required, open } = shapeOf(refs, schema, body);
  const out: Obj = {};
  for (const [name, property] of properties) {
    const access = accessOf(refs, property);
    if (access === "write-only") continue;
    const isOwn = access === "read-only" && !(depth === 0 && keeps.has(name));
    const isCleared = body[name] === null && !takesNull(refs, property);
    if (isOwn || (isCleared && required.has(name))) {
      if (Object.hasOwn(previous, name)) out[name] = previous[name];
    } else if (Object.hasOwn(body, name) && !isCleared) {
      out[name] = part(composing, property, body[name], previous[name], depth + 1);
    }
  }
  Object.assign(
    out,
    furtherIn(body, properties, (name) => open || depth > 0 || keeps.has(name)),
  );
  return out;
}

/** What a body has beside the properties of its schema: attributes of one's own are further down, in profiles. */
function furtherIn(body: Obj, properties: Map<string, Schema>, isKept: (name: string) => boolean): Obj {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name]) => !properties.has(name) && name !== "__proto__" && !name.startsWith("_") && isKept(name),
    ),
  );
}

/** Whether a response can show `null`: what cannot is left out, or stays as it was if it has to be there. */
function takesNull(refs: Refs, property: Schema): boolean {
  const { type, anyOf, oneOf, allOf, properties } = refs.resolve(property);
  return !(type ?? anyOf ?? oneOf ?? allOf ?? properties) || allowsNull(refs, property);
}

function accessOf(refs: Refs, property: Schema): "write-only" | "read-only" | "both" {
  const rule = refs.resolve(property);
  if (rule.writeOnly || property.writeOnly) return "write-only";
  return rule.readOnly || property.readOnly ? "read-only" : "both";
}

function part(composing: Composing, schema: Schema, sent: unknown, previous: unknown, depth: number): unknown {
  if (depth > 20) return sent;
  const rule = withoutNull(composing.refs, schema);
  if (isObject(sent)) return object(composing, rule, sent, isObject(previous) ? previous : {}, depth);
  if (Array.isArray(sent) && rule.items) {
    return sent.map((item, i) =>
      part(composing, rule.items!, item, Array.isArray(previous) ? previous[i] : undefined, depth + 1),
    );
  }
  return sent;
}

/** Gives a resource what its schema requires and nothing has set: only documents other than Okta's need it. */
export function fillRequired(refs: Refs, schema: Schema, resource: Obj): void {
  const { properties, required } = shapeOf(refs, schema, resource);
  for (const name of required) {
    const property = properties.get(name);
    if (property && resource[name] === undefined) resource[name] = placeholder(refs, property);
  }
}
