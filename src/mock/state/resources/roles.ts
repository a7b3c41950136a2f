import type { Obj } from "../../../openapi/document.ts";
import { oktaId } from "../../responses/ids.ts";
import { fill, textAt, textsAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS, GROUP_RULES, GROUPS, MEMBERS, ORG, parentOf, pathOf, USERS } from "../engine/paths.ts";
import type { Behaviour, Context, Handler, ResourceStore } from "../engine/resource-store.ts";
import { done, json } from "../engine/respond.ts";
import { page } from "../../responses/paging.ts";
import { ApiError, invalid, notFound } from "../http.ts";

/** Administrator roles of users and groups, and what they are limited to. */

const LABELS: Record<string, string> = {
  ACCESS_CERTIFICATIONS_ADMIN: "Access Certifications Administrator",
  ACCESS_REQUESTS_ADMIN: "Access Requests Administrator",
  API_ACCESS_MANAGEMENT_ADMIN: "API Access Management Administrator",
  API_ADMIN: "API Access Management Administrator",
  APP_ADMIN: "Application Administrator",
  GROUP_MEMBERSHIP_ADMIN: "Group Membership Administrator",
  HELP_DESK_ADMIN: "Help Desk Administrator",
  MOBILE_ADMIN: "Mobile Administrator",
  ORG_ADMIN: "Organization Administrator",
  READ_ONLY_ADMIN: "Read-only Administrator",
  REPORT_ADMIN: "Report Administrator",
  SUPER_ADMIN: "Super Administrator",
  USER_ADMIN: "Group Administrator",
  WORKFLOWS_ADMIN: "Workflows Administrator",
};

export const isRoleType = (type: string) => Object.hasOwn(LABELS, type);

/** Roles that can be limited to groups, and to apps. */
const FOR_GROUPS = new Set(["GROUP_MEMBERSHIP_ADMIN", "HELP_DESK_ADMIN", "USER_ADMIN"]);

export const roles: Behaviour = {
  newId: () => oktaId("ra1"),
  keeps: ["role", "resource-set"],
  check(role, { store, list, previous, body }) {
    const type = String(role["type"]);
    if (!previous && list.startsWith(GROUPS)) checkGroup(store, parentOf(list));
    if (type !== "CUSTOM" && !LABELS[type]) throw invalid("type", ["type: The role specified is invalid."]);
    if (type === "CUSTOM" && (!textAt(body, "role") || !textAt(body, "resource-set"))) {
      throw invalid("role", ["role: A custom role needs the ids of the role and of its resource set."]);
    }
    if (previous || type === "CUSTOM") return;
    if ([...store.data.collection(list).values()].some((one) => one["type"] === type)) {
      throw new ApiError(409, "E0000090");
    }
  },
  complete(role, { store, list }) {
    const now = store.now();
    const type = String(role["type"]);
    fill(role, {
      label: LABELS[type] ?? `Custom role ${String(role["role"])}`,
      type,
      status: "ACTIVE",
      created: now,
      lastUpdated: now,
      assignmentType: list.startsWith(USERS) ? "USER" : "GROUP",
    });
  },
  links: (role, { list }) => ({
    assignee: link(parentOf(list)),
    ...(role["type"] === "CUSTOM" && {
      role: link(`/api/v1/iam/roles/${String(role["role"])}`),
      "resource-set": link(`/api/v1/iam/resource-sets/${String(role["resource-set"])}`),
    }),
  }),
  embeds: {
    "targets/groups": (_, { store, path }) => ({
      targets: { groups: [...store.data.membersOf(`${path}/targets/groups`)].map((id) => store.get(GROUPS, id)) },
    }),
    "targets/catalog/apps": (_, at) => ({ targets: { catalog: { apps: appTargets(at.store, at.path) } } }),
  },
};

/** Members of a group that can have a role, at most. */
const MOST_MEMBERS = 5000;

/** @throws ApiError 400 for a group that takes no roles */
function checkGroup(store: ResourceStore, path: string): void {
  const id = path.slice(GROUPS.length + 1);
  const { type } = store.require(GROUPS, id);
  if (type === "BUILT_IN") throw new ApiError(400, "E0000211");
  if (type === "APP_GROUP") throw new ApiError(400, "E0000194");
  const rules = [...store.data.collection(GROUP_RULES).values()];
  if (rules.some((rule) => textsAt(rule, "actions", "assignUserToGroups", "groupIds").includes(id))) {
    throw new ApiError(400, "E0000192");
  }
  if (store.data.membersOf(pathOf(MEMBERS, id)).size > MOST_MEMBERS) throw new ApiError(400, "E0000193");
}

/** Names of catalog entries, and `name/id` of single apps. */
const targetsPath = (role: string) => `${role}/targets/catalog/apps`;

function catalogEntry(store: ResourceStore, target: string): Obj {
  const [name = "", id] = target.split("/");
  const apps = [...store.data.collection(APPS).values()];
  const app = id === undefined ? apps.find((one) => one["name"] === name) : store.get(APPS, id);
  return {
    ...(id !== undefined && { id }),
    name,
    displayName: (id !== undefined && app?.["label"]) || displayName(name),
    description: null,
    status: app?.["status"] ?? "ACTIVE",
    lastUpdated: app?.["lastUpdated"] ?? store.now(),
    category: "",
    verificationStatus: "OKTA_VERIFIED",
    website: null,
    features: [],
    signOnModes: app ? [app["signOnMode"]] : [],
    _links: {
      logo: [{ name: "medium", href: `${ORG}/assets/img/logos/default.png`, type: "image/png" }],
      self: link(`/api/v1/catalog/apps/${name}`),
    },
  };
}

