import { isObject, type Obj } from "../../../openapi/document.ts";
import { oktaId } from "../../responses/ids.ts";
import { fill, objectIn, textsAt } from "../engine/fill.ts";
import { lifecycleLinks, link } from "../engine/links.ts";
import { byPriority, inOrder, type Order, setPriority } from "../engine/priority.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { APPS, GROUPS, parentOf, POLICIES, USERS, ZONES } from "../engine/paths.ts";
import type { At, Behaviour, Change, ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";
import {
  ACTIONS,
  CONDITIONS,
  DEFAULT_NAMES,
  FOR_GROUPS,
  isOktasAlone,
  NEWER,
  RULE_TYPES,
  SETTINGS,
} from "./policy-defaults.ts";

/** Policies of every type, with the default one that each org has, and their rules. */

const RULES = `${POLICIES}/{policyId}/rules`;

/** The id of a default policy: the same in every run. */
const defaultId = (type: string) =>
  `${NEWER.has(type) ? "rst" : "00p"}0${type.toLowerCase().replace(/_/g, "")}0000000000000000`.slice(0, 20);

const everyone = (store: ResourceStore) =>
  [...store.list(store.collectionAt(GROUPS), GROUPS).values()].find((group) => group["type"] === "BUILT_IN")?.["id"];

/** What the ids in a condition belong to, by the condition's place. */
const CONDITION_TARGETS: [path: string[], target: string][] = [
  [["people", "groups"], GROUPS],
  [["people", "users"], USERS],
  [["network"], ZONES],
];

/** Values of conditions that are no ids. */
const WORDS = new Set(["ALL_ZONES", "EVERYONE"]);

/** @throws ApiError 400 for a condition that names a group, a user or a zone that there is not */
function checkConditions(resource: Obj, store: ResourceStore): void {
  for (const [path, target] of CONDITION_TARGETS) {
    const collection = store.routes.collections.get(target);
    if (!collection) continue;
    const known = store.list(collection, target);
    for (const side of ["include", "exclude"]) {
      const strange = textsAt(resource, "conditions", ...path, side).filter((id) => !known.has(id) && !WORDS.has(id));
      const field = ["conditions", ...path, side].join(".");
      if (strange.length > 0) {
        throw invalid(field, [`${field}: Resource(s) not found: ${strange.join(", ")} (${collection.kind})`]);
      }
    }
  }
}

/** Policies of one type are in one order; of the newer types only their rules are. */
const orderOf = ({ type }: Obj): Order | undefined =>
  NEWER.has(String(type)) ? undefined : { among: (other) => other["type"] === type, gaps: false };

function complete(policy: Obj, change: Change): void {
  const { store, previous, query } = change;
  const now = store.now();
  const type = String(policy["type"]);
  const before = previous ?? {};
  policy["status"] ??= before["status"] ?? (query?.get("activate") === "false" ? "INACTIVE" : "ACTIVE");
  policy["system"] ??= false;
  completeConditions(policy, type, store);
  if (SETTINGS[type]) {
    if (policy["settings"] == null) delete policy["settings"];
    fill(policy, { settings: before["settings"] ?? SETTINGS[type] });
  }
  fill(policy, { description: before["description"] ?? null, created: now, lastUpdated: now });
  const order = orderOf(policy);
  if (order) setPriority(order, policy, change);
  else policy["priority"] = 1;
}

function completeConditions(policy: Obj, type: string, store: ResourceStore): void {
  if (FOR_GROUPS.has(type) && policy["conditions"] == null) {
    policy["conditions"] = { people: { groups: { include: [everyone(store)] } } };
  }
  if (type === "PASSWORD") {
    policy["conditions"] = {
      ...(isObject(policy["conditions"]) ? policy["conditions"] : {}),
      authProvider: { provider: "OKTA", ...objectIn(objectIn(policy, "conditions"), "authProvider") },
    };
  }
  policy["conditions"] ??= null;
}

const unknownType = (_: string, cause: string) => new ApiError(400, "E0000002", undefined, [cause]);

export const policies: Behaviour = {
  newId: ({ body }) => oktaId(NEWER.has(String(body["type"])) ? "rst" : "00p"),
  initial: () =>
    Object.entries(DEFAULT_NAMES).map(([type, name]) => ({
      id: defaultId(type),
      type,
      name,
      status: "ACTIVE",
      description:
        type === "ACCESS_POLICY"
          ? "Require two factors to access."
          : "The default policy applies in all situations if no other policy applies.",
      system: true,
    })),
  check(policy, change) {
    const { store, list, id, previous } = change;
    checkKind(policy, change, store.collectionAt(POLICIES).schema, "type", unknownType);
    if (previous && policy["type"] !== previous["type"]) throw invalid("type", ["type: The type of a policy stays."]);
    const name = String(policy["name"] ?? "");
    const same = [...store.data.collection(list)].some(
      ([otherId, other]) => otherId !== id && other["type"] === policy["type"] && other["name"] === name,
    );
    if (same) throw invalid("name", ["name: Policy name already in use"]);
    if (!previous && isOktasAlone(String(policy["type"]))) {
      throw invalid("type", [`type: Okta alone creates policies of the type ${String(policy["type"])}.`]);
    }
    checkConditions(policy, store);
  },
  complete,
  ...inOrder(orderOf),
  links: (policy, { path }) => ({
    ...(NEWER.has(String(policy["type"])) && { mappings: link(`${path}/mappings`, "GET", "POST") }),
    self: link(path, ...["GET", "PUT", ...(policy["system"] === true ? [] : ["DELETE"])]),
    rules: link(`${path}/rules`, "GET", "POST"),
    ...(policy["system"] !== true && lifecycleLinks(path, policy["status"])),
  }),
  q: { in: ["name"], anywhere: true },
  checkQuery(query, store) {
    const { schema } = store.collectionAt(POLICIES);
    checkKind({ type: query.get("type") }, { store, previous: undefined }, schema, "type", unknownType);
  },
  parameters: {
    resourceId: (_, resourceId, { store, id }) =>
      store.data.hidden.get(`${APPS}/${resourceId}`)?.["accessPolicy"] === id,
  },
  embeds: {
    rules: (_, { store, path }) => {
      const [collection, list] = [store.collectionAt(RULES), `${path}/rules`];
      return {
        rules: [...store.list(collection, list)]
          .sort(([, a], [, b]) => byPriority(a, b))
          .map(([id, rule]) => ({ ...rule, _links: policyRules.links!(rule, store.at(collection, list, id), true) })),
      };
    },
  },
};

const policyOf = (store: ResourceStore, list: string) =>
  store.get(POLICIES, decodeURIComponent(parentOf(list).split("/").at(-1)!));

/** The type of the policies that have a rule of this type. */
const policyTypeOf = ({ type }: Obj): string =>
  Object.keys(RULE_TYPES).find((policy) => RULE_TYPES[policy] === type) ?? String(type);

/** @throws ApiError 400 for a condition on zones that names none, or both those that fit and those that do not */
function checkZones(rule: Obj): void {
  const network = isObject(rule["conditions"]) ? rule["conditions"]["network"] : undefined;
  if (!isObject(network) || network["connection"] !== "ZONE") return;
  const named = ["include", "exclude"].filter((name) => textsAt(network, name).length > 0);
  if (named.length === 1) return;
  throw invalid("conditions.network", [
    "conditions.network: You should either include or exclude network zones when you use zones in the policy rule.",
  ]);
}

/** The rules of a policy are in one order. */
const orderOfRules = ({ store, list }: At): Order => ({
  among: () => true,
  gaps: NEWER.has(String(policyOf(store, list)?.["type"])),
});

export const policyRules: Behaviour = {
  prefix: "0pr",
  unique: [["name"]],
  taken: () => invalid("name", ["name: Policy rule name already in use"]),
  homeOf(store, list, rule) {
    const fits = (policy: Obj | undefined) =>
      (RULE_TYPES[String(policy?.["type"])] ?? policy?.["type"]) === rule["type"];
    if (fits(policyOf(store, list))) return list;
    const [id] = [...store.data.collection(POLICIES)].find(([, policy]) => fits(policy)) ?? [];
    return `${POLICIES}/${id ?? defaultId(policyTypeOf(rule))}/rules`;
  },
  retains: ["status", "actions"],
  check(rule, { store, list, previous }) {
    const type = String(policyOf(store, list)?.["type"]);
    if (rule["type"] !== (RULE_TYPES[type] ?? type)) {
      throw invalid("type", [`type: A policy of the type ${type} has no rules of the type ${String(rule["type"])}.`]);
    }
    if (!previous && type === "PROFILE_ENROLLMENT") {
      throw invalid("rule", ["A policy of this type has one rule, its catch-all rule. Change that."]);
    }
    checkZones(rule);
    checkConditions(rule, store);
    const isCatchAll = previous?.["system"] === true && NEWER.has(type);
    const changed = (name: string) => JSON.stringify(rule[name] ?? null) !== JSON.stringify(previous?.[name] ?? null);
    if (isCatchAll && isObject(rule["conditions"]) && changed("conditions")) throw new ApiError(403, "E0000077");
  },
  prepare(body, { store, list, previous }) {
    const type = String(policyOf(store, list)?.["type"]);
    return { ...body, type: body["type"] ?? previous?.["type"] ?? RULE_TYPES[type] ?? type };
  },
  initial(store, list) {
    const policy = policyOf(store, list);
    const type = String(policy?.["type"]);
    // An access or enrollment policy has a rule for whoever no other is for.
    if (policy?.["system"] !== true && type !== "ACCESS_POLICY" && type !== "PROFILE_ENROLLMENT") return [];
    const catchAll = NEWER.has(type);
    return [
      {
        id: oktaId(catchAll ? "rul" : "0pr"),
        type: RULE_TYPES[type] ?? type,
        name: catchAll ? "Catch-all Rule" : "Default Rule",
        system: true,
      },
    ];
  },
  complete(rule, change) {
    const now = change.store.now();
    const type = policyTypeOf(rule);
    if (rule["conditions"] == null) delete rule["conditions"];
    if (rule["actions"] == null) delete rule["actions"];
    fill(rule, {
      status: "ACTIVE",
      created: now,
      lastUpdated: now,
      ...(ACTIONS[type] && { actions: ACTIONS[type] }),
      ...(CONDITIONS[type] && { conditions: CONDITIONS[type] }),
    });
    rule["conditions"] ??= null;
    rule["system"] ??= false;
    setPriority(orderOfRules(change), rule, change);
  },
  ...inOrder((_, at) => orderOfRules(at)),
  links: (rule, { path }) => ({
    self: link(path, ...["GET", "PUT", ...(rule["system"] === true ? [] : ["DELETE"])]),
    ...(rule["system"] !== true && lifecycleLinks(path, rule["status"])),
  }),
};
