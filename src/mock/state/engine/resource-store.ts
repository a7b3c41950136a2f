import type { Obj } from "../../../openapi/document.ts";
import type { ApiModel } from "../../model/model.ts";
import { type Call, type MockResponse, notFound } from "../http.ts";
import type { Routes } from "../routes/routes.ts";
import { type Collection, idIn, parameterExample, type Role, type Single } from "../routes/roles.ts";
import type { OrgData } from "../store.ts";
import { merge, textAt } from "./fill.ts";
import { APPS, CLIENT, ELSEWHERE, lastOf, MEMBERS, REFERENCES } from "./paths.ts";
import type { Grammar } from "./filter-expression.ts";
import { inOrg, sampleSingle, samplesOf } from "./samples.ts";
import { SearchLag } from "./search-lag.ts";

/** Where a call leads in the state: its path with the ids of resources instead of the names they go by. */
export interface Place {
  /** Path of the resource or list. */
  path: string;
  /** Path of the list that the path's last parameter is in. */
  list: string;
  /** Id of the resource that the last parameter names. */
  id: string;
  params: Record<string, string>;
}

/** Where a resource is. */
export interface At {
  store: ResourceStore;
  /** Path of its list, with the ids of what it belongs to. */
  list: string;
  id: string;
  /** Its own path. */
  path: string;
  /** Ids in that path, by the names of the document's parameters. */
  params: Record<string, string>;
}

/** A resource that is created, or changed when there is a previous one. */
export interface Change extends At {
  body: Obj;
  query: URLSearchParams | undefined;
  previous: Obj | undefined;
  /** Whether what the body leaves out stays. */
  partial?: boolean;
}

/** What a special operation works on. */
export interface Context {
  store: ResourceStore;
  call: Call;
  place: Place;
}

export type Handler = (context: Context) => MockResponse | Promise<MockResponse>;

/** Looks up one value of `expand`; `argument` is what follows a `/`. */
type Embed = (resource: Obj, at: At, argument: string) => unknown;

/** What one kind of resource does beside what all do: what the document does not say. Each part can be left out. */
export interface Behaviour {
  /** What ids begin with, where the document's examples do not show it. */
  prefix?: string;
  newId?(change: Change): string;
  /** Properties that no two of a list share. */
  unique?: readonly (readonly string[])[];
  /** How a second one with such a property is refused, where not by 400 E0000001. */
  taken?(): Error;
  /** Properties that the response declares as set by the server, and Okta takes from a request all the same. */
  keeps?: readonly string[];
  /** Properties that stay when a replacement leaves them out. */
  retains?: readonly string[];
  /** Another form of a body, before anything is made of it. */
  prepare?(body: Obj, change: Change): Obj;
  /** @throws ApiError when Okta would not create or change this */
  check?(resource: Obj, change: Change): void;
  /** Fills in what Okta sends of itself. Called for created, changed and seeded resources. */
  complete?(resource: Obj, change: Change): void;
  /** After a resource was put into its list. */
  written?(resource: Obj, change: Change): void;
  /** Before a resource is removed. @throws ApiError when Okta keeps it */
  remove?(resource: Obj, at: At, query: URLSearchParams | undefined): void;
  /** `_links` of the resource in its present state. @param listed whether it is one of a list */
  links?(resource: Obj, at: At, listed: boolean): Obj;
  /** Query parameters of a list that Okta does not take together. @throws ApiError */
  checkQuery?(query: URLSearchParams, store: ResourceStore): void;
  /** Last changes before a resource is shown, to a copy of it. */
  show?(resource: Obj, at: At, call: Call): void;
  /** What a list holds that nobody has put anything into. */
  initial?(store: ResourceStore, list: string): Obj[];
  /** The list that an example of the document belongs to, where that is not the one of its path. */
  homeOf?(store: ResourceStore, list: string, resource: Obj): string;
  /** Whether a resource goes by a name that is not its id. */
  goesBy?(resource: Obj, name: string): boolean;
  /** What a list is sorted by, where that is not the time of creation alone. */
  sortedBy?(resource: Obj): string | number;
  /** Whether a list without `search` and `filter` shows it. */
  listed?(resource: Obj): boolean;
  /** Before a list is read: what has to appear in it, or go. */
  refresh?(store: ResourceStore, list: string): void;
  /** Where `q` looks, whether it finds text in the middle too, and how many at most unless `limit` says, without paging. */
  q?: { in: readonly string[]; anywhere?: boolean; most?: number };
  /** What `filter` takes, where that is not all. */
  filter?: Grammar;
  /** Attributes that `search` finds text in the middle of, where it takes the usual operators only. */
  search?: { contain: readonly string[] };
  /** Attributes for `search` and `filter` that are kept elsewhere. */
  attributes?(resource: Obj, at: At): Record<string, () => unknown[]>;
  /** Query parameters of its list that are no names of properties. `true` for one whose effect lies elsewhere. */
  parameters?: Record<string, true | ((resource: Obj, value: string, at: At) => boolean)>;
  /** Values of `expand`. */
  embeds?: Record<string, Embed>;
  /** Status after a lifecycle call, where it is not the word's own. */
  transition?(resource: Obj, verb: string, context: Context & { at: At }): void;
}

