import { randomUUID } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import { page } from "../../responses/paging.ts";
import { objectAt } from "../engine/fill.ts";
import { attributesOf, parseExpression } from "../engine/filter-expression.ts";
import { APPS, GROUPS, USERS } from "../engine/paths.ts";
import type { Context, Handler, ResourceStore } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { type Call, invalid, type MockResponse } from "../http.ts";
import type { Role } from "../routes/roles.ts";

/** The System Log of a run: an event for what its calls did, after the events of the example org. */

const LOG = "/api/v1/logs";
/** Events that are kept; the oldest go. */
const KEPT = 1000;

/** Lifecycle calls of a kind of resources that are named alike in the log. */
const lifecycle = (item: string, event: string, verbs: string[]): [string, string][] =>
  verbs.map((verb) => [`POST ${item}/lifecycle/${verb}`, `${event}.${verb}`]);

/** Resources that are created, changed, deleted, and put in and out of use. */
const crud = (path: string, param: string, event: string): [string, string][] => [
  [`POST ${path}`, `${event}.create`],
  [`PUT ${path}/{${param}}`, `${event}.update`],
  [`DELETE ${path}/{${param}}`, `${event}.delete`],
  ...lifecycle(`${path}/{${param}}`, event, ["activate", "deactivate"]),
];

const USER = `${USERS}/{userId}`;

/** The event that a call becomes. */
const EVENTS = new Map<string, string>([
  [`POST ${USERS}`, "user.lifecycle.create"],
  [`POST ${USER}`, "user.account.update_profile"],
  [`PUT ${USER}`, "user.account.update_profile"],
  [`DELETE ${USER}`, "user.lifecycle.delete.initiated"],
  ...lifecycle(USER, "user.lifecycle", ["activate", "reactivate", "deactivate", "suspend", "unsuspend"]),
  ...lifecycle(USER, "user.account", ["unlock", "expire_password", "reset_password"]),
  [`POST ${USER}/lifecycle/reset_factors`, "user.mfa.factor.reset_all"],
  [`POST ${USER}/credentials/change_password`, "user.account.update_password"],
  [`POST ${USER}/factors/{factorId}/lifecycle/activate`, "user.mfa.factor.activate"],
  [`DELETE ${USER}/factors/{factorId}`, "user.mfa.factor.deactivate"],
  [`POST ${GROUPS}`, "group.lifecycle.create"],
  [`PUT ${GROUPS}/{groupId}`, "group.profile.update"],
  [`DELETE ${GROUPS}/{groupId}`, "group.lifecycle.delete"],
  [`PUT ${GROUPS}/{groupId}/users/{userId}`, "group.user_membership.add"],
  [`DELETE ${GROUPS}/{groupId}/users/{userId}`, "group.user_membership.remove"],
  ...crud(APPS, "appId", "application.lifecycle"),
  [`POST ${APPS}/{appId}/users`, "application.user_membership.add"],
  [`DELETE ${APPS}/{appId}/users/{userId}`, "application.user_membership.remove"],
  [`PUT ${APPS}/{appId}/groups/{groupId}`, "group.application_assignment.add"],
  [`DELETE ${APPS}/{appId}/groups/{groupId}`, "group.application_assignment.remove"],
  ...crud("/api/v1/policies", "policyId", "policy.lifecycle"),
  ...crud("/api/v1/zones", "zoneId", "zone"),
]);

/** Where the resource of a path parameter lives, and what the log calls its kind. */
const TARGETS: Record<string, { path: string; type: string }> = {
  userId: { path: USERS, type: "User" },
  groupId: { path: GROUPS, type: "UserGroup" },
  appId: { path: APPS, type: "AppInstance" },
  policyId: { path: "/api/v1/policies", type: "PolicyEntity" },
  zoneId: { path: "/api/v1/zones", type: "NetworkZone" },
};

function targetOf({ data }: ResourceStore, param: string, id: string): Obj[] {
  const place = TARGETS[param];
  if (!place) return [];
  const resource = data.collection(place.path).get(id) ?? {};
  const profile = objectAt(resource, "profile");
  const person = [profile["firstName"], profile["lastName"]].filter(Boolean).join(" ");
  const name = profile["name"] ?? resource["label"] ?? resource["name"];
  return [
    {
      id,
      type: place.type,
      alternateId: profile["login"] ?? resource["label"] ?? "unknown",
      displayName: name ?? (person || null),
      detailEntry: null,
    },
  ];
}

/** Reads what a call is about to change. @returns writes the event once that is done; `undefined` for no event */
export function watchCall(
  { store, call, place }: Context,
  role: Role | undefined,
): ((response: MockResponse) => void) | undefined {
  const known = EVENTS.get(call.operation.key);
  if (known === undefined) return undefined;
  const user = store.get(USERS, place.params["userId"] ?? "");
  // The first DELETE of a user deactivates.
  const onlyEnds = known === "user.lifecycle.delete.initiated" && user?.["status"] !== "DEPROVISIONED";
  const eventType = onlyEnds ? "user.lifecycle.deactivate" : known;
  const involved = Object.entries(place.params)
    .reverse()
    .flatMap(([param, id]) => targetOf(store, param, id));
  return ({ body }) => {
    const created = role?.does === "create" ? targetOf(store, role.collection.param, JSON.parse(body!).id) : [];
    writeEvent(store, call, eventType, [...created, ...involved]);
  };
}

function writeEvent(store: ResourceStore, call: Call, eventType: string, target: Obj[]): void {
  const events = store.data.collection(LOG);
  const uuid = randomUUID();
  const samples = store.routes.samples(store.model.operation("get", LOG));
  events.set(uuid, {
    ...samples.find((sample) => sample["eventType"] === "group.user_membership.add"),
    uuid,
    published: store.now(),
    eventType,
    legacyEventType: null,
    displayMessage: call.operation.definition.summary ?? null,
    outcome: { result: "SUCCESS", reason: null },
    target,
  });
  if (events.size > KEPT) events.delete(events.keys().next().value!);
}

/** The events of the example org, for a run to go on from. */
export function seedLog({ data, routes, model }: ResourceStore): void {
  for (const event of routes.samples(model.operation("get", LOG))) {
    data.collection(LOG).set(String(event["uuid"]), structuredClone(event));
  }
}

/** A page of the log. */
function readLog({ store, call }: Context): MockResponse {
  const { operation, query = new URLSearchParams(), base, path } = call;
  const time = (name: string) => Date.parse(query.get(name) ?? "");
  const [since, until] = [time("since"), time("until")];
  if (since > until) throw invalid("since", ["since: Must not be later than until."]);
  const filter = query.get("filter")?.trim();
  const test = filter ? parseExpression(filter) : () => true;
  const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (event: Obj) => {
    const at = Date.parse(String(event["published"]));
    if (at < since || at >= until || !test(attributesOf(event))) return false;
    const text = words.length > 0 ? JSON.stringify(event).toLowerCase() : "";
    return words.every((word) => text.includes(word));
  };
  const found = query.get("limit") === "0" ? [] : [...store.data.collection(LOG).values()].filter(fits);
  const descending = query.get("sortOrder") === "DESCENDING";
  if (descending) found.reverse();
  const size = Number(operation.parameter("limit", "query")?.schema?.["default"]);
  const endless = !query.has("until") && !descending;
  const idOf = (event: Obj) => String(event["uuid"]);
  const { items, links } = page(found, idOf, { base, path, query, size, strict: true, endless });
  return json(call, store, items, undefined, { link: links });
}

export const logHandlers: Record<string, Handler> = { [`GET ${LOG}`]: readLog };
