import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import { fill, textAt, textsAt } from "../engine/fill.ts";
import { lifecycleLinks, link } from "../engine/links.ts";
import { ACTOR, lastOf, LINKED_OBJECTS, parentOf, ZONES } from "../engine/paths.ts";
import type { Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { done, json, present } from "../engine/respond.ts";
import { inOrg } from "../engine/samples.ts";
import { checkKind, malformed } from "../engine/unknown-kinds.ts";
import { ApiError, invalid, notFound } from "../http.ts";
import { parameterExample } from "../routes/roles.ts";
import { isAddress } from "./ip-addresses.ts";
import { isRoleType } from "./roles.ts";

/** Kinds of resources that need few words: zones, trusted origins, SMS templates, subscriptions, features. */

/** What a zone of a type consists of. */
const PARTS: Record<string, string[]> = {
  IP: ["gateways", "proxies"],
  DYNAMIC: ["asns", "locations", "proxyType"],
  DYNAMIC_V2: ["asns", "locations", "ipServiceCategories"],
};

const RULES = /^\/api\/v1\/policies\/[^/]+\/rules$/;
const usesZone = (rule: Obj, id: string) =>
  ["include", "exclude"].some((name) => textsAt(rule, "conditions", "network", name).includes(id));

const isEmpty = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0);

/** @throws ApiError 400 for an entry that is no range of addresses */
function checkAddresses(zone: Obj, name: string): void {
  const entries = Array.isArray(zone[name]) ? zone[name].filter(isObject) : [];
  const strange = entries.find(({ type, value }) => !isAddress(String(type), String(value)));
  if (strange)
    throw invalid(name, [`${name}: ${String(strange["value"])} is no ${String(strange["type"])} of IP addresses.`]);
}

export const zones: Behaviour = {
  prefix: "nzo",
  unique: [["name"]],
  retains: ["status", "usage"],
  check(zone, change) {
    const { previous, store } = change;
    checkKind(zone, change, store.collectionAt(ZONES).schema, "type", malformed);
    if (previous && zone["type"] !== previous["type"]) throw invalid("type", ["type: The type of a zone stays."]);
    for (const name of ["gateways", "proxies"]) checkAddresses(zone, name);
    const parts = PARTS[String(zone["type"])];
    if (zone["system"] === true || !parts || parts.some((name) => !isEmpty(zone[name]))) return;
    throw invalid("zone", [`A zone of this type needs one of these: ${parts.join(", ")}.`]);
  },
  initial: () => [
    { id: "nzo0legacy0000000000", type: "IP", name: "LegacyIpZone", system: true, usage: "POLICY" },
    { id: "nzo0blocked000000000", type: "IP", name: "BlockedIpZone", system: true, usage: "BLOCKLIST" },
  ],
  complete(zone, { store }) {
    const now = store.now();
    zone["system"] ??= false;
    fill(zone, {
      status: "ACTIVE",
      usage: "POLICY",
      created: now,
      lastUpdated: now,
      ...(zone["type"] === "IP" && { gateways: null, proxies: null }),
    });
  },
  remove(_, { store, id }) {
    const isUsed = [...store.data.collections].some(
      ([path, rules]) => RULES.test(path) && [...rules.values()].some((rule) => usesZone(rule, id)),
    );
    if (isUsed) throw invalid("id", [`id: A rule uses the zone ${id}.`]);
  },
  links: (zone, { path }) => ({
    self: link(path, ...["GET", "PUT", ...(zone["system"] === true ? [] : ["DELETE"])]),
    ...lifecycleLinks(path, zone["status"]),
  }),
};

const SCOPE: Schema = { $ref: "#/components/schemas/TrustedOriginScope" };

export const trustedOrigins: Behaviour = {
  prefix: "tos",
  unique: [["name"], ["origin"]],
  retains: ["status"],
  check(origin, change) {
    const scopes = Array.isArray(origin["scopes"]) ? origin["scopes"].filter(isObject) : [];
    for (const scope of scopes) checkKind(scope, { ...change, previous: undefined }, SCOPE, "type", malformed);
    if (isOrigin(String(origin["origin"]))) return;
    throw invalid("origin", ["origin: Origin value is not valid"]);
  },
  complete(origin, { store }) {
    const now = store.now();
    fill(origin, { status: "ACTIVE", created: now, createdBy: ACTOR, lastUpdated: now, lastUpdatedBy: ACTOR });
  },
  links: (origin, { path }) => ({
    self: link(path, "GET", "PUT", "DELETE"),
    ...lifecycleLinks(path, origin["status"]),
  }),
  q: { in: ["name", "origin"], anywhere: true },
  attributes: ({ scopes }) => ({
    type: () => (Array.isArray(scopes) ? scopes.map((scope: Obj) => scope["type"]) : []),
  }),
};