/** The resource of a path of which there is one, before anybody wrote to it. @throws ApiError when there is none */
export type InitialSingle = (store: ResourceStore, place: Pick<Place, "path" | "params">) => Obj;

/** What the kinds of resources do beside what all do. */
export interface Kinds {
  behaviours: ReadonlyMap<string, Behaviour>;
  singles: ReadonlyMap<string, InitialSingle>;
}

const NONE: Behaviour = {};

/** The resources of an org, found by the paths of calls. */
export class ResourceStore {
  readonly model: ApiModel;
  readonly routes: Routes;
  readonly data: OrgData;
  readonly searchLag = new SearchLag();
  clock: { now(): number } = Date;
  /** Whether resources can be created of kinds that the document does not know. */
  allowUnknownKinds = false;
  /** Told of each user whose groups may change by a rule. */
  onUserChange: (userId: string) => void = () => undefined;
  readonly #kinds: Kinds;

  constructor(model: ApiModel, routes: Routes, data: OrgData, kinds: Kinds) {
    this.model = model;
    this.routes = routes;
    this.data = data;
    this.#kinds = kinds;
  }

  /** The present time as Okta writes it. @param after milliseconds from now */
  now(after = 0): string {
    return new Date(this.clock.now() + after).toISOString();
  }

  /** @param template path of a collection, such as `/api/v1/apps/{appId}/users` */
  behaviourOf(template: string): Behaviour {
    return this.#kinds.behaviours.get(template) ?? NONE;
  }

  collectionAt(template: string): Collection {
    return this.routes.collections.get(template)!;
  }

  /** The id of a resource that was asked for by id or by a name that it goes by. @param list path of its list */
  idOf(collection: Collection, list: string, id: string): string | undefined {
    const resources = this.list(collection, list);
    if (resources.has(id)) return id;
    const { goesBy } = this.behaviourOf(collection.path);
    for (const [key, resource] of resources) {
      if (goesBy?.(resource, id)) return key;
      if (id === "default" && (resource["default"] === true || resource["isDefault"] === true)) return key;
    }
    return undefined;
  }

  /** A resource of a collection at the top. */
  get(path: string, id: string): Obj | undefined {
    return this.data.collections.get(path)?.get(id);
  }

  /** @throws ApiError 404 when a collection at the top has no such resource */
  requireId(path: string, id: string): string {
    const collection = this.routes.collections.get(path);
    const found = collection ? this.idOf(collection, path, id) : id;
    if (found === undefined) throw notFound(id, collection!.kind);
    return found;
  }

  /** @throws ApiError 404 when a collection at the top has no such resource */
  require(path: string, id: string): Obj {
    return this.data.collection(path).get(this.requireId(path, id))!;
  }

  /** The resources of a list, with those that are there of themselves. */
  list(collection: Collection, list: string): Map<string, Obj> {
    const behaviour = this.behaviourOf(collection.path);
    if (!this.data.collections.has(list)) {
      const resources = this.data.collection(list);
      if (behaviour.initial)
        for (const resource of behaviour.initial(this, list)) this.seed(collection, list, resource);
      else if (collection.fixed)
        for (const [id, sample] of samplesOf(this.routes, collection)) resources.set(id, sample);
    }
    behaviour.refresh?.(this, list);
    return this.data.collection(list);
  }

  /** The resources of a list as a search sees them. */
  searched(collection: Collection, list: string): Map<string, Obj> {
    return this.searchLag.seen(list, this.list(collection, list), this.clock.now());
  }

  put(list: string, id: string, resource: Obj): void {
    const resources = this.data.collection(list);
    this.searchLag.note(list, id, resources.get(id), this.clock.now());
    resources.set(id, resource);
  }

