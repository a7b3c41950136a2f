import type { Call } from "../server/call.ts";
import { notFound } from "../server/errors.ts";
import type { ApiModel } from "../model/model.ts";
import type { Obj } from "../../openapi/document.ts";
import { followGroups } from "./accounts.ts";
import { ACCOUNTS, GROUPS, hasAll, MEMBERS, REFERENCES, USERS } from "./okta.ts";
import type { Plan } from "./plan.ts";
import type { Collection, Role } from "./roles.ts";
import { seedsOf, seedSingle } from "./seed.ts";
import type { Store } from "./store.ts";
import { goesBy } from "./users.ts";

/** Where a call leads in the state: its path with the ids of things instead of the names they go by. */
export interface Place {
  /** Path of the thing or list. */
  path: string;
  /** Path of the list that the path's last parameter is in. */
  list: string;
  /** Id of the thing that the last parameter names. */
  id: string;
  params: Record<string, string>;
}

/** The things of an org, found by the paths of calls. */
export class Things {
  readonly model: ApiModel;
  readonly plan: Plan;
  readonly store: Store;

  constructor(model: ApiModel, plan: Plan, store: Store) {
    this.model = model;
    this.plan = plan;
    this.store = store;
  }

  /** The id of a thing that was asked for by id or by a name that it goes by. @param path of its collection */
  idOf(path: string, id: string): string | undefined {
    const things = this.store.collection(path);
    if (things.has(id)) return id;
    for (const [key, thing] of things) {
      if (path === USERS && (id === "me" || goesBy(thing, id))) return key;
      if (id === "default" && (thing["default"] === true || thing["isDefault"] === true)) return key;
    }
    return undefined;
  }

  /** @throws Refusal 404 when a collection at the top has no such thing */
  require(path: string, id: string): string {
    const collection = this.plan.collections.get(path);
    const found = collection ? this.idOf(path, id) : id;
    if (found === undefined) throw notFound(id, collection!.kind);
    return found;
  }

  /** Ids of the users of a group; all are in the one that Okta has built in. */
  membersOf(groupId: string): Iterable<string> {
    const group = this.store.collection(GROUPS).get(groupId);
    if (hasAll(group)) return this.store.collection(USERS).keys();
    return this.store.membersOf(MEMBERS.replace("{groupId}", encodeURIComponent(groupId)));
  }

  /** The things of a list; those that are always there appear with their owner. */
  of(collection: Collection, path: string): Map<string, Obj> {
    if (collection.fixed && !this.store.collections.has(path)) {
      this.store.collections.set(path, seedsOf(this.plan, collection));
    }
    if (collection.path === ACCOUNTS) followGroups(this, collection, path);
    return this.store.collection(path);
  }

  /** @throws Refusal 404 */
  at(collection: Collection, { list, id }: Place): Obj {
    const thing = this.of(collection, list).get(id);
    if (!thing) throw notFound(id, collection.kind);
    return thing;
  }

  /** The one thing of a path, after the document's example until it is changed. */
  single(get: Collection["get"], { path, params }: Pick<Place, "path" | "params">): Obj {
    let thing = this.store.single.get(path);
    if (!thing) this.store.single.set(path, (thing = seedSingle(this.plan, get, params)));
    return thing;
  }

  /** @throws Refusal 404 for a thing on the way that is not there; whether the last one is there, its role decides */
  place({ operation, params }: Call, role: Role | undefined): Place {
    const place: Place = { path: "", list: "", id: "", params: {} };
    let template = "";
    for (const segment of operation.path.slice(1).split("/")) {
      template += `/${segment}`;
      if (!segment.startsWith("{")) {
        place.path += `/${segment}`;
        continue;
      }
      const name = segment.slice(1, -1);
      const given = params[name]!;
      const collection = this.plan.items.get(template);
      const target = collection ? collection.target : REFERENCES[name];
      place.list = place.path;
      place.id = target ? this.require(target, given) : given;
      if (collection) {
        this.of(collection, place.list);
        const found = this.idOf(place.list, place.id);
        const decidedLater = template === operation.path && role && "collection" in role;
        if (found === undefined && !decidedLater) throw notFound(given, collection.kind);
        place.id = found ?? place.id;
      }
      place.params[name] = place.id;
      place.path += `/${encodeURIComponent(place.id)}`;
    }
    return place;
  }

  /** Takes a thing out of all lists that have it by its id. @param target path of the collection in which it lives */
  unlist(target: string, id: string): void {
    const { members, collections } = this.store;
    const templateOf = (path: string) => this.model.router.find(path)?.template ?? "";
    for (const [path, ids] of members) {
      if (ids.has(id) && this.plan.memberships.get(templateOf(path))?.target === target) ids.delete(id);
    }
    for (const [path, things] of collections) {
      if (things.has(id) && this.plan.collections.get(templateOf(path))?.target === target) things.delete(id);
    }
  }
}
