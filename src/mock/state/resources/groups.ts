import type { Obj } from "../../../openapi/document.ts";
import { done, json } from "../engine/respond.ts";
import { fill, objectAt, objectIn } from "../engine/fill.ts";
import { ORDERED } from "../engine/filter-expression.ts";
import { link } from "../engine/links.ts";
import { GROUPS, ORG, USERS } from "../engine/paths.ts";
import type { Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { ApiError, type MockResponse } from "../http.ts";
import { invalidateRules, releaseFromRules } from "./group-rules.ts";
import { attributesOfSchema } from "./profile-schemas.ts";
import { faultsIn, refuseFaults } from "./profile-values.ts";

const logo = (name: "medium" | "large", size: string) => ({
  name,
  href: `${ORG}/assets/img/logos/groups/odyssey/okta-${size}.png`,
  type: "image/png",
});

/** Okta's counts of a group. */
function statsOf(store: ResourceStore, group: Obj, path: string): Obj {
  const id = String(group["id"]);
  const apps = [...store.data.collections].filter(
    ([list, groups]) => /^\/api\/v1\/apps\/[^/]+\/groups$/.test(list) && groups.has(id),
  );
  return {
    stats: {
      usersCount: [...store.membersOf(id)].length,
      appsCount: apps.length,
      groupPushMappingsCount: 0,
      hasAdminPrivilege: (store.data.collections.get(`${path}/roles`)?.size ?? 0) > 0,
      _links: { apps: link(`${path}/apps`), users: link(`${path}/users`) },
    },
  };
}

export const groups: Behaviour = {
  prefix: "00g",
  unique: [["profile", "name"]],
  initial: () => [
    {
      id: "00g0everyone00000000",
      type: "BUILT_IN",
      profile: { name: "Everyone", description: "All users in your organization" },
    },
  ],
  complete(group, { store }) {
    const now = store.now();
    const { name, description = null, ...own } = objectIn(group, "profile");
    group["profile"] = { name, description: description === "" ? null : description, ...own };
    fill(group, {
      created: now,
      lastUpdated: now,
      lastMembershipUpdated: now,
      objectClass: ["okta:user_group"],
      type: "OKTA_GROUP",
    });
  },
  links: (group, { path }) => ({
    logo: [logo("medium", "medium"), logo("large", "large")],
    ...(group["type"] === "APP_GROUP" && { source: link(`/api/v1/apps/${sourceOf(group)}`) }),
    users: link(`${path}/users`),
    apps: link(`${path}/apps`),
  }),
  check(_, { previous, store, body }) {
    if (previous && previous["type"] !== "OKTA_GROUP") {
      throw new ApiError(403, "E0000006", undefined, ["Only an Okta group can be changed."]);
    }
    const profile = objectAt(body, "profile");
    const attributes = attributesOfSchema(store, "/api/v1/meta/schemas/group/default", {});
    const faults = faultsIn(profile, attributes);
    const strange = Object.keys(profile).filter((name) => attributes.size > 0 && !attributes.has(name));
    faults.push(...strange.map((name) => `${name}: The group schema has no such attribute`));
    refuseFaults(faults);
  },
  remove(group, { store, id }) {
    if (group["type"] === "BUILT_IN") {
      throw new ApiError(403, "E0000006", undefined, ["The group of everyone cannot be deleted."]);
    }
    invalidateRules(store, id);
  },
  filter: { id: ["eq"], type: ["eq"], lastUpdated: ORDERED, lastMembershipUpdated: ORDERED },
  search: { contain: ["profile.name", "profile.description"] },
  q: { in: ["profile.name"] },
  attributes: (group) => ({ "source.id": () => [sourceOf(group)] }),
  embeds: {
    stats: (group, { store, path }) => statsOf(store, group, path),
    app: (group, { store }) => {
      const app = store.get("/api/v1/apps", sourceOf(group));
      return app && { app: { id: app["id"], name: app["name"], label: app["label"], signOnMode: app["signOnMode"] } };
    },
  },
};

function sourceOf(group: Obj): string {
  const { source } = group;
  return typeof source === "object" && source !== null ? String((source as Obj)["id"]) : "";
}

const membership =
  (change: (ids: Set<string>, userId: string, store: ResourceStore, groupId: string) => void): Handler =>
  ({ store, call, place }): MockResponse => {
    const { groupId, userId } = place.params;
    const group = store.require(GROUPS, groupId!);
    if (group["type"] === "BUILT_IN" && call.operation.method === "put") throw new ApiError(501, "E0000060");
    if (group["type"] !== "OKTA_GROUP") {
      throw new ApiError(403, "E0000006", undefined, ["Only the members of an Okta group can be changed."]);
    }
    change(store.data.membersOf(place.list), userId!, store, groupId!);
    store.put(GROUPS, groupId!, { ...group, lastMembershipUpdated: store.now() });
    store.onUserChange(userId!);
    return done(call, store);
  };

/** The apps of a user, as the dashboard shows them. */
const appLinks: Handler = ({ store, call, place }) => {
  const userId = place.params["userId"]!;
  const found: Obj[] = [];
  for (const [appId, app] of store.data.collection("/api/v1/apps")) {
    const list = `/api/v1/apps/${appId}/users`;
    const accounts = store.list(store.collectionAt("/api/v1/apps/{appId}/users"), list);
    const account = accounts.get(userId);
    if (!account || app["status"] !== "ACTIVE") continue;
    const hidden = objectIn(objectIn(structuredClone(app), "visibility"), "hide")["web"] === true;
    found.push({
      id: `00ub${appId.slice(4)}`,
      label: app["label"],
      linkUrl: `${ORG}/home/${String(app["name"])}/${appId}/0`,
      logoUrl: `${ORG}/assets/img/logos/default.png`,
      appName: app["name"],
      appInstanceId: appId,
      appAssignmentId: `0ua${userId.slice(3, 11)}${appId.slice(-9)}`,
      credentialsSetup: false,
      hidden,
      sortOrder: found.length,
    });
  }
  return json(call, store, found);
};

export const groupHandlers: Record<string, Handler> = {
  [`PUT ${GROUPS}/{groupId}/users/{userId}`]: membership((ids, userId) => ids.add(userId)),
  [`DELETE ${GROUPS}/{groupId}/users/{userId}`]: membership((ids, userId, store, groupId) => {
    ids.delete(userId);
    releaseFromRules(store, groupId, userId);
  }),
  [`GET ${USERS}/{userId}/appLinks`]: appLinks,
};
