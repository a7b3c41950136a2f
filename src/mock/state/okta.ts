import { invalid, Refusal } from "../server/errors.ts";
import type { Obj } from "../../openapi/document.ts";

/** What the document does not say: how Okta names and refuses, and which status follows which. */

export const USERS = "/api/v1/users";
export const GROUPS = "/api/v1/groups";
export const APPS = "/api/v1/apps";
export const ACCOUNTS = `${APPS}/{appId}/users`;
export const MEMBERS = `${GROUPS}/{groupId}/users`;
export const LINKED_OBJECTS = "/api/v1/meta/schemas/user/linkedObjects";
export const USER_TYPES = "/api/v1/meta/types/user";

/** Okta's names of kinds in 404s, as recorded, by path of the collection; the schema's name elsewhere. */
export const KINDS: Record<string, string> = {
  "/api/v1/apps": "AppInstance",
  "/api/v1/authorizationServers/{authServerId}/claims": "OAuth2Claim",
  "/api/v1/authorizationServers/{authServerId}/policies": "Policy",
  "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules": "PolicyRule",
  "/api/v1/authorizationServers/{authServerId}/scopes": "OAuth2Scope",
  "/api/v1/eventHooks": "Webhook",
  "/api/v1/groups": "UserGroup",
  "/api/v1/idps": "IdpTrust",
  "/api/v1/idps/credentials/keys": "IdpTrust",
  [LINKED_OBJECTS]: "LinkedObjectProperty",
  "/api/v1/meta/types/user": "CVDType",
  "/api/v1/policies": "Policy",
  "/api/v1/policies/{policyId}/rules": "PolicyRule",
  "/api/v1/templates/sms": "AppInstance",
};

/** Path parameters that name a thing of another collection. */
export const REFERENCES: Record<string, string> = {
  appId: "/api/v1/apps",
  appInstanceId: "/api/v1/apps",
  associatedUserId: "/api/v1/users",
  groupId: "/api/v1/groups",
  primaryUserId: "/api/v1/users",
  targetGroupId: "/api/v1/groups",
  userId: "/api/v1/users",
};

/** What Okta fills in where a new thing does not say: after the document's example of the same kind. */
export const DEFAULTED: Record<string, string[]> = {
  "/api/v1/apps": ["accessibility", "credentials", "visibility"],
};

/** Collections in which a property of a map goes when it is set to null. */
export const NULL_REMOVES = new Set(["/api/v1/mappings"]);

/** A body in the form of the thing that it changes, where that is another. */
export const bodyAsKept = (path: string, body: Obj): Obj =>
  path === `${APPS}/{appId}/features` && !("capabilities" in body) ? { capabilities: body } : body;

/** Everyone is in the group that Okta has built in. */
export const hasAll = (group: Obj | undefined): boolean => group?.["type"] === "BUILT_IN";

/** Properties that no two things of a collection may share. */
export const UNIQUE: Record<string, string[]> = {
  "/api/v1/groups": ["profile", "name"],
  "/api/v1/users": ["profile", "login"],
};

/** Collections whose things are refused to be deleted while active. */
const ACTIVE_STAYS: Record<string, () => Refusal> = {
  "/api/v1/apps": () =>
    new Refusal(403, "E0000056", undefined, ["The application must be deactivated before deletion."]),
  "/api/v1/apps/{appId}/credentials/secrets": () =>
    invalid("clientSecret", ["An active secret cannot be deleted. Deactivate it first."]),
  "/api/v1/eventHooks": () => invalid("eventHook", ["An active event hook cannot be deleted. Deactivate it first."]),
  "/api/v1/groups/rules": () => invalid("rule", ["An active rule cannot be deleted. Deactivate it first."]),
  "/api/v1/inlineHooks": () => invalid("inlineHook", ["An active inline hook cannot be deleted. Deactivate it first."]),
  "/api/v1/zones": () => invalid("zone", ["An active zone cannot be deleted. Deactivate it first."]),
};

/** @throws Refusal when Okta would not delete the thing as it is */
export function checkRemoval(path: string, thing: Obj): void {
  if (thing["system"] === true) throw new Refusal(403, "E0000006", undefined, ["A thing of the system stays."]);
  if (thing["status"] === "ACTIVE" && ACTIVE_STAYS[path]) throw ACTIVE_STAYS[path]();
}

/** @throws Refusal when Okta would not change the thing as it is */
export function checkChange(path: string, thing: Obj): void {
  if (path === "/api/v1/groups/rules" && thing["status"] === "ACTIVE") {
    throw invalid("rule", ["An active rule cannot be changed. Deactivate it first."]);
  }
}

/** The status of a thing that was just made, where that is not the example's. */
export function statusAtBirth(path: string, thing: Obj, query: URLSearchParams | undefined): unknown {
  const activate = query?.get("activate");
  if (path === `${USERS}/{userId}/factors`) {
    return activate === "true" || thing["factorType"] === "question" ? "ACTIVE" : "PENDING_ACTIVATION";
  }
  return activate === "false" && thing["status"] === "ACTIVE" ? "INACTIVE" : thing["status"];
}

/** Status after a verb, for everything but users. */
const AFTER: Record<string, string> = {
  activate: "ACTIVE",
  deactivate: "INACTIVE",
  disable: "DISABLED",
  enable: "ENABLED",
  subscribe: "subscribed",
  unsubscribe: "unsubscribed",
};

/** The status that a verb leads to; `undefined` for a verb that changes none. */
export function statusAfter(verb: string, current: unknown): string | undefined {
  const name = verb.toLowerCase();
  const enabled = current === "ENABLED" || current === "DISABLED";
  if (enabled && name === "activate") return "ENABLED";
  if (enabled && name === "deactivate") return "DISABLED";
  return Object.hasOwn(AFTER, name) ? AFTER[name] : undefined;
}
