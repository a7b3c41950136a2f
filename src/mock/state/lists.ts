import type { Answer, Call } from "../server/call.ts";
import type { Obj } from "../../openapi/document.ts";
import { APPS, hasAll, MEMBERS, USERS } from "./okta.ts";
import type { Collection, Membership, View } from "./roles.ts";
import { brief, json, listed } from "./render.ts";
import { select } from "./select.ts";
import type { Place, Things } from "./things.ts";

export function list(org: Things, call: Call, collection: Collection, place: Place): Answer {
  let found = [...org.of(collection, place.path).values()];
  const { query, operation } = call;
  if (collection.path === USERS && !query?.get("search") && !query?.get("filter")) {
    found = found.filter((user) => user["status"] !== "DEPROVISIONED");
  }
  if (query) found = select(found, collection.path, operation, query, (thing) => assignees(org, collection, thing));
  const { listKey } = collection;
  found = brief(org.model, collection, found);
  return listKey === undefined ? listed(org.model, call, found) : json(org.model, call, { [listKey]: found });
}

/** What an app can be found by beside its own attributes. */
function assignees(org: Things, { path }: Collection, thing: Obj): Record<string, () => unknown[]> {
  if (path !== APPS) return {};
  const ids = (list: string) => () => {
    const collection = org.plan.collections.get(`${APPS}/{appId}/${list}`);
    return collection ? [...org.of(collection, `${APPS}/${String(thing["id"])}/${list}`).keys()] : [];
  };
  return { "user.id": ids("users"), "group.id": ids("groups") };
}

export function members(org: Things, call: Call, { path, target }: Membership, place: Place): Answer {
  const all = org.store.collection(target);
  const ids = path === MEMBERS ? org.membersOf(place.params["groupId"]!) : org.store.membersOf(place.path);
  const found = [...ids].map((id) => all.get(id)).filter((thing) => thing !== undefined);
  return listedFrom(org, call, target, found);
}

/** One page of things that live in a collection elsewhere. */
const listedFrom = ({ model, plan }: Things, call: Call, target: string, found: Obj[]): Answer =>
  listed(model, call, brief(model, plan.collections.get(target)!, found));

export function view(org: Things, call: Call, { target, through }: View, place: Place): Answer {
  const id = Object.values(place.params)[0]!;
  const isIn = ([key, thing]: [string, Obj]) => {
    if (through === MEMBERS && hasAll(thing)) return true;
    const path = through.replace(/\{[^}]+\}/, encodeURIComponent(key));
    return org.store.members.get(path)?.has(id) || org.store.collections.get(path)?.has(id);
  };
  const found = [...org.store.collection(target)].filter(isIn).map(([, thing]) => thing);
  return listedFrom(org, call, target, found);
}
