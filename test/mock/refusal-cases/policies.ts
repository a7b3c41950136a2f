import { type Case, V, bookmark, policy, systemPolicy, user, zone, idOf, signOnRule } from "./fixtures.ts";

export const policiesCases: Case[] = [
  [
    "GET /logs",
    "E0000001",
    "later",
    ({ ask }) => ask(`GET ${V}/logs?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z`),
  ],
  ["GET /logs", "E0000031", "parsed", ({ ask }) => ask(`GET ${V}/logs?filter=eventType`)],
  ["DELETE /zones/{zoneId}", "E0000001", "Okta created it", ({ ask }) => ask(`DELETE ${V}/zones/nzo0legacy0000000000`)],
  [
    "DELETE /policies/{policyId}",
    "E0000111",
    "Okta's own",
    async (org) => org.ask(`DELETE ${V}/policies/${await systemPolicy(org, "OKTA_SIGN_ON")}`),
  ],
  [
    "POST /policies/{policyId}/lifecycle/deactivate",
    "E0000111",
    "Okta's own",
    async (org) => org.ask(`POST ${V}/policies/${await systemPolicy(org, "OKTA_SIGN_ON")}/lifecycle/deactivate`),
  ],
  [
    "POST /policies/{policyId}/rules",
    "E0000001",
    "does not belong",
    async (org) => org.ask(`POST ${V}/policies/${await policy(org)}/rules`, { type: "PASSWORD", name: "Rule" }),
  ],
  ...(
    [
      ["PUT /policies/{policyId}/rules/{ruleId}", "E0000077", "catch-all", "PUT", ""],
      ["DELETE /policies/{policyId}/rules/{ruleId}", "E0000111", "Okta's own", "DELETE", ""],
      [
        "POST /policies/{policyId}/rules/{ruleId}/lifecycle/deactivate",
        "E0000111",
        "Okta's own",
        "POST",
        "/lifecycle/deactivate",
      ],
    ] as const
  ).map(([operation, code, when, method, after]): Case => [
    operation,
    code,
    when,
    async (org) => {
      const list = `${V}/policies/${await systemPolicy(org, "ACCESS_POLICY")}/rules`;
      const rule = (await org.ask(`GET ${list}`)).body.find((one: any) => one.system);
      const body = { ...rule, conditions: { people: { users: { include: [await user(org)] } } } };
      return org.ask(`${method} ${list}/${rule.id}${after}`, method === "PUT" ? body : undefined);
    },
  ]),
  [
    "POST /mappings/{mappingId}",
    "E0000001",
    "no such attribute",
    async (org) => {
      const [mapping] = (await org.ask(`GET ${V}/mappings?sourceId=${await bookmark(org)}`)).body;
      return org.ask(`POST ${V}/mappings/${mapping.id}`, {
        properties: { tempProperty: { expression: "appuser.userName", pushStatus: "DONT_PUSH" } },
      });
    },
  ],
  [
    "PUT /policies/{policyId}/rules/{ruleId}",
    "E0000001",
    "has the name",
    async (org) => {
      const list = `/policies/${await policy(org)}/rules`;
      const [first, second] = [signOnRule(), signOnRule()];
      await idOf(org, list, first);
      return org.ask(`PUT ${V}${list}/${await idOf(org, list, second)}`, first);
    },
  ],
  ["GET /policies", "E0000002", "lacks the engine", ({ ask }) => ask(`GET ${V}/policies?type=WEATHER`)],
  [
    "POST /policies",
    "E0000002",
    "lacks the engine",
    ({ ask }) => ask(`POST ${V}/policies`, { type: "WEATHER", name: "Sun" }),
  ],
  ["POST /zones", "E0000003", "unknown `type`", ({ ask }) => ask(`POST ${V}/zones`, { ...zone(), type: "MOON" })],
  [
    "PUT /zones/{zoneId}",
    "E0000003",
    "unknown `type`",
    async (org) => org.ask(`PUT ${V}/zones/${await idOf(org, "/zones", zone())}`, [zone()]),
  ],
  ["GET /logs", "E0000094", "operator", ({ ask }) => ask(`GET ${V}/logs?filter=target[type+eq+"User"]`)],
];
