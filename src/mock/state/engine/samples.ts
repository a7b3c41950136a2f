import { isObject, type Obj } from "../../../openapi/document.ts";
import type { ApiModel } from "../../model/model.ts";
import { type Collection, idIn, parameterExample } from "../routes/roles.ts";
import type { Routes } from "../routes/routes.ts";
import { ORG } from "./paths.ts";

/** Resources of a collection in the document's examples, by their id. */
export function samplesOf(routes: Routes, collection: Collection): Map<string, Obj> {
  const { get, list, idAt, param, summary } = collection;
  const found = new Map<string, Obj>();
  const samples = routes.samples(get);
  const named = parameterExample(get.parameter(param, "path"));
  for (const sample of samples) {
    const id = idIn(sample, idAt) ?? (typeof named === "string" ? named : undefined);
    if (id !== undefined && !found.has(id)) found.set(id, structuredClone(sample));
  }
  for (const item of routes.samples(list, collection.listKey)) {
    const id = idIn(item, idAt);
    if (id === undefined) continue;
    const known = found.get(id);
    if (!known) found.set(id, structuredClone(summary ? { ...samples[0], ...item } : item));
    else if (summary) found.set(id, structuredClone({ ...item, ...known }));
  }
  return found;
}

/** A resource of which there is one, after the document's example, with the ids of the path that it is asked by. */
export function sampleSingle(routes: Routes, get: Collection["get"], params: Record<string, string>): Obj {
  const [sample] = routes.samples(get);
  const ids = Object.entries(params).map(([name, id]) => [parameterExample(get.parameter(name, "path")), id] as const);
  return replaceIds(isObject(sample) ? structuredClone(sample) : {}, ids) as Obj;
}

/** A copy in which texts that equal an id, or name it in a link, have the new one. */
export function replaceIds(value: unknown, ids: readonly (readonly [unknown, string])[], inLink = false): unknown {
  if (typeof value === "string") {
    const whole = ids.find(([old]) => old === value);
    if (whole) return whole[1];
    if (!inLink) return value;
    return value
      .split("/")
      .map((segment) => ids.find(([old]) => old === segment)?.[1] ?? segment)
      .join("/");
  }
  if (Array.isArray(value)) return value.map((item) => replaceIds(item, ids, inLink));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaceIds(inner, ids, inLink || name === "_links")]),
  );
}

/** An example whose addresses are the org's own. */
export function inOrg({ origin }: ApiModel, resource: Obj): Obj {
  return origin === "" ? resource : (JSON.parse(JSON.stringify(resource).replaceAll(origin, ORG)) as Obj);
}