/** Whether an address names a site: by a scheme that Okta knows, and without a path. */
function isOrigin(text: string): boolean {
  if (!/^(?:https?|ftp|ionic|capacitor):\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== "" && (pathname === "" || pathname === "/") && search === "" && hash === "";
}

const SMS = "/api/v1/templates/sms";

/** The translations of a template; null or an empty one takes one away. */
const textsIn = ({ translations }: Obj): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(translations) ? translations : {}).flatMap(([language, text]) =>
      text === null || text === "" ? [] : [[language, String(text)]],
    ),
  );

export const smsTemplates: Behaviour = {
  prefix: "cst",
  initial: () => [
    { id: "default", name: "Default", type: "SMS_VERIFY_CODE", template: "Your verification code is ${code}." },
  ],
  check(template, { id }) {
    if (id === "default" && template["id"] !== undefined) {
      throw invalid("template", ["template: The default template cannot be changed."]);
    }
    if (!String(template["template"] ?? "").includes("${code}")) {
      throw invalid("template", ["template: The macro ${code} is missing."]);
    }
    const [unfit] = Object.entries(textsIn(template)).find(([, text]) => !text.includes("${code}")) ?? [];
    if (unfit !== undefined) throw invalid("translations", [`translations.${unfit}: The macro \${code} is missing.`]);
  },
  complete(template, { store }) {
    const now = store.now();
    if (isObject(template["translations"])) template["translations"] = textsIn(template);
    fill(template, { type: "SMS_VERIFY_CODE", created: now, lastUpdated: now });
  },
  parameters: { templateType: (template, type) => template["type"] === type },
};

/** Deleting a template that is gone already is no error. */
const removeSms: Handler = ({ store, call, place }) => {
  if (place.id === "default") {
    throw new ApiError(403, "E0000006", undefined, ["The default template cannot be deleted."]);
  }
  store.remove(SMS, place.id);
  return done(call, store);
};

const OF_ROLE = "/api/v1/roles/";

export const subscriptions: Behaviour = {
  refresh({ data }, list) {
    if (!list.startsWith(OF_ROLE)) return;
    const role = lastOf(parentOf(list));
    // Custom roles go by their id.
    if (isRoleType(role) || /^cr0/.test(role)) return;
    data.collections.delete(list);
    throw notFound(role, "Role");
  },
  initial: (store) => {
    const type: Schema = { $ref: "#/components/schemas/NotificationType" };
    const known = store.model.refs.resolve(type)["x-extensible-enum"];
    return (Array.isArray(known) ? known : []).map((notificationType) => ({
      notificationType,
      channels: ["email"],
      status: "subscribed",
    }));
  },
  links: (subscription, { path }) => {
    const word = subscription["status"] === "subscribed" ? "unsubscribe" : "subscribe";
    return { [word]: link(`${path}/${word}`, "POST"), self: link(path) };
  },
};

const FEATURES = "/api/v1/features";

type FeatureSeed = [id: string, name: string, description: string, stage: string];
const SELF_SERVICE: FeatureSeed[] = [
  ["ftr0importmonitor000", "Import Monitoring", "Shows the imports that run or ran in the last day.", "EA"],
];

/** Features that another one needs. */
const needs = (id: string) => `${FEATURES}/${id}/dependencies`;

/** What the document's example feature needs, and what needs it. */
function relateExamples(store: ResourceStore, list: string): void {
  const operation = (word: string) => store.model.operation("get", `${FEATURES}/{featureId}/${word}`);
  const id = parameterExample(operation("dependencies")?.parameter("featureId", "path"));
  const known = store.data.collection(list);
  if (typeof id !== "string" || !known.has(id) || store.data.members.has(needs(id))) return;
  const collection = store.collectionAt(FEATURES);
  const seeded = (word: string) =>
    store.routes.samples(operation(word)).map((sample) => {
      const other = String(sample["id"]);
      if (!known.has(other)) store.seed(collection, list, inOrg(store.model, sample), other);
      return other;
    });
  for (const other of seeded("dependencies")) store.data.membersOf(needs(id)).add(other);
  for (const other of seeded("dependents")) store.data.membersOf(needs(other)).add(id);
}

