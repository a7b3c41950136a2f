import { type Case, V, certificate, domain } from "./fixtures.ts";

export const domainsCases: Case[] = [
  [
    "POST /domains",
    "E0000001",
    "reserved",
    ({ ask }) => ask(`POST ${V}/domains`, { domain: "id.okta.com", certificateSourceType: "MANUAL" }),
  ],
  [
    "POST /domains",
    "E0000161",
    "has the domain",
    async ({ ask }) => {
      await ask(`POST ${V}/domains`, { domain: "id.taken.test", certificateSourceType: "MANUAL" });
      return ask(`POST ${V}/domains`, { domain: "id.taken.test", certificateSourceType: "MANUAL" });
    },
  ],
  ["DELETE /domains/{domainId}", "E0000001", "default", ({ ask }) => ask(`DELETE ${V}/domains/default`)],
  ["POST /domains/{domainId}/verify", "E0000001", "default", ({ ask }) => ask(`POST ${V}/domains/default/verify`)],
  [
    "PUT /domains/{domainId}/certificate",
    "E0000165",
    "not been verified",
    async (org) => org.ask(`PUT ${V}/domains/${await domain(org)}/certificate`, certificate()),
  ],
  [
    "PUT /domains/{domainId}/certificate",
    "E0000001",
    "belong together",
    async (org) => {
      const id = await domain(org);
      await org.ask(`POST ${V}/domains/${id}/verify`);
      return org.ask(`PUT ${V}/domains/${id}/certificate`, certificate());
    },
  ],
];
