import type { Obj } from "../../../openapi/document.ts";
import type { MockResponse } from "../http.ts";
import type { Collection, Membership, View } from "../routes/roles.ts";
import { MEMBERS } from "./paths.ts";
import { json, listed, type Placed, present } from "./respond.ts";
import type { Context, ResourceStore } from "./resource-store.ts";
import { select } from "./select.ts";

export function listResources({ store, call, place }: Context, collection: Collection): MockResponse {
  const { query } = call;
  const list = place.path;
  const resources = query?.get("search") ? store.searched(collection, list) : store.list(collection, list);
  let found: Placed[] = [...resources].map(([id, resource]) => ({ list, id, resource }));
  const behaviour = store.behaviourOf(collection.path);
  if (query) behaviour.checkQuery?.(query, store);
  if (behaviour.listed && !query?.get("search") && !query?.get("filter")) {
    found = found.filter(({ resource }) => behaviour.listed!(resource));
  }
  const { sortedBy } = behaviour;
  if (sortedBy) found.sort((a, b) => sortedBy(a.resource).localeCompare(sortedBy(b.resource)));
  if (query) found = select(store, collection, found, call);
  const { listKey } = collection;
  if (listKey === undefined) return listed(call, store, collection, found);
  return json(call, store, { [listKey]: found.map((placed) => present(store, collection, placed, call, true)) });
}

/** One page of resources that live in a collection at the top. */
function listedFrom({ store, call }: Context, target: string, entries: Iterable<[string, Obj]>): MockResponse {
  const collection = store.collectionAt(target);
  let found = [...entries].map(([id, resource]) => ({ list: target, id, resource }));
  if (call.query) found = select(store, collection, found, call);
  return listed(call, store, collection, found);
}

export function listMembers(context: Context, { path, target }: Membership): MockResponse {
  const { store, place } = context;
  const ids = path === MEMBERS ? store.membersOf(place.params["groupId"]!) : store.data.membersOf(place.path);
  return listedFrom(context, target, entriesOf(store, target, ids));
}

function* entriesOf(store: ResourceStore, target: string, ids: Iterable<string>): Generator<[string, Obj]> {
  const all = store.data.collection(target);
  for (const id of ids) {
    const resource = all.get(id);
    if (resource) yield [id, resource];
  }
}

/** Resources whose own list has the one that is asked about: the groups of a user. */
export function listView(context: Context, { target, through }: View): MockResponse {
  const { store, place } = context;
  const id = Object.values(place.params)[0]!;
  const isIn = ([key, resource]: [string, Obj]) => {
    if (through === MEMBERS && resource["type"] === "BUILT_IN") return true;
    const path = through.replace(/\{[^}]+\}/, encodeURIComponent(key));
    return store.data.members.get(path)?.has(id) || store.data.collections.get(path)?.has(id);
  };
  return listedFrom(context, target, [...store.data.collection(target)].filter(isIn));
}
