import { type Case, V, idOf, sms, origin } from "./fixtures.ts";

export const orgCases: Case[] = [
  [
    "POST /templates/sms",
    "E0000001",
    "lacks",
    ({ ask }) => ask(`POST ${V}/templates/sms`, sms({ template: "No code" })),
  ],
  [
    "POST /templates/sms/{templateId}",
    "E0000001",
    "lacks",
    async (org) =>
      org.ask(`POST ${V}/templates/sms/${await idOf(org, "/templates/sms", sms())}`, { template: "No code" }),
  ],
  ["PUT /templates/sms/{templateId}", "E0000001", "default", ({ ask }) => ask(`PUT ${V}/templates/sms/default`, sms())],
  [
    "POST /threats/configuration",
    "E0000001",
    "no zone",
    ({ ask }) => ask(`POST ${V}/threats/configuration`, { action: "audit", excludeZones: ["nzonothing0000000000"] }),
  ],
  [
    "POST /templates/sms",
    "E0000001",
    "lacks",
    ({ ask }) => ask(`POST ${V}/templates/sms`, sms({ translations: { de: "No code" } })),
  ],
  [
    "POST /trustedOrigins",
    "E0000003",
    "scope",
    ({ ask }) => ask(`POST ${V}/trustedOrigins`, { ...origin(), scopes: [{ type: "cors" }] }),
  ],
  [
    "PUT /trustedOrigins/{trustedOriginId}",
    "E0000003",
    "scope",
    async (org) => {
      const id = await idOf(org, "/trustedOrigins", origin());
      return org.ask(`PUT ${V}/trustedOrigins/${id}`, { ...origin(), scopes: [{ type: "cors" }] });
    },
  ],
  ["POST /org", "E0000001", "malformed", ({ ask }) => ask(`POST ${V}/org`, { website: "www.example.com" })],
  [
    "PUT /org",
    "E0000001",
    "malformed",
    ({ ask }) => ask(`PUT ${V}/org`, { companyName: "Example", endUserSupportHelpURL: "help" }),
  ],
  [
    "GET /roles/{roleTypeOrRoleId}/subscriptions",
    "E0000007",
    "no such role",
    ({ ask }) => ask(`GET ${V}/roles/GARDENER/subscriptions`),
  ],
];
