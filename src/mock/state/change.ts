import type { Answer, Call } from "../server/call.ts";
import { notFound } from "../server/errors.ts";
import type { Schema } from "../../openapi/document.ts";
import { add, objectBody } from "./create.ts";
import { bodyAsKept, checkChange, checkRemoval, NULL_REMOVES, USERS } from "./okta.ts";
import type { Collection } from "./roles.ts";
import { done, json, whole } from "./render.ts";
import { changed, checkUnique, merge } from "./thing.ts";
import type { Place, Things } from "./things.ts";
import { givesPassword, passwordSet } from "./users.ts";
import { move } from "./verbs.ts";

/** Puts a body in the place of a thing or over it; an assignment appears when it was not there. */
export function change(org: Things, call: Call, collection: Collection, place: Place, over: boolean): Answer {
  const body = bodyAsKept(collection.path, objectBody(call));
  const things = org.of(collection, place.list);
  const known = things.get(place.id);
  const appears = collection.target !== undefined && (!over || !collection.create);
  if (!known && !appears) throw notFound(place.id, collection.kind);
  if (!known) {
    const made = add(org, call, collection, place.list, place.params, place.id);
    return json(org.model, call, whole(org.model, collection, made));
  }
  checkChange(collection.path, known);
  const next = changed(org.model, collection.schema, known, body, over, NULL_REMOVES.has(collection.path));
  checkUnique(collection.path, things, next, place.id);
  if (collection.path === USERS && givesPassword(body)) passwordSet(org.store.passwords, place.id, next);
  things.set(place.id, next);
  return json(org.model, call, whole(org.model, collection, next));
}

/** Deletes a thing with all below it and all assignments of it; a user is deactivated first. */
export function remove(org: Things, call: Call, collection: Collection, place: Place): Answer {
  const thing = org.at(collection, place);
  if (collection.path === USERS && thing["status"] !== "DEPROVISIONED") {
    move(org, thing, "deactivate", place.id);
    return done(org.model, call);
  }
  checkRemoval(collection.path, thing);
  org.store.remove(place.list, place.id);
  org.store.passwords.delete(place.id);
  org.unlist(collection.path, place.id);
  return done(org.model, call);
}

/** Deletes all things of a list. */
export function clear(org: Things, call: Call, { path }: Place): Answer {
  for (const id of [...org.store.collection(path).keys()]) org.store.remove(path, id);
  return done(org.model, call);
}

/** Puts a body in the place of the one thing of a path, or over it. */
export function write(
  org: Things,
  call: Call,
  schema: Schema,
  get: Collection["get"],
  place: Place,
  over: boolean,
): Answer {
  const body = objectBody(call);
  const thing = org.single(get, place);
  // Of the schema of a profile, a property goes when it is set to null.
  const isSchema = place.path.includes("/meta/schemas/");
  const next = isSchema ? merge(thing, body, true) : changed(org.model, schema, thing, body, over);
  org.store.single.set(place.path, next);
  return json(org.model, call, next);
}
