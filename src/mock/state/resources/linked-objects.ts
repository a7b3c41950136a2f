import { isObject } from "../../../openapi/document.ts";
import { link } from "../engine/links.ts";
import { KINDS, LINKED_OBJECTS, USERS } from "../engine/paths.ts";
import type { Handler, ResourceStore } from "../engine/resource-store.ts";
import { done, json } from "../engine/respond.ts";
import { notFound } from "../http.ts";

/** Linked objects between users: one primary, such as the manager, to any number of associated users. */

const LIST = `${USERS}/{userId}/linkedObjects/{relationshipName}`;
const ASSIGN = `${USERS}/{associatedUserId}/linkedObjects/{primaryRelationshipName}/{primaryUserId}`;

interface Relation {
  primary: string;
  /** Whether it was named by its associated side. */
  reversed: boolean;
}

/** @throws ApiError 404 for a name that no definition has */
function relationOf({ data }: ResourceStore, name: string): Relation {
  for (const { primary, associated } of data.collection(LINKED_OBJECTS).values()) {
    if (!isObject(primary) || !isObject(associated)) continue;
    if (primary["name"] === name || associated["name"] === name)
      return { primary: String(primary["name"]), reversed: associated["name"] === name };
  }
  throw notFound(name, KINDS[LINKED_OBJECTS]!);
}

/** Where the primary of a user is kept. */
const pathOf = (userId: string, primary: string) => `${USERS}/${userId}/linkedObjects/${primary}`;

function usersAt({ data }: ResourceStore, userId: string, { primary, reversed }: Relation): string[] {
  const users = data.collection(USERS);
  if (!reversed) return [...data.membersOf(pathOf(userId, primary))].filter((id) => users.has(id));
  return [...users.keys()].filter((id) => data.members.get(pathOf(id, primary))?.has(userId));
}

const list: Handler = ({ store, call, place }) => {
  const relation = relationOf(store, place.params["relationshipName"]!);
  const ids = usersAt(store, place.params["userId"]!, relation);
  return json(
    call,
    store,
    ids.map((id) => ({ _links: { self: link(`${USERS}/${id}`) } })),
  );
};

/** Only the primary side can be set and removed. */
const setPrimary: Handler = ({ store, call, place }) => {
  const { params } = place;
  const name = params["relationshipName"] ?? params["primaryRelationshipName"]!;
  const { primary, reversed } = relationOf(store, name);
  if (reversed) throw notFound(name, KINDS[LINKED_OBJECTS]!);
  const user = params["userId"] ?? params["associatedUserId"]!;
  const chosen = params["primaryUserId"];
  store.data.members.set(pathOf(user, primary), new Set(chosen === undefined ? [] : [chosen]));
  return done(call, store);
};

export const linkedHandlers: Record<string, Handler> = {
  [`GET ${LIST}`]: list,
  [`DELETE ${LIST}`]: setPrimary,
  [`PUT ${ASSIGN}`]: setPrimary,
};
