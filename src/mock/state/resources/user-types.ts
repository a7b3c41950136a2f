import type { Obj } from "../../../openapi/document.ts";
import { fill, textAt } from "../engine/fill.ts";
import { ACTOR, ORG, USER_TYPES, USERS } from "../engine/paths.ts";
import type { Behaviour, ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";

/** The id of a type's profile schema: that of the type with another beginning. */
export const schemaIdOf = (typeId: string): string => typeId.replace(/^oty/, "osc");

/** The type that users get when none is named. */
export function defaultUserType(store: ResourceStore): Obj {
  const types = store.list(store.collectionAt(USER_TYPES), USER_TYPES).values();
  return [...types].find((type) => type["default"] === true) ?? { id: "oty1default000000001" };
}

/** User types beside the default one, at most. */
const MOST = 9;
const NAME = /^[a-z]\w*$/i;

export const userTypes: Behaviour = {
  prefix: "oty",
  unique: [["name"]],
  retains: ["name"],
  check(type, { previous, body, store, list }) {
    const own = [...store.list(store.collectionAt(list), list).values()].filter((one) => one["default"] !== true);
    if (!previous && own.length >= MOST)
      throw invalid("userType", [`An org has ${MOST} user types of its own at most.`]);
    if (previous && body["name"] !== undefined && body["name"] !== previous["name"]) {
      throw invalid("name", ["name: The name of a user type cannot be changed."]);
    }
    if (!NAME.test(String(type["name"]))) throw invalid("name", ["name: Must be letters, digits and underscores."]);
  },
  initial: () => [
    {
      id: "oty1default000000001",
      displayName: "User",
      name: "user",
      description: "Okta user profile template with default permission settings",
      createdBy: "sprSystemPrincipal00",
      lastUpdatedBy: "sprSystemPrincipal00",
      default: true,
    },
  ],
  complete(type, { store }) {
    const now = store.now();
    fill(type, {
      description: null,
      default: false,
      createdBy: ACTOR,
      created: now,
      lastUpdated: now,
      lastUpdatedBy: ACTOR,
    });
  },
  links: (type, { path, id }) => ({
    schema: { rel: "schema", href: `${ORG}/api/v1/meta/schemas/user/${schemaIdOf(id)}`, method: "GET" },
    self: { rel: "self", href: ORG + path, method: "GET" },
  }),
  remove(type, { store, id }) {
    const isUsed = [...store.data.collection(USERS).values()].some((user) => textAt(user, "type", "id") === id);
    if (type["default"] === true || isUsed) throw new ApiError(403, "E0000142");
  },
};
