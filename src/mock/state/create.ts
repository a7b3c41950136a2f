import type { Answer, Call } from "../server/call.ts";
import { invalid, Refusal } from "../server/errors.ts";
import { isObject, type Obj } from "../../openapi/document.ts";
import { completeAccount } from "./accounts.ts";
import { ACCOUNTS, GROUPS, statusAtBirth, USER_TYPES, USERS } from "./okta.ts";
import type { Collection } from "./roles.ts";
import { json, whole } from "./render.ts";
import { born, checkUnique } from "./thing.ts";
import type { Place, Things } from "./things.ts";
import { bornUser, givesPassword } from "./users.ts";

/** The body as an object; none is an empty one. @throws Refusal 400 for a list or a plain value */
export function objectBody({ body }: Call): Obj {
  if (body === undefined) return {};
  if (!isObject(body)) throw new Refusal(400, "E0000003");
  return body;
}

export function create(org: Things, call: Call, collection: Collection, place: Place): Answer {
  const body = objectBody(call);
  let given: string | undefined;
  if (collection.target) {
    if (typeof body["id"] !== "string") throw invalid("id", ["id: The field cannot be left blank"]);
    given = org.require(collection.target, body["id"]);
  }
  const thing = add(org, call, collection, place.path, place.params, given);
  return json(org.model, call, whole(org.model, collection, thing), call.operation.response("201") ? 201 : undefined);
}

/**
 * Makes a thing of the call's body and puts it into a list.
 *
 * @param given its id, where that is the id of another thing
 * @throws Refusal 400 when another thing has its name
 */
export function add(
  org: Things,
  call: Call,
  collection: Collection,
  list: string,
  params: Record<string, string>,
  given?: string,
): Obj {
  const body = objectBody(call);
  const things = org.of(collection, list);
  const { id, thing } = born(org.model, org.plan, collection, body, params, given);
  checkUnique(collection.path, things, thing, id);
  if (given === undefined && things.has(id)) {
    const field = collection.idAt.join(".");
    throw invalid(field, [`${field}: An object with this field already exists in the current organization`]);
  }
  if ("status" in thing) thing["status"] = statusAtBirth(collection.path, thing, call.query);
  if (collection.path === USERS) completeUser(org, id, thing, body, call.query);
  if (collection.path === ACCOUNTS) completeAccount(org, id, thing, "USER");
  things.set(id, thing);
  return thing;
}

function completeUser({ store }: Things, id: string, user: Obj, body: Obj, query: URLSearchParams | undefined): void {
  const groupIds = Array.isArray(body["groupIds"]) ? body["groupIds"].map(String) : [];
  for (const groupId of groupIds) if (!store.collection(GROUPS).has(groupId)) throw groupMissing(groupId);
  const standard = [...store.collection(USER_TYPES).values()].find((type) => type["default"] === true);
  const ofOthers = [...store.collection(USERS).values()].map((other) => other["type"]).find(isObject);
  const type = standard ?? ofOthers;
  bornUser(user, body, query, type && String(type["id"]));
  if (givesPassword(body)) store.passwords.add(id);
  for (const groupId of groupIds) store.membersOf(`${GROUPS}/${groupId}/users`).add(id);
}

const groupMissing = (id: string) => invalid("groupIds", [`groupIds: There is no group ${id}`]);