const displayName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, " ");

const appTargets = (store: ResourceStore, role: string): Obj[] =>
  [...store.data.membersOf(targetsPath(role))].map((target) => catalogEntry(store, target));

/** The path of the role that a call is about, and its type. */
function roleOf({ store, place }: Context): { path: string; type: string } {
  const path = place.path.replace(/\/targets\/.*$/, "");
  const list = parentOf(path);
  const template = list.startsWith(USERS) ? `${USERS}/{userId}/roles` : `${GROUPS}/{groupId}/roles`;
  const role = store.resource(store.collectionAt(template), { list, id: place.params["roleId"]! });
  return { path, type: String(role["type"]) };
}

const listAppTargets: Handler = (context) => {
  const { store, call } = context;
  const status = call.query?.get("status");
  const found = appTargets(store, roleOf(context).path).filter((one) => !status || one["status"] === status);
  const { base, path, query } = call;
  const idOf = (entry: Obj) => `${String(entry["name"])}/${String(entry["id"])}`;
  const { items, links } = page(found, idOf, { base, path, query, size: 20, strict: true });
  return json(call, store, items, undefined, { link: links });
};

/** @throws ApiError 400 for a role that cannot be limited to apps */
function requireAppRole(type: string): void {
  if (type !== "APP_ADMIN" && type !== "CUSTOM") throw new ApiError(400, "E0000091");
}

function targetOf({ store, call, place }: Context): string {
  const name = call.params["appName"]!;
  const id = place.params["applicationId"];
  if (id !== undefined && store.get(APPS, id)?.["name"] !== name) throw notFound(id, "AppInstance");
  const known = [...store.data.collection(APPS).values()].some((app) => app["name"] === name);
  // The catalog has far more than what the org has instances of.
  if (!known && !/^[a-z][\w-]*$/i.test(name)) throw notFound(name, "CatalogApp");
  return id === undefined ? name : `${name}/${id}`;
}

const addAppTarget: Handler = (context) => {
  const { store, call } = context;
  const { path, type } = roleOf(context);
  requireAppRole(type);
  const targets = store.data.membersOf(targetsPath(path));
  const target = targetOf(context);
  const [name = ""] = target.split("/");
  if (target !== name && targets.has(name)) {
    throw invalid("role", [`role: All instances of ${name} are a target of the role already.`]);
  }
  // All instances of an app take the place of single ones.
  if (target === name) for (const other of targets) if (other.startsWith(`${name}/`)) targets.delete(other);
  targets.add(target);
  return emptied(call.operation.response("204") ? 204 : 200);
};

const removeAppTarget: Handler = (context) => {
  const { store } = context;
  const { path } = roleOf(context);
  const targets = store.data.membersOf(targetsPath(path));
  const target = targetOf(context);
  if (targets.size === 1 && targets.has(target)) {
    throw invalid("role", ["role: The last target of a role cannot be removed. Remove the role instead."]);
  }
  targets.delete(target);
  return emptied(204);
};

/** All apps instead of some. */
const allApps: Handler = (context) => {
  const { path, type } = roleOf(context);
  requireAppRole(type);
  context.store.data.membersOf(targetsPath(path)).clear();
  return emptied(context.call.operation.response("204") ? 204 : 200);
};

const emptied = (status: number) =>
  status === 204
    ? { status, headers: {}, body: undefined, source: "state" as const }
    : { status, headers: { "content-type": "application/json" }, body: "{}", source: "state" as const };

const groupTarget =
  (change: (ids: Set<string>, id: string) => void): Handler =>
  (context) => {
    const { store, call, place } = context;
    const { type } = roleOf(context);
    if (!FOR_GROUPS.has(type) && type !== "CUSTOM") throw new ApiError(400, "E0000091");
    change(store.data.membersOf(place.list), place.id);
    return done(call, store);
  };

const removeLast = (ids: Set<string>, id: string) => {
  if (ids.size === 1 && ids.has(id)) {
    throw invalid("role", ["role: The last target of a role cannot be removed. Remove the role instead."]);
  }
  ids.delete(id);
};

export const roleHandlers: Record<string, Handler> = Object.fromEntries(
  [`${USERS}/{userId}`, `${GROUPS}/{groupId}`].flatMap((owner) => {
    const apps = `${owner}/roles/{roleId}/targets/catalog/apps`;
    const groups = `${owner}/roles/{roleId}/targets/groups/${owner.startsWith(USERS) ? "{groupId}" : "{targetGroupId}"}`;
    return [
      [`GET ${apps}`, listAppTargets],
      [`PUT ${apps}`, allApps],
      [`PUT ${apps}/{appName}`, addAppTarget],
      [`DELETE ${apps}/{appName}`, removeAppTarget],
      [`PUT ${apps}/{appName}/{applicationId}`, addAppTarget],
      [`DELETE ${apps}/{appName}/{applicationId}`, removeAppTarget],
      [`PUT ${groups}`, groupTarget((ids, id) => ids.add(id))],
      [`DELETE ${groups}`, groupTarget(removeLast)],
    ];
  }),
);
