import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import { ApiError, type MockResponse, notFound } from "../http.ts";
import type { Role } from "../routes/roles.ts";
import { done, json, present } from "./respond.ts";
import type { Context, ResourceStore } from "./resource-store.ts";

/** Status after a word of a path. */
const AFTER: Record<string, string> = {
  activate: "ACTIVE",
  deactivate: "INACTIVE",
  disable: "DISABLED",
  enable: "ENABLED",
  subscribe: "subscribed",
  unsubscribe: "unsubscribed",
};

/** Does what the last segment of the path says: `activate`, `subscribe`. */
export function runLifecycle(
  { store, call, place }: Context,
  { verb, on }: Role & { does: "lifecycle" },
): MockResponse {
  const parameter = /^\{(.+)\}$/.exec(verb)?.[1];
  const named = (parameter ? call.params[parameter]! : verb).toLowerCase();
  const template = "item" in on ? on.item : on.path;
  const path = place.path.split("/").slice(0, template.split("/").length).join("/");
  if (!("item" in on)) {
    const resource = store.single(on, { path, params: place.params });
    transit(store, on.schema, resource, named, call.operation.definition.operationId);
    return returnsIt(call.operation.json()?.schema, on.schema) ? json(call, store, resource) : done(call, store);
  }
  const list = path.slice(0, path.lastIndexOf("/"));
  const id = place.params[on.param]!;
  const known = store.list(on, list).get(id);
  if (!known) throw notFound(id, on.kind);
  const resource = structuredClone(known);
  if (known["system"] === true && named === "deactivate") throw new ApiError(403, "E0000111");
  const { transition } = store.behaviourOf(on.path);
  if (transition) transition(resource, named, { store, call, place, at: store.at(on, list, id) });
  else transit(store, on.schema, resource, named, call.operation.definition.operationId);
  store.put(list, id, resource);
  if (!returnsIt(call.operation.json()?.schema, on.schema)) return done(call, store);
  return json(call, store, present(store, on, { list, id, resource }, call));
}

const returnsIt = (schema: Schema | undefined, own: Schema) => schema?.$ref !== undefined && schema.$ref === own.$ref;

/** Makes a resource active or inactive, also where it is so already. */
export function switchStatus(store: ResourceStore, resource: Obj, verb: string): void {
  resource["status"] = verb === "activate" ? "ACTIVE" : "INACTIVE";
  resource["lastUpdated"] = store.now();
}

/** Moves a resource along its life, by the document's `x-lifecycle` where it has one, else by the word. */
export function transit(
  store: ResourceStore,
  schema: Schema,
  resource: Obj,
  verb: string,
  operationId: string | undefined,
): void {
  const current = resource["status"];
  const next = declared(store.model.refs.resolve(schema)["x-lifecycle"], operationId, current) ?? byWord(verb, current);
  if (next === undefined || next === current) return;
  resource["status"] = next;
  if (typeof resource["lastUpdated"] === "string") resource["lastUpdated"] = store.now();
}

function declared(lifecycle: unknown, operationId: string | undefined, current: unknown): string | undefined {
  const transitions = isObject(lifecycle) ? lifecycle["transitions"] : undefined;
  if (!Array.isArray(transitions)) return undefined;
  const found = transitions
    .filter(isObject)
    .filter(({ operation, from }) => operation === operationId && [from].flat().includes(current));
  // Where one call can lead to several, the document does not say which.
  return found.length === 1 && typeof found[0]!["to"] === "string" ? found[0]!["to"] : undefined;
}

function byWord(verb: string, current: unknown): string | undefined {
  const enabled = current === "ENABLED" || current === "DISABLED";
  if (enabled && verb === "activate") return "ENABLED";
  if (enabled && verb === "deactivate") return "DISABLED";
  return Object.hasOwn(AFTER, verb) ? AFTER[verb] : undefined;
}
