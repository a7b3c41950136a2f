import type { Answer, Call } from "../server/call.ts";
import { notFound } from "../server/errors.ts";
import { isObject } from "../../openapi/document.ts";
import { KINDS, LINKED_OBJECTS, USERS } from "./okta.ts";
import { done, json } from "./render.ts";
import type { Place, Things } from "./things.ts";

/** Linked objects between users: one primary, such as the manager, to any number of associated users. */

const LIST = `${USERS}/{userId}/linkedObjects/{relationshipName}`;
const ASSIGN = `${USERS}/{associatedUserId}/linkedObjects/{primaryRelationshipName}/{primaryUserId}`;

interface Relation {
  primary: string;
  /** Whether it was named by its associated side. */
  reversed: boolean;
}

/** @throws Refusal 404 for a name that no definition has */
function relationOf({ store }: Things, name: string): Relation {
  for (const { primary, associated } of store.collection(LINKED_OBJECTS).values()) {
    if (!isObject(primary) || !isObject(associated)) continue;
    if (primary["name"] === name || associated["name"] === name)
      return { primary: String(primary["name"]), reversed: associated["name"] === name };
  }
  throw notFound(name, KINDS[LINKED_OBJECTS]!);
}

/** Where the primary of a user is kept. */
const pathOf = (userId: string, primary: string) => `${USERS}/${userId}/linkedObjects/${primary}`;

function usersAt({ store }: Things, userId: string, { primary, reversed }: Relation): string[] {
  if (!reversed) return [...store.membersOf(pathOf(userId, primary))].filter((id) => store.collection(USERS).has(id));
  return [...store.collection(USERS).keys()].filter((id) => store.members.get(pathOf(id, primary))?.has(userId));
}

/** @returns `undefined` for any other call */
export function linked(org: Things, call: Call, { params }: Place): Answer | undefined {
  const { method, path } = call.operation;
  if (path !== LIST && path !== ASSIGN) return undefined;
  const user = params["userId"] ?? params["associatedUserId"]!;
  const name = params["relationshipName"] ?? params["primaryRelationshipName"]!;
  const relation = relationOf(org, name);
  if (method === "get") {
    const hrefs = usersAt(org, user, relation).map((id) => `${org.model.origin}${USERS}/${id}`);
    return json(
      org.model,
      call,
      hrefs.map((href) => ({ _links: { self: { href } } })),
    );
  }
  if (relation.reversed) throw notFound(name, KINDS[LINKED_OBJECTS]!);
  const chosen = params["primaryUserId"];
  org.store.members.set(pathOf(user, name), new Set(chosen === undefined ? [] : [chosen]));
  return done(org.model, call);
}
