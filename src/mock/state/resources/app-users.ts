import { isObject } from "../../../openapi/document.ts";
import { fill, objectAt, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS, APP_USERS, GROUPS, parentOf, USERS } from "../engine/paths.ts";
import type { Behaviour, ResourceStore } from "../engine/resource-store.ts";
import { ApiError } from "../http.ts";
import { checkAccount, checkValues } from "./app-profiles.ts";

/** Users and groups of an app. */

/** Schemes in which all users of an app sign in to it alike. */
const SHARED = new Set(["SHARED_USERNAME_AND_PASSWORD"]);

export const appUsers: Behaviour = {
  retains: ["profile", "credentials", "scope"],
  check(_, { store, list, id, body, previous }) {
    if (!previous && store.data.collection(list).get(id)?.["scope"] === "USER") throw new ApiError(409, "E0000062");
    if (store.get(USERS, id)?.["status"] === "DEPROVISIONED") throw new ApiError(403, "E0000117");
    const app = parentOf(list).split("/").at(-1)!;
    if (body["credentials"] != null && SHARED.has(textAt(store.get(APPS, app), "credentials", "scheme") ?? "")) {
      throw new ApiError(400, "E0000041");
    }
    checkAccount(store, app, objectAt(body, "profile"), objectAt(previous, "profile"));
  },
  remove(account) {
    if (account["scope"] === "GROUP") throw new ApiError(403, "E0000046");
  },
  complete(account, { store, id, list, previous, body }) {
    const now = store.now();
    const user = store.get(USERS, id);
    const credentials = isObject(account["credentials"]) ? account["credentials"] : {};
    const userName =
      credentials["userName"] ?? textAt(previous, "credentials", "userName") ?? textAt(user, "profile", "login");
    const { password, ...shown } = credentials;
    account["credentials"] = { ...shown, userName };
    if (password !== undefined) account["passwordChanged"] = now;
    // An account that was given by hand is one of the user's own.
    if (previous && body["scope"] === undefined) account["scope"] = previous["scope"];
    const app = store.get(APPS, parentOf(list).split("/").at(-1)!);
    const provisions = Array.isArray(app?.["features"]) && app["features"].includes("PUSH_NEW_USERS");
    fill(account, {
      externalId: null,
      created: now,
      lastUpdated: now,
      scope: "USER",
      status: provisions ? "PROVISIONED" : "ACTIVE",
      statusChanged: now,
      passwordChanged: null,
      syncState: provisions ? "SYNCHRONIZED" : "DISABLED",
      profile: {},
    });
  },
  links: (account, { list, id, store }) => {
    const group = account["scope"] === "GROUP" ? assigningGroup(store, parentOf(list), id) : undefined;
    return {
      app: link(parentOf(list)),
      user: link(`${USERS}/${id}`),
      ...(group !== undefined && { group: link(`${GROUPS}/${group}`) }),
    };
  },
  refresh: followGroups,
  parameters: {
    q: (account, text, { store, id }) => {
      const profile = store.get(USERS, id)?.["profile"];
      const names = isObject(profile) ? ["firstName", "lastName", "email"].map((name) => profile[name]) : [];
      const wanted = text.toLowerCase();
      return [...names, textAt(account, "credentials", "userName")].some((name) =>
        String(name ?? "")
          .toLowerCase()
          .startsWith(wanted),
      );
    },
  },
  embeds: {
    user: (_, { store, id }) => ({ user: { ...store.get(USERS, id), _links: { self: link(`${USERS}/${id}`) } } }),
  },
};

/** The group through which a user has an account. */
const assigningGroup = (store: ResourceStore, app: string, userId: string) =>
  [...store.data.collection(`${app}/groups`).keys()].find((id) => [...store.membersOf(id)].includes(userId));

/** Accounts that users have through groups which are assigned to the app come and go with that. */
function followGroups(store: ResourceStore, list: string): void {
  const accounts = store.data.collection(list);
  const users = store.data.collection(USERS);
  const groups = store.data.collections.get(`${parentOf(list)}/groups`);
  const entitled = new Set<string>();
  for (const groupId of groups?.keys() ?? []) {
    for (const id of store.membersOf(groupId)) {
      const user = users.get(id);
      if (user && user["status"] !== "DEPROVISIONED") entitled.add(id);
    }
  }
  for (const [id, account] of accounts) if (account["scope"] === "GROUP" && !entitled.has(id)) accounts.delete(id);
  const collection = store.collectionAt(APP_USERS);
  for (const id of entitled) if (!accounts.has(id)) store.seed(collection, list, { id, scope: "GROUP" }, id);
}

export const appGroups: Behaviour = {
  retains: ["priority", "profile"],
  check(_, { store, list, body }) {
    if (isObject(body["profile"])) checkValues(store, parentOf(list).split("/").at(-1)!, body["profile"]);
  },
  complete(assignment, { store, list, previous }) {
    const others = [...store.data.collection(list).values()].filter((one) => one !== previous);
    fill(assignment, { lastUpdated: store.now(), priority: others.length, profile: {} });
    assignment["lastUpdated"] = previous ? store.now() : assignment["lastUpdated"];
  },
  links: (_, { list, path, id }) => ({
    app: link(parentOf(list)),
    self: link(path),
    group: link(`${GROUPS}/${id}`),
  }),
  parameters: {
    q: ({ id }, text, { store }) =>
      (textAt(store.get(GROUPS, String(id)), "profile", "name") ?? "").toLowerCase().startsWith(text.toLowerCase()),
  },
  embeds: {
    group: (_, { store, id }) => ({ group: store.get(GROUPS, id) }),
    metadata: () => ({ metadata: {} }),
  },
};
