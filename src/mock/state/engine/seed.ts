import type { Obj } from "../../../openapi/document.ts";
import { type Collection, type Membership, parameterExample } from "../routes/roles.ts";
import type { ResourceStore } from "./resource-store.ts";
import { inOrg, samplesOf } from "./samples.ts";

/** Fills a store with the example org: what the document's examples hold, where their path parameters put it. */
export function seedExamples(store: ResourceStore): void {
  const depth = (path: string) => path.split("{").length;
  const collections = [...store.routes.collections.values()].sort((a, b) => depth(a.path) - depth(b.path));
  // What refers to another one is completed when that is there.
  const completions = collections.flatMap((collection) => placeSamples(store, collection));
  for (const complete of completions) complete();
  for (const membership of store.routes.memberships.values()) seedMembers(store, membership);
}

/**
 * Puts the samples of a collection where they belong.
 *
 * @returns what completes them
 */
function placeSamples(store: ResourceStore, collection: Collection): (() => void)[] {
  const { routes, data } = store;
  const list = exampleList(store, collection.path, collection.list ?? collection.get);
  if (list === undefined) return [];
  // What the list holds of itself is there already, where its owner was seeded with it.
  const own = data.collections.has(list) ? data.collection(list) : undefined;
  data.collection(list);
  const completions: (() => void)[] = [];
  const homes = new Set([list]);
  for (const [id, resource] of samplesOf(routes, collection)) {
    if (collection.target && !data.collection(collection.target).has(id)) continue;
    if (own?.has(id)) continue;
    const seeded = inOrg(store.model, resource);
    const home = store.behaviourOf(collection.path).homeOf?.(store, list, seeded) ?? list;
    data.collection(home).set(id, seeded);
    completions.push(() => store.seed(collection, home, seeded, id));
    homes.add(home);
  }
  return [...completions, ...[...homes].map((home) => () => addInitial(store, collection, home))];
}

function seedMembers(store: ResourceStore, { path, target }: Membership): void {
  const operation = store.model.operation("get", path)!;
  const list = exampleList(store, path, operation);
  if (list === undefined) return;
  const known = store.data.collection(target);
  for (const { id } of store.routes.samples(operation)) {
    if (typeof id === "string" && known.has(id)) store.data.membersOf(list).add(id);
  }
}

/** What a list of the example org holds of itself beside the examples: told apart by name. */
function addInitial(store: ResourceStore, collection: Collection, list: string): void {
  const names = new Set([...store.data.collection(list).values()].map(nameOf));
  for (const resource of store.behaviourOf(collection.path).initial?.(store, list) ?? []) {
    const name = nameOf(resource);
    if (name !== undefined && !names.has(name)) store.seed(collection, list, resource);
  }
}

/** What tells resources apart that Okta makes of itself; `undefined` for what has no name. */
function nameOf(resource: Obj): string | undefined {
  const name = resource["name"] ?? resource["notificationType"];
  return name === undefined ? undefined : `${String(resource["type"] ?? resource["claimType"])} ${String(name)}`;
}

/** The path of a list with the ids of the document's examples; `undefined` when one of them is not there. */
function exampleList(store: ResourceStore, path: string, operation: Collection["get"]): string | undefined {
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
    const collection = store.routes.items.get(template);
    const id = collection ? store.idOf(collection, at, value) : value;
    if (id === undefined) return undefined;
    at += `/${encodeURIComponent(id)}`;
  }
  return at;
}
