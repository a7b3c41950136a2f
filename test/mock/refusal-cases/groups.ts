import { type Case, EVERYONE, V, appGroup, group, groupRule, user, idOf } from "./fixtures.ts";

export const groupsCases: Case[] = [
  ["GET /groups", "E0000031", "parsed", ({ ask }) => ask(`GET ${V}/groups?search=name`)],
  ["POST /groups", "E0000001", "this name", ({ ask }) => ask(`POST ${V}/groups`, { profile: { name: "Engineering" } })],
  [
    "PUT /groups/{groupId}",
    "E0000001",
    "this name",
    async (org) => org.ask(`PUT ${V}/groups/${await group(org)}`, { profile: { name: "Engineering" } }),
  ],
  [
    "PUT /groups/{groupId}",
    "E0000006",
    "BUILT_IN",
    ({ ask }) => ask(`PUT ${V}/groups/${EVERYONE}`, { profile: { name: "All" } }),
  ],
  [
    "POST /groups/rules",
    "E0000001",
    "this name",
    async (org) => {
      await org.ask(`POST ${V}/groups/rules`, groupRule(await group(org), "Twice"));
      return org.ask(`POST ${V}/groups/rules`, groupRule(await group(org), "Twice"));
    },
  ],
  [
    "PUT /groups/rules/{ruleId}",
    "E0000001",
    "groups differ",
    async (org) => {
      const { body } = await org.ask(`POST ${V}/groups/rules`, groupRule(await group(org)));
      return org.ask(`PUT ${V}/groups/rules/${body.id}`, groupRule(await group(org)));
    },
  ],
  [
    "DELETE /groups/rules/{ruleId}",
    "E0000001",
    "active",
    async (org) => {
      const { body } = await org.ask(`POST ${V}/groups/rules`, groupRule(await group(org)));
      await org.ask(`POST ${V}/groups/rules/${body.id}/lifecycle/activate`);
      return org.ask(`DELETE ${V}/groups/rules/${body.id}`);
    },
  ],
  ["DELETE /groups/{groupId}", "E0000006", "BUILT_IN", ({ ask }) => ask(`DELETE ${V}/groups/${EVERYONE}`)],
  [
    "PUT /groups/{groupId}/users/{userId}",
    "E0000006",
    "APP_GROUP",
    async (org) => org.ask(`PUT ${V}/groups/${await appGroup(org)}/users/${await user(org)}`),
  ],
  [
    "PUT /groups/{groupId}/users/{userId}",
    "E0000060",
    "BUILT_IN",
    async (org) => org.ask(`PUT ${V}/groups/${EVERYONE}/users/${await user(org)}`),
  ],
  [
    "DELETE /groups/{groupId}/users/{userId}",
    "E0000006",
    "BUILT_IN",
    async (org) => org.ask(`DELETE ${V}/groups/${EVERYONE}/users/${await user(org)}`),
  ],
  ["GET /groups", "E0000094", "operator", ({ ask }) => ask(`GET ${V}/groups?filter=type+sw+"OKTA"`)],
  [
    "POST /groups/rules/{ruleId}/lifecycle/activate",
    "E0000001",
    "invalid",
    async (org) => {
      const id = await group(org);
      const rule = await idOf(org, "/groups/rules", groupRule(id));
      await org.ask(`DELETE ${V}/groups/${id}`);
      return org.ask(`POST ${V}/groups/rules/${rule}/lifecycle/activate`);
    },
  ],
];
