import { isObject, type Obj } from "../../../openapi/document.ts";
import { oktaId } from "../../responses/ids.ts";
import { fill, objectIn, textsAt } from "../engine/fill.ts";
import { lifecycleLinks, link } from "../engine/links.ts";
import { prioritized } from "../engine/priorities.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { APPS, GROUPS, parentOf, POLICIES } from "../engine/paths.ts";
import type { Behaviour, Change, ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";
import { ACTIONS, CONDITIONS, DEFAULT_NAMES, FOR_GROUPS, NEWER, RULE_TYPES, SETTINGS } from "./policy-defaults.ts";

/** Policies of every type, with the default one that each org has, and their rules. */

/** The priority of a rule for whoever no other is for. */
const LAST = 99;

const RULES = `${POLICIES}/{policyId}/rules`;

/** The id of a default policy: the same in every run. */
const defaultId = (type: string) =>
  `${NEWER.has(type) ? "rst" : "00p"}0${type.toLowerCase().replace(/_/g, "")}0000000000000000`.slice(0, 20);

const everyone = (store: ResourceStore) =>
  [...store.list(store.collectionAt(GROUPS), GROUPS).values()].find((group) => group["type"] === "BUILT_IN")?.["id"];

function complete(policy: Obj, { store, list, previous, query }: Change): void {
  const now = store.now();
  const type = String(policy["type"]);
  const before = previous ?? {};
  policy["status"] ??= before["status"] ?? (query?.get("activate") === "false" ? "INACTIVE" : "ACTIVE");
  policy["system"] = before["system"] ?? policy["system"] ?? false;
  completeConditions(policy, type, store);
  if (SETTINGS[type]) {
    if (policy["settings"] == null) delete policy["settings"];
    fill(policy, { settings: before["settings"] ?? SETTINGS[type] });
  }
  fill(policy, { description: before["description"] ?? null, created: now, lastUpdated: now });
  policy["priority"] = isRankedType(type)
    ? (policy["priority"] ?? before["priority"] ?? lastPriority(store, list, type) + 1)
    : 1;
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

/** The last place among the policies of a type that are not Okta's own; those come after all others. */
const lastPriority = (store: ResourceStore, list: string, type: string): number =>
  [...store.data.collection(list).values()].filter((one) => one["type"] === type && one["system"] !== true).length;

/** Apps name the newer policies, so that none of them comes before another. */
const isRankedType = (type: unknown) => !NEWER.has(String(type));

const unknownType = (_: string, cause: string) => new ApiError(400, "E0000002", undefined, [cause]);

export const policies: Behaviour = {
  ...prioritized((one, other) => one["type"] === other["type"] && isRankedType(one["type"])),
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
  },
  complete,
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
        rules: [...store.list(collection, list)].map(([id, rule]) => ({
          ...rule,
          _links: policyRules.links!(rule, store.at(collection, list, id), true),
        })),
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

/** The rule for whoever no other is for stays where it is. */
const isCatchAll = ({ system, priority }: Obj) => system === true && priority === LAST;

export const policyRules: Behaviour = {
  ...prioritized((one, other) => !isCatchAll(one) && !isCatchAll(other)),
  prefix: "0pr",
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
    checkZones(rule);
    const isOkta = previous?.["system"] === true && NEWER.has(type);
    const changed = (name: string) => JSON.stringify(rule[name] ?? null) !== JSON.stringify(previous?.[name] ?? null);
    if (isOkta && isObject(rule["conditions"]) && changed("conditions")) throw new ApiError(403, "E0000077");
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
        priority: catchAll ? LAST : 1,
        system: true,
      },
    ];
  },
  complete(rule, { store, list, previous }) {
    const now = store.now();
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
    rule["system"] = previous?.["system"] ?? rule["system"] ?? false;
    const own = [...store.data.collection(list).values()].filter((one) => one["system"] !== true).length;
    rule["priority"] =
      previous && isCatchAll(previous) ? LAST : (rule["priority"] ?? previous?.["priority"] ?? own + 1);
  },
  links: (rule, { path }) => ({
    self: link(path, ...["GET", "PUT", ...(rule["system"] === true ? [] : ["DELETE"])]),
    ...(rule["system"] !== true && lifecycleLinks(path, rule["status"])),
  }),
};