  /** Forgets a resource with all below it. */
  remove(list: string, id: string): void {
    this.searchLag.note(list, id, this.data.collection(list).get(id), this.clock.now());
    this.data.remove(list, id);
  }

  /** Puts a resource into a list that is there of itself, complete as Okta sends it. */
  seed(collection: Collection, list: string, resource: Obj, id = idIn(resource, collection.idAt)!): void {
    const change: Change = { ...this.at(collection, list, id), body: resource, query: undefined, previous: undefined };
    this.behaviourOf(collection.path).complete?.(resource, change);
    this.data.collection(list).set(id, resource);
  }

  /** @throws ApiError 404 */
  resource(collection: Collection, { list, id }: Pick<Place, "list" | "id">): Obj {
    const resource = this.list(collection, list).get(id);
    if (!resource) throw notFound(id, collection.kind);
    return resource;
  }

  at(collection: Collection, list: string, id: string): At {
    return { store: this, list, id, path: `${list}/${encodeURIComponent(id)}`, params: paramsOf(collection, list, id) };
  }

  /** The resource of a path of which there is one. */
  single(single: Single, place: Pick<Place, "path" | "params">): Obj {
    let resource = this.data.single.get(place.path);
    if (!resource) {
      resource = this.#initialSingle(single, place);
      this.data.single.set(place.path, resource);
    }
    return resource;
  }

  #initialSingle(single: Single, place: Pick<Place, "path" | "params">): Obj {
    const initial = this.#kinds.singles.get(single.path)?.(this, place);
    if (initial && !isExample(single, place.params)) return initial;
    const sample = inOrg(this.model, sampleSingle(this.routes, single.get, place.params));
    return initial ? merge(initial, sample) : sample;
  }

  /** Where a call leads. @throws ApiError 404 for a resource on the way that is not there; of the last, its role decides */
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
      const sent = params[name]!;
      const collection = this.routes.items.get(template);
      const target = collection ? collection.target : (REFERENCES[name] ?? ELSEWHERE[name]);
      place.list = place.path;
      place.id = target ? this.requireId(target, sent) : sent;
      if (name === "clientId" && !this.clientApp(sent)) throw notFound(sent, CLIENT);
      if (collection) {
        const found = this.idOf(collection, place.list, place.id);
        const decidedLater = template === operation.path && role && "collection" in role;
        if (found === undefined && !decidedLater) throw notFound(sent, collection.kind);
        place.id = found ?? place.id;
      }
      place.params[name] = place.id;
      place.path += `/${encodeURIComponent(place.id)}`;
    }
    return place;
  }

  /** The app that goes by this id as an OAuth client. */
  clientApp(clientId: string): Obj | undefined {
    const isClient = (app: Obj) => textAt(app, "credentials", "oauthClient", "client_id") === clientId;
    return this.get(APPS, clientId) ?? [...this.data.collection(APPS).values()].find(isClient);
  }

  /** Ids of the users of a group; all are in the one that Okta has built in. */
  membersOf(groupId: string): Iterable<string> {
    if (this.get("/api/v1/groups", groupId)?.["type"] === "BUILT_IN")
      return this.data.collection("/api/v1/users").keys();
    return this.data.membersOf(MEMBERS.replace("{groupId}", encodeURIComponent(groupId)));
  }

  /** Takes a resource out of all lists that have it by its id. @param target path of the collection in which it lives */
  unlist(target: string, id: string): void {
    const { members, collections } = this.data;
    const templateOf = (path: string) => this.model.router.find(path)?.template ?? "";
    for (const [path, ids] of members) {
      if (ids.has(id) && this.routes.memberships.get(templateOf(path))?.target === target) ids.delete(id);
    }
    for (const [path, resources] of collections) {
      if (resources.has(id) && this.routes.collections.get(templateOf(path))?.target === target) resources.delete(id);
    }
  }
}

/** Whether a path is the one of the document's example. */
function isExample({ get }: Single, params: Record<string, string>): boolean {
  const values = Object.entries(params);
  return values.length > 0 && values.every(([name, value]) => parameterExample(get.parameter(name, "path")) === value);
}

/** Values of the parameters in the path of a resource. */
function paramsOf({ item }: Collection, list: string, id: string): Record<string, string> {
  const parts = [...list.split("/"), encodeURIComponent(id)];
  const params: Record<string, string> = {};
  item.split("/").forEach((segment, i) => {
    if (segment.startsWith("{")) params[segment.slice(1, -1)] = lastOf(`/${parts[i]!}`);
  });
  return params;
}
