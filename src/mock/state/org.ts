import type { ApiModel } from "../model/model.ts";
import { checkAccept } from "./engine/accepts.ts";
import { changeResource, clearList, removeResource, writeSingle } from "./engine/change-resource.ts";
import { createResource } from "./engine/create-resource.ts";
import { checkVersion, entityTag } from "./engine/entity-tag.ts";
import { runLifecycle } from "./engine/lifecycle.ts";
import { listMembers, listResources, listView } from "./engine/list-resources.ts";
import { parentOf } from "./engine/paths.ts";
import { type Context, ResourceStore } from "./engine/resource-store.ts";
import { done, json, present } from "./engine/respond.ts";
import { seedExamples } from "./engine/seed.ts";
import { ignoredParameters } from "./engine/select.ts";
import type { Call, MockResponse } from "./http.ts";
import { RuleRunner } from "./rule-runner.ts";
import { HANDLERS, KINDS } from "./resources/index.ts";
import { seedLog, watchCall } from "./resources/log.ts";
import type { Collection, Role } from "./routes/roles.ts";
import { Routes } from "./routes/routes.ts";
import { OrgData, type SavedState } from "./store.ts";

const routesOf = new WeakMap<ApiModel, Routes>();
/** The example org of a document, to begin anew from. */
const examplesOf = new WeakMap<ApiModel, SavedState>();

interface OrgOptions {
  groupRuleDelayMs?: number;
  searchLagMs?: number;
  allowUnknownKinds?: boolean;
}

/** An org that remembers. */
export class StatefulOrg {
  readonly store: ResourceStore;
  readonly rules: RuleRunner;
  readonly #first: SavedState | undefined;

  /**
   * @param first state to begin with, instead of the document's example org
   * @param options how late rules and searches see a change, in milliseconds; what is taken that Okta does not have
   */
  constructor(
    model: ApiModel,
    first?: SavedState,
    { groupRuleDelayMs = 0, searchLagMs = 0, allowUnknownKinds = false }: OrgOptions = {},
  ) {
    let routes = routesOf.get(model);
    if (!routes) routesOf.set(model, (routes = new Routes(model)));
    this.store = new ResourceStore(model, routes, new OrgData(), KINDS);
    this.rules = new RuleRunner(this.store);
    this.rules.delay = groupRuleDelayMs;
    this.store.searchLag.ms = searchLagMs;
    this.store.allowUnknownKinds = allowUnknownKinds;
    this.#first = first && structuredClone(first);
    this.reset();
  }

  save(): SavedState {
    return this.store.data.save();
  }

  /** @throws TypeError that says why the value is no saved state */
  load(state: unknown): void {
    this.store.data.load(state);
    this.store.searchLag.clear();
    this.rules.clear();
  }

  reset(): void {
    if (this.#first) return this.load(this.#first);
    const known = examplesOf.get(this.store.model);
    if (known) return this.load(known);
    this.store.data.clear();
    seedExamples(this.store);
    seedLog(this.store);
    examplesOf.set(this.store.model, this.save());
    this.rules.clear();
  }

  /**
   * @returns `undefined` for what is not modelled
   * @throws ApiError as Okta refuses
   */
  respond(call: Call): MockResponse | Promise<MockResponse> | undefined {
    const { store } = this;
    store.clock = call.clock;
    this.rules.run();
    const role = store.routes.roles.get(call.operation);
    const handler = HANDLERS.get(call.operation.key);
    if (!role && !handler) return undefined;
    checkAccept(call);
    const context: Context = { store, call, place: store.place(call, role) };
    const { list, id } = context.place;
    checkVersion(call, store.data.collections.get(list)?.get(id));
    const written = watchCall(context, role);
    const response = handler ? handler(context) : perform(context, role!);
    if (response instanceof Promise) return response;
    written?.(response);
    this.rules.run();
    const ignored = ignoredParameters(store, call, role && "collection" in role ? role.collection : undefined);
    if (ignored.length > 0) response.headers["x-mock-ignored"] = ignored.join(", ");
    return response;
  }
}

function perform(context: Context, role: Role): MockResponse {
  if ("collection" in role) return performOnCollection(context, role);
  const { store, call, place } = context;
  switch (role.does) {
    case "members":
      return listMembers(context, role.membership);
    case "join":
      store.data.membersOf(place.list).add(place.id);
      return done(call, store);
    case "leave":
      store.data.membersOf(place.list).delete(place.id);
      return done(call, store);
    case "view":
      return listView(context, role.view);
    case "read":
      return json(call, store, store.single(role.single, place));
    case "write":
    case "merge":
      return writeSingle(context, role.single, role.does === "merge");
    case "lifecycle":
      return runLifecycle(context, role);
  }
}

function performOnCollection(context: Context, role: Extract<Role, { collection: Collection }>): MockResponse {
  const { store, call, place } = context;
  const { collection } = role;
  switch (role.does) {
    case "list":
      return listResources(context, collection);
    case "create":
      return createResource(context, collection, role.at ? parentOf(place.path) : place.path);
    case "get": {
      const { list, id } = place;
      const resource = store.resource(collection, place);
      const shown = present(store, collection, { list, id, resource }, call);
      return json(call, store, shown, undefined, entityTag(call, resource));
    }
    case "replace":
    case "update":
      return changeResource(context, collection, role.does === "update");
    case "remove":
      return removeResource(context, collection);
    case "clear":
      return clearList(context);
  }
}