export const features: Behaviour = {
  initial: () =>
    SELF_SERVICE.map(([id, name, description, value]) => ({
      id,
      type: "self-service",
      status: "DISABLED",
      name,
      description,
      stage: { value },
    })),
  refresh: relateExamples,
  complete(feature) {
    fill(feature, { type: "self-service", status: "DISABLED", description: null });
    const stage = feature["stage"] as Obj | undefined;
    if (stage?.["value"] === "BETA") fill(stage, { state: "OPEN" });
  },
  links: (feature, { path, id }) => {
    const word = feature["status"] === "ENABLED" ? "disable" : "enable";
    return {
      [word]: link(`${path}/${word}`, "POST"),
      self: link(path),
      dependents: link(`${FEATURES}/${id}/dependents`),
      dependencies: link(`${FEATURES}/${id}/dependencies`),
    };
  },
};

const related =
  (find: (id: string, other: string, needed: (id: string) => Set<string>) => boolean): Handler =>
  ({ store, call, place }) => {
    const id = place.params["featureId"]!;
    const collection = store.collectionAt(FEATURES);
    const found = [...store.list(collection, FEATURES)].filter(([other]) =>
      find(id, other, (one) => store.data.membersOf(needs(one))),
    );
    return json(
      call,
      store,
      found.map(([other, resource]) => present(store, collection, { list: FEATURES, id: other, resource }, call)),
    );
  };

const switchFeature: Handler = ({ store, call, place }) => {
  const id = place.params["featureId"]!;
  const word = call.params["lifecycle"]!.toUpperCase();
  if (word !== "ENABLE" && word !== "DISABLE") throw invalid("lifecycle", ["lifecycle: must be ENABLE or DISABLE"]);
  const collection = store.collectionAt(FEATURES);
  const list = store.list(collection, FEATURES);
  const status = `${word}D`;
  const others = [...list.keys()].filter((other) =>
    word === "ENABLE" ? store.data.membersOf(needs(id)).has(other) : store.data.membersOf(needs(other)).has(id),
  );
  const waiting = others.filter((other) => list.get(other)!["status"] !== status);
  if (waiting.length > 0 && call.query?.get("mode") !== "force") {
    const names = waiting.map((other) => String(list.get(other)!["name"])).join(", ");
    const cause = `${word === "ENABLE" ? "It needs" : "It is needed by"} ${names}.`;
    throw new ApiError(400, "E0000141", undefined, [cause]);
  }
  for (const one of [...waiting, id]) store.put(FEATURES, one, { ...list.get(one)!, status });
  return json(call, store, present(store, collection, { list: FEATURES, id, resource: list.get(id)! }, call));
};

/** Relations of an org, at most. */
const MOST_RELATIONS = 200;

export const linkedObjectDefinitions: Behaviour = {
  links: (definition) => ({ self: link(`${LINKED_OBJECTS}/${textAt(definition, "primary", "name") ?? ""}`) }),
  goesBy: (definition, name) => textAt(definition, "associated", "name") === name,
  check(definition, { store, list, previous }) {
    if (previous) return;
    if (store.data.collection(list).size >= MOST_RELATIONS) {
      throw invalid("linkedObject", [`An org has ${MOST_RELATIONS} relations at most.`]);
    }
    const names = [textAt(definition, "primary", "name"), textAt(definition, "associated", "name")];
    const unfit = names.find((name) => !/^[a-z]\w*$/i.test(name ?? ""));
    if (unfit !== undefined) throw invalid("name", [`name: Must be letters, digits and underscores: ${unfit}`]);
    const taken = [...store.data.collection(list).values()].flatMap((one) => [
      textAt(one, "primary", "name"),
      textAt(one, "associated", "name"),
    ]);
    const double = names.find((name) => taken.includes(name)) ?? (names[0] === names[1] ? names[0] : undefined);
    if (double === undefined) return;
    const side = double === names[0] ? "primary" : "associated";
    throw new ApiError(409, "E0000127", undefined, [`Linked object identifier for ${side} is already in use.`]);
  },
};

export const orgListHandlers: Record<string, Handler> = {
  [`DELETE ${SMS}/{templateId}`]: removeSms,
  [`GET ${FEATURES}/{featureId}/dependencies`]: related((id, other, needed) => needed(id).has(other)),
  [`GET ${FEATURES}/{featureId}/dependents`]: related((id, other, needed) => needed(other).has(id)),
  [`POST ${FEATURES}/{featureId}/{lifecycle}`]: switchFeature,
};
