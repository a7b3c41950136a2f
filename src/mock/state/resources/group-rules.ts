import type { Obj } from "../../../openapi/document.ts";
import { evaluate, parseRule } from "../expression/evaluate.ts";
import { fill, objectIn, textAt, textsAt } from "../engine/fill.ts";
import { switchStatus } from "../engine/lifecycle.ts";
import { GROUP_RULES, GROUPS, MEMBERS, pathOf, USERS } from "../engine/paths.ts";
import type { Behaviour, ResourceStore } from "../engine/resource-store.ts";
import { invalid } from "../http.ts";

/** Users whom a rule has put into a group. */
const assignedPath = (ruleId: string, groupId: string) => `${GROUP_RULES}/${ruleId}/assigned/${groupId}`;

const groupIdsOf = (rule: Obj) => textsAt(rule, "actions", "assignUserToGroups", "groupIds");
const expressionOf = (rule: Obj) => textAt(rule, "conditions", "expression", "value") ?? "";

const GONE = "A group of the rule is gone. Delete the rule.";

/** @throws ApiError 400 for a group that no rule can put users into */
function checkGroup(store: ResourceStore, id: string): void {
  const group = store.get(GROUPS, id);
  if (!group) throw invalid("groupIds", [`groupIds: There is no group ${id}`]);
  if (group["type"] !== "OKTA_GROUP") throw invalid("groupIds", [`groupIds: ${id} is not a group of Okta's.`]);
}

export const groupRules: Behaviour = {
  prefix: "0pr",
  unique: [["name"]],
  check(rule, { store, previous }) {
    if (previous?.["status"] === "INVALID") throw invalid("rule", [GONE]);
    if (previous?.["status"] === "ACTIVE") {
      throw invalid("rule", ["An active rule cannot be changed. Deactivate it first."]);
    }
    try {
      parseRule(expressionOf(rule));
    } catch (error) {
      throw invalid("conditions.expression", [`conditions.expression.value: ${(error as Error).message}`]);
    }
    if (previous && groupIdsOf(previous).join() !== groupIdsOf(rule).join()) {
      throw invalid("groupIds", ["groupIds: The groups of a rule cannot be changed."]);
    }
    if (!previous) for (const id of groupIdsOf(rule)) checkGroup(store, id);
  },
  complete(rule, { store }) {
    const now = store.now();
    fill(rule, { type: "group_rule", status: "INACTIVE", created: now, lastUpdated: now });
  },
  remove(rule, { store, id }, query) {
    if (rule["status"] === "ACTIVE") {
      throw invalid("rule", ["An active rule cannot be deleted. Deactivate it first."]);
    }
    if (query?.get("removeUsers") !== "true") return;
    for (const groupId of groupIdsOf(rule)) {
      const members = store.data.membersOf(pathOf(MEMBERS, groupId));
      for (const userId of store.data.membersOf(assignedPath(id, groupId))) members.delete(userId);
    }
  },
  transition(rule, verb, { store }) {
    if (rule["status"] === "INVALID") {
      if (verb === "activate") throw invalid("rule", [GONE]);
      return;
    }
    switchStatus(store, rule, verb);
    if (verb === "activate") for (const userId of store.data.collection(USERS).keys()) store.onUserChange(userId);
  },
  parameters: {
    // Words, not an expression.
    search: (rule, words, { store }) => {
      const names = [rule["name"], ...groupIdsOf(rule).map((id) => textAt(store.get(GROUPS, id), "profile", "name"))];
      const text = names.join(" ").toLowerCase();
      return words
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word));
    },
  },
  embeds: {
    groupIdToGroupNameMap: (rule, { store }) => ({
      groupIdToGroupNameMap: Object.fromEntries(
        groupIdsOf(rule).flatMap((id) => {
          const name = textAt(store.get(GROUPS, id), "profile", "name");
          return name === undefined ? [] : [[id, name]];
        }),
      ),
    }),
  },
};

/** A rule whose group is gone can only be deleted. */
export function invalidateRules(store: ResourceStore, groupId: string): void {
  for (const [id, rule] of store.data.collection(GROUP_RULES)) {
    if (groupIdsOf(rule).includes(groupId)) store.put(GROUP_RULES, id, { ...rule, status: "INVALID" });
  }
}

/** Puts users into the groups that the active rules give them, and takes them out of those that they no longer do. */
export function runRules(store: ResourceStore, userIds: Iterable<string>): void {
  const rules = [...store.data.collection(GROUP_RULES).values()].filter((rule) => rule["status"] === "ACTIVE");
  if (rules.length === 0) return;
  for (const userId of userIds) {
    const user = store.get(USERS, userId);
    if (user && user["status"] !== "DEPROVISIONED") for (const rule of rules) runRule(store, rule, user);
  }
}

function runRule(store: ResourceStore, rule: Obj, user: Obj): void {
  const userId = String(user["id"]);
  const fits = !isExcluded(store, rule, userId) && evaluates(store, rule, user);
  for (const groupId of groupIdsOf(rule)) {
    const group = store.get(GROUPS, groupId);
    if (!group) continue;
    const members = store.data.membersOf(pathOf(MEMBERS, groupId));
    const assigned = store.data.membersOf(assignedPath(String(rule["id"]), groupId));
    if (fits === members.has(userId)) continue;
    if (fits) {
      members.add(userId);
      assigned.add(userId);
    } else if (assigned.delete(userId)) members.delete(userId);
    else continue;
    store.put(GROUPS, groupId, { ...group, lastMembershipUpdated: store.now() });
  }
}

function isExcluded(store: ResourceStore, rule: Obj, userId: string): boolean {
  if (textsAt(rule, "conditions", "people", "users", "exclude").includes(userId)) return true;
  const groups = textsAt(rule, "conditions", "people", "groups", "exclude");
  return groups.some((groupId) => [...store.membersOf(groupId)].includes(userId));
}

/** A rule that cannot be evaluated for a user does not fit. */
function evaluates(store: ResourceStore, rule: Obj, user: Obj): boolean {
  const userId = String(user["id"]);
  const groups = [...store.data.collection(GROUPS)]
    .filter(([groupId, group]) => group["type"] === "BUILT_IN" || membersHave(store, groupId, userId))
    .map(([, group]) => group);
  try {
    return evaluate(parseRule(expressionOf(rule)), { user, groups, now: store.clock.now() }) === true;
  } catch {
    return false;
  }
}

const membersHave = (store: ResourceStore, groupId: string, userId: string) =>
  store.data.members.get(pathOf(MEMBERS, groupId))?.has(userId) === true;

/** Whoever is taken out of a group by hand stays out: the rules that put the user there make an exception. */
export function releaseFromRules(store: ResourceStore, groupId: string, userId: string): void {
  for (const [ruleId, rule] of store.data.collection(GROUP_RULES)) {
    if (!store.data.members.get(assignedPath(ruleId, groupId))?.delete(userId)) continue;
    const users = objectIn(objectIn(objectIn(rule, "conditions"), "people"), "users");
    users["exclude"] = [...textsAt(users, "exclude"), userId];
  }
}
