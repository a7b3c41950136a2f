import { isObject, type Obj } from "../../openapi/document.ts";
import { type Plan } from "./plan.ts";
import { type Collection, idIn, parameterExample } from "./roles.ts";
import { replaceText } from "./thing.ts";
import type { Things } from "./things.ts";

/** Things of a collection in the document's examples, by their id. */
export function seedsOf(plan: Plan, collection: Collection): Map<string, Obj> {
  const { get, list, idAt, param, summary } = collection;
  const seeds = new Map<string, Obj>();
  const samples = plan.samples(get);
  const named = parameterExample(get.parameter(param, "path"));
  for (const sample of samples) {
    const id = idIn(sample, idAt) ?? (typeof named === "string" ? named : undefined);
    if (id !== undefined && !seeds.has(id)) seeds.set(id, structuredClone(sample));
  }
  for (const item of plan.samples(list, collection.listKey)) {
    const id = idIn(item, idAt);
    if (id === undefined) continue;
    const known = seeds.get(id);
    if (!known) seeds.set(id, structuredClone(summary ? { ...samples[0], ...item } : item));
    else if (summary) seeds.set(id, structuredClone({ ...item, ...known }));
  }
  return seeds;
}

/** Fills a store with the example org: what the document's examples hold, where their path parameters put it. */
export function seed(org: Things): void {
  const { model, plan, store } = org;
  const depth = (path: string) => path.split("{").length;
  const collections = [...plan.collections.values()].sort((a, b) => depth(a.path) - depth(b.path));
  const place = (path: string, operation: Collection["get"]): string | undefined => {
    let at = "";
    let template = "";
    for (const segment of path.slice(1).split("/")) {
      template += `/${segment}`;
      if (!segment.startsWith("{")) {
        at += `/${segment}`;
        continue;
      }
      const value = parameterExample(operation.parameter(segment.slice(1, -1), "path"));
      if (typeof value !== "string") return undefined;
      const id = plan.items.has(template) ? org.idOf(at, value) : value;
      if (id === undefined) return undefined;
      at += `/${encodeURIComponent(id)}`;
    }
    return at;
  };
  for (const collection of collections) {
    const path = place(collection.path, collection.list ?? collection.get);
    if (path === undefined) continue;
    const things = store.collection(path);
    for (const [id, thing] of seedsOf(plan, collection)) {
      if (!collection.target || store.collection(collection.target).has(id)) things.set(id, thing);
    }
  }
  for (const membership of plan.memberships.values()) {
    const list = model.operation("get", membership.path)!;
    const path = place(membership.path, list);
    if (path === undefined) continue;
    for (const sample of plan.samples(list)) {
      const id = sample["id"];
      if (typeof id === "string" && store.collection(membership.target).has(id)) store.membersOf(path).add(id);
    }
  }
}

/** A thing of which there is one, after the document's example, with the ids of the path that it is asked by. */
export function seedSingle(plan: Plan, get: Collection["get"], params: Record<string, string>): Obj {
  const [sample] = plan.samples(get);
  const replacements = Object.entries(params).map(
    ([name, id]) => [parameterExample(get.parameter(name, "path")), id] as const,
  );
  return replaceText(isObject(sample) ? structuredClone(sample) : {}, replacements) as Obj;
}
