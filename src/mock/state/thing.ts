import { compose } from "../responses/compose.ts";
import { invalid } from "../server/errors.ts";
import { oktaId, randomText } from "../responses/ids.ts";
import type { ApiModel } from "../model/model.ts";
import { isObject, type Obj, type Schema } from "../../openapi/document.ts";
import { discriminatorOf } from "../responses/shape.ts";
import { DEFAULTED, UNIQUE } from "./okta.ts";
import { type Plan } from "./plan.ts";
import { type Collection, idIn, parameterExample } from "./roles.ts";

/** A copy in which texts that equal a sample's id, or name it in a link, have the new one. */
export function replaceText(value: unknown, ids: readonly (readonly [unknown, string])[], inLink = false): unknown {
  if (typeof value === "string") {
    let text = value;
    for (const [old, id] of ids) {
      if (typeof old !== "string" || old === "" || old === id) continue;
      if (text === old) return id;
      if (inLink)
        text = text
          .split("/")
          .map((part) => (part === old ? id : part))
          .join("/");
    }
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => replaceText(item, ids, inLink));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaceText(inner, ids, inLink || name === "_links")]),
  );
}

/** Puts a body over a thing: objects are merged, everything else is replaced. @param drop whether `null` removes */
export function merge(thing: Obj, body: Obj, drop = false): Obj {
  const out: Obj = { ...thing };
  for (const [name, value] of Object.entries(body)) {
    if (name === "__proto__") continue;
    const old = Object.hasOwn(thing, name) ? thing[name] : undefined;
    if (value === null && drop) delete out[name];
    else out[name] = isObject(value) ? merge(isObject(old) ? old : {}, value, drop) : value;
  }
  return out;
}

/** The example that a new thing takes after: of the same variant where things have variants. */
function sampleFor(model: ApiModel, plan: Plan, { schema, create, get }: Collection, body: Obj): Obj {
  const tag = discriminatorOf(model.refs, schema)?.propertyName;
  const samples = [...plan.samples(create), ...plan.samples(get), ...model.examples.of(schema.$ref ?? "")];
  if (tag === undefined) return samples[0] ?? {};
  return samples.find((sample) => sample[tag] === body[tag]) ?? common(samples[0] ?? {});
}

/** What things of all variants have: what stands in a sample of another one is not theirs. */
function common(sample: Obj): Obj {
  const shared = ["id", "created", "lastUpdated", "accessibility", "_links"].filter((name) => name in sample);
  return Object.fromEntries(shared.map((name) => [name, sample[name]]));
}

/**
 * Makes a thing of a body: what was given, what the server sets, an id of its own and links that lead to it.
 *
 * @param params ids in the path, in the place of the example's
 * @param given the id, where it is another thing's
 */
export function born(
  model: ApiModel,
  plan: Plan,
  collection: Collection,
  body: Obj,
  params: Record<string, string>,
  given?: string,
): { id: string; thing: Obj } {
  const example = sampleFor(model, plan, collection, body);
  const exampleId = idIn(example, collection.idAt);
  const id = given ?? bodyId(body, collection) ?? newId(collection, exampleId);
  const old = Object.entries(params).map(
    ([name, value]) => [parameterExample(collection.get.parameter(name, "path")), value] as const,
  );
  const sample = replaceText(example, [[exampleId, id], ...old]) as Obj;
  const made = compose(model.refs, collection.schema, body, sample);
  if (isObject(sample["_links"]) && made["_links"] === undefined) made["_links"] = sample["_links"];
  for (const name of DEFAULTED[collection.path] ?? []) {
    const [standard, own] = [sample[name], made[name]];
    if (isObject(standard)) made[name] = isObject(own) ? merge(standard, own) : structuredClone(standard);
  }
  const thing = inOrderOf(sample, made);
  if (collection.idAt.length === 1) thing[collection.idAt[0]!] = id;
  return { id, thing };
}

/** The properties that both have first, in the order of the sample. */
const inOrderOf = (sample: Obj, thing: Obj): Obj => ({
  ...Object.fromEntries(Object.keys(sample).flatMap((name) => (name in thing ? [[name, thing[name]]] : []))),
  ...thing,
});

/** The id that a body brings: things that are named by their maker are found by that name. */
const bodyId = (body: Obj, { idAt }: Collection) => (idAt[0] === "id" ? undefined : idIn(body, idAt));

const newId = ({ prefix }: Collection, sampleId: string | undefined) =>
  prefix !== undefined ? oktaId(prefix) : randomText(sampleId?.length ?? 20);

/** A thing after a body was put in its place, or over it. @param drop whether `null` removes a property */
export function changed(model: ApiModel, schema: Schema, thing: Obj, body: Obj, over: boolean, drop = false): Obj {
  const next = compose(model.refs, schema, over ? merge(thing, body, drop) : body, thing, true);
  for (const name of ["_links", "credentials", "type"]) {
    if (next[name] === undefined && thing[name] !== undefined) next[name] = thing[name];
  }
  if (typeof thing["lastUpdated"] === "string") next["lastUpdated"] = new Date().toISOString();
  return next;
}

/** @throws Refusal 400 when another thing of the collection has the same name */
export function checkUnique(path: string, things: Map<string, Obj>, thing: Obj, id: string): void {
  const at = UNIQUE[path];
  const name = at && idIn(thing, at)?.toLowerCase();
  if (!at || name === undefined) return;
  for (const [otherId, other] of things) {
    if (otherId === id || idIn(other, at)?.toLowerCase() !== name) continue;
    const field = at.at(-1)!;
    throw invalid(field, [`${field}: An object with this field already exists in the current organization`]);
  }
}
