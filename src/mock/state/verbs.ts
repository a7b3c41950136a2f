import type { Answer, Call } from "../server/call.ts";
import { notFound } from "../server/errors.ts";
import type { Obj } from "../../openapi/document.ts";
import { statusAfter, USERS } from "./okta.ts";
import type { Role } from "./roles.ts";
import { done, json, whole } from "./render.ts";
import type { Place, Things } from "./things.ts";
import { moveUser, passwordSet, questionSet } from "./users.ts";

/** Does what the last segment of the path says: `activate`, `subscribe`, `change_password`. */
export function act(org: Things, call: Call, { verb, on }: Role & { does: "verb" }, place: Place): Answer {
  const parameter = /^\{(.+)\}$/.exec(verb)?.[1];
  const named = parameter ? call.params[parameter]! : verb;
  const template = "item" in on ? on.item : on.path;
  const path = place.path.split("/").slice(0, template.split("/").length).join("/");
  const id = "item" in on ? place.params[on.param]! : "";
  const thing =
    "item" in on
      ? org.of(on, path.slice(0, path.lastIndexOf("/"))).get(id)
      : org.single(on.get, { path, params: place.params });
  if (!thing) throw notFound(id, "item" in on ? on.kind : "Resource");
  const isUser = on.path === USERS && "item" in on;
  if (!(isUser && move(org, thing, named, id, call.body))) {
    const status = statusAfter(named, thing["status"]);
    if (status !== undefined) {
      thing["status"] = status;
      if (typeof thing["lastUpdated"] === "string") thing["lastUpdated"] = new Date().toISOString();
    }
  }
  if (isUser && named.startsWith("change_")) return json(org.model, call, thing["credentials"]);
  const pointer = call.operation.json()?.schema?.$ref;
  if (pointer === undefined || pointer !== on.schema.$ref) return done(org.model, call);
  return json(org.model, call, "item" in on ? whole(org.model, on, thing) : thing);
}

/** Moves a user through its life, with what follows from that. @returns whether the verb is one of a user's life */
export function move(org: Things, user: Obj, verb: string, id: string, body?: unknown): boolean {
  const { passwords, collections } = org.store;
  if (!moveUser(user, verb, passwords.has(id))) return false;
  if (verb === "deactivate") {
    passwords.delete(id);
    org.unlist(USERS, id);
  }
  if (verb === "reset_factors") collections.delete(`${USERS}/${id}/factors`);
  if (verb === "change_password") passwordSet(passwords, id, user);
  if (verb === "change_recovery_question") questionSet(user, body);
  return true;
}
