import type { Obj } from "../../../openapi/document.ts";
import { ApiError, type Call, invalid, type MockResponse, notFound } from "../http.ts";
import type { Collection, Single } from "../routes/roles.ts";
import type { Change, Context } from "./resource-store.ts";
import { composeResource } from "./compose-resource.ts";
import { addResource, finish, objectBody } from "./create-resource.ts";
import { merge } from "./fill.ts";
import { done, json, present } from "./respond.ts";

/**
 * Puts a body in the place of a resource, or over it; an assignment appears when it was not there.
 *
 * @param over whether what the body leaves out stays
 */
export function changeResource({ store, call, place }: Context, collection: Collection, over: boolean): MockResponse {
  const { list, id } = place;
  const body = objectBody(call);
  const known = store.list(collection, list).get(id);
  if (!known) {
    const appears = collection.target !== undefined && (!over || !collection.create);
    if (!appears) throw notFound(id, collection.kind);
    const made = addResource(store, collection, list, body, { id, query: call.query });
    return json(call, store, present(store, collection, { list, ...made }, call));
  }
  const behaviour = store.behaviourOf(collection.path);
  const previous = structuredClone(known);
  const draft: Change = { ...store.at(collection, list, id), body, query: call.query, previous, partial: over };
  const prepared = behaviour.prepare?.(body, draft) ?? body;
  const change: Change = { ...draft, body: prepared };
  const sent = over ? merge(previous, prepared) : { ...retained(previous, behaviour.retains), ...prepared };
  const next = composeResource(store.model.refs, collection.schema, sent, previous, behaviour.keeps);
  if (collection.idAt.length === 1) next[collection.idAt[0]!] = id;
  if (typeof previous["lastUpdated"] === "string") next["lastUpdated"] = store.now();
  finish(behaviour, store, collection, next, change);
  store.put(list, id, next);
  behaviour.written?.(next, change);
  return json(call, store, present(store, collection, { list, id, resource: next }, call));
}

const retained = (previous: Obj, names: readonly string[] = []): Obj =>
  Object.fromEntries(names.filter((name) => name in previous).map((name) => [name, previous[name]]));

/** Deletes a resource with all below it and all assignments of it. */
export function removeResource({ store, call, place }: Context, collection: Collection): MockResponse {
  const { list, id } = place;
  const resource = store.resource(collection, place);
  if (resource["system"] === true) throw ofSystem(call);
  store.behaviourOf(collection.path).remove?.(resource, store.at(collection, list, id), call.query);
  store.remove(list, id);
  store.unlist(collection.path, id);
  return done(call, store);
}

/** Refuses to delete what Okta has made, as the operation does. */
function ofSystem({ operation }: Call): ApiError {
  const codes = (operation.definition["x-errors"] ?? []).map(({ code }) => code);
  if (codes.includes("E0000111")) return new ApiError(403, "E0000111");
  const cause = "What Okta has made cannot be deleted.";
  return codes.includes("E0000001") ? invalid("id", [cause]) : new ApiError(403, "E0000006", undefined, [cause]);
}

/** Deletes all resources of a list. */
export function clearList({ store, call, place }: Context): MockResponse {
  for (const id of [...store.data.collection(place.path).keys()]) store.remove(place.path, id);
  return done(call, store);
}

/** Puts a body in the place of the one resource of a path, or over it. */
export function writeSingle({ store, call, place }: Context, single: Single, over: boolean): MockResponse {
  const body = objectBody(call);
  const previous = structuredClone(store.single(single, place));
  const sent = over ? merge(previous, body) : body;
  const next = composeResource(store.model.refs, single.schema, sent, previous);
  if (previous["_links"] !== undefined) next["_links"] = previous["_links"];
  if (typeof previous["lastUpdated"] === "string") next["lastUpdated"] = store.now();
  store.data.single.set(place.path, next);
  return json(call, store, next);
}
