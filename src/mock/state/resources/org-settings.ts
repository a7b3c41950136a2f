import type { Obj } from "../../../openapi/document.ts";
import { writeSingle } from "../engine/change-resource.ts";
import { textAt, textsAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { USERS, ZONES } from "../engine/paths.ts";
import type { Behaviour, Handler, InitialSingle, ResourceStore } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { ApiError, invalid } from "../http.ts";

/** Settings of the org: contacts, preferences, support access, ThreatInsight. */

const SUPPORT = "/api/v1/org/privacy/oktaSupport";
const DAY = 24 * 3600 * 1000;

function supportOf(store: ResourceStore): Obj {
  const kept = store.data.single.get(SUPPORT) ?? { support: "DISABLED", expiration: null };
  const isOver = typeof kept["expiration"] === "string" && Date.parse(kept["expiration"]) <= store.clock.now();
  return isOver ? { support: "DISABLED", expiration: null } : kept;
}

const shownSupport = (support: Obj): Obj => ({
  ...support,
  _links:
    support["support"] === "ENABLED"
      ? { extend: link(`${SUPPORT}/extend`, "POST"), revoke: link(`${SUPPORT}/revoke`, "POST") }
      : { grant: link(`${SUPPORT}/grant`, "POST") },
});

const support =
  (change?: (store: ResourceStore, present: Obj) => Obj): Handler =>
  ({ store, call }) => {
    const next = change ? change(store, supportOf(store)) : supportOf(store);
    store.data.single.set(SUPPORT, next);
    return json(call, store, shownSupport(next));
  };

const grant = (store: ResourceStore) => ({ support: "ENABLED", expiration: store.now(8 * 3600 * 1000) });
const revoke = () => ({ support: "DISABLED", expiration: null });
function extend(_: ResourceStore, present: Obj): Obj {
  if (present["support"] !== "ENABLED") {
    throw new ApiError(403, "E0000006", undefined, ["Okta's support has no access that could be extended."]);
  }
  return { ...present, expiration: new Date(Date.parse(String(present["expiration"])) + DAY).toISOString() };
}

const ORG_SETTINGS = "/api/v1/org";

/** @throws ApiError 400 for an address without its scheme */
const writeOrg =
  (over: boolean): Handler =>
  (context) => {
    const body = objectBody(context.call);
    for (const name of ["website", "endUserSupportHelpURL"]) {
      const url = textAt(body, name);
      if (url && !(/^https?:/i.test(url) && URL.canParse(url))) throw invalid(name, [`${name}: is no URL`]);
    }
    return writeSingle(context, context.store.routes.singles.get(ORG_SETTINGS)!, over);
  };

const preferences: Handler = ({ store, call }) => {
  const path = "/api/v1/org/preferences";
  const { showEndUserFooter = true } = store.data.single.get(path) ?? {};
  const word = showEndUserFooter ? "hideEndUserFooter" : "showEndUserFooter";
  return json(call, store, { showEndUserFooter, _links: { [word]: link(`${path}/${word}`, "POST") } });
};

const CONTACTS = "/api/v1/org/contacts";

export const contacts: Behaviour = {
  initial: () => [
    { contactType: "BILLING", userId: null },
    { contactType: "TECHNICAL", userId: null },
  ],
  retains: ["contactType"],
  goesBy: (contact, name) => String(contact["contactType"]).toLowerCase() === name.toLowerCase(),
  show(contact, { id }, { operation }) {
    const type = id.toLowerCase();
    if (operation.path === CONTACTS) contact["_links"] = { [type]: link(`${CONTACTS}/${type}`) };
    else contact["_links"] = contact["userId"] ? { user: link(`${USERS}/${String(contact["userId"])}`) } : {};
  },
};

const setContact: Handler = ({ store, call, place }) => {
  const collection = store.collectionAt(CONTACTS);
  const contact = store.resource(collection, place);
  const userId = objectBody(call)["userId"];
  if (typeof userId !== "string") throw invalid("userId", ["userId: The field cannot be left blank"]);
  const id = store.requireId(USERS, userId);
  store.put(CONTACTS, place.id, { ...contact, userId: id });
  return json(call, store, { userId: id, _links: { user: link(`${USERS}/${id}`) } });
};

/** `2026-01-05 09:30:00`, as this call of Okta's alone writes times. */
const plainTime = (store: ResourceStore) => store.now().slice(0, 19).replace("T", " ");
const THREATS = "/api/v1/threats/configuration";

export const threats: InitialSingle = (store) => ({
  action: "none",
  excludeZones: [],
  created: plainTime(store),
  lastUpdated: plainTime(store),
});

const zonesOf = (store: ResourceStore) => store.list(store.collectionAt(ZONES), ZONES);

const readThreats: Handler = ({ store, call, place }) =>
  json(call, store, {
    ...store.single(store.routes.singles.get(THREATS)!, place),
    _links: { self: link(THREATS, "GET", "POST") },
  });

const writeThreats: Handler = (context) => {
  const { store, call, place } = context;
  const body = objectBody(call);
  const { action } = body;
  checkKind(
    body,
    { store, previous: undefined },
    { $ref: "#/components/schemas/ThreatInsightConfiguration" },
    "action",
  );
  const kept = store.single(store.routes.singles.get(THREATS)!, place);
  const excludeZones = textsAt(body, "excludeZones");
  const strange = excludeZones.find((id) => !zonesOf(store).has(id));
  if (strange !== undefined) throw invalid("excludeZones", [`excludeZones: There is no zone ${strange}.`]);
  store.data.single.set(THREATS, {
    ...kept,
    ...(action !== undefined && { action }),
    excludeZones,
    lastUpdated: plainTime(store),
  });
  return readThreats(context);
};

export const orgHandlers: Record<string, Handler> = {
  [`GET ${SUPPORT}`]: support(),
  [`POST ${SUPPORT}/grant`]: support(grant),
  [`POST ${SUPPORT}/extend`]: support(extend),
  [`POST ${SUPPORT}/revoke`]: support(revoke),
  [`PUT ${ORG_SETTINGS}`]: writeOrg(false),
  [`POST ${ORG_SETTINGS}`]: writeOrg(true),
  "GET /api/v1/org/preferences": preferences,
  [`PUT ${CONTACTS}/{contactType}`]: setContact,
  [`GET ${THREATS}`]: readThreats,
  [`POST ${THREATS}`]: writeThreats,
};
