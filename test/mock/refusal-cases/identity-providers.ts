import { type Case, V, idp, oidcIdp, saml, samlIdp, user, x5c, publishing } from "./fixtures.ts";

export const identityProvidersCases: Case[] = [
  [
    "POST /idps",
    "E0000001",
    "key store",
    async (org) => {
      const { policy: rules, name } = oidcIdp();
      return org.ask(`POST ${V}/idps`, { type: "SAML2", name, protocol: saml("nothing"), policy: rules });
    },
  ],
  [
    "POST /idps/credentials/keys",
    "E0000096",
    "already",
    async ({ ask }) => {
      const body = { x5c: [x5c()] };
      await ask(`POST ${V}/idps/credentials/keys`, body);
      return ask(`POST ${V}/idps/credentials/keys`, body);
    },
  ],
  [
    "POST /idps/credentials/keys",
    "E0000001",
    "no valid",
    ({ ask }) => ask(`POST ${V}/idps/credentials/keys`, { x5c: ["AAAA"] }),
  ],
  [
    "DELETE /idps/credentials/keys/{keyId}",
    "E0000001",
    "uses the certificate",
    async (org) => org.ask(`DELETE ${V}/idps/credentials/keys/${(await samlIdp(org)).kid}`),
  ],
  [
    "PUT /idps/{idpId}",
    "E0000001",
    "type differs",
    async (org) => {
      const id = await idp(org);
      const { body } = await org.ask(`GET ${V}/idps/${id}`);
      return org.ask(`PUT ${V}/idps/${id}`, { ...body, type: "MICROSOFT" });
    },
  ],
  ...publishing(
    async (org) => `/idps/${await idp(org)}`,
    "POST /idps/{idpId}/credentials/csrs/{csrId}/lifecycle/publish",
    ["another key", "90 days"],
  ),
  [
    "POST /idps/{idpId}/credentials/keys/{keyId}/clone",
    "E0000001",
    "has the key",
    async (org) => {
      const [one, other] = [await idp(org), await idp(org)];
      const { kid } = (await org.ask(`POST ${V}/idps/${one}/credentials/keys/generate?validityYears=2`)).body;
      const clone = `POST ${V}/idps/${one}/credentials/keys/${kid}/clone?targetIdpId=${other}`;
      await org.ask(clone);
      return org.ask(clone);
    },
  ],
  [
    "POST /idps/{idpId}/users/{userId}",
    "E0000001",
    "SAML",
    async (org) => org.ask(`POST ${V}/idps/${(await samlIdp(org)).id}/users/${await user(org)}`, { externalId: "x" }),
  ],
  [
    "POST /idps/{idpId}/credentials/keys/generate",
    "E0000001",
    "above 10",
    async (org) => org.ask(`POST ${V}/idps/${await idp(org)}/credentials/keys/generate?validityYears=11`),
  ],
  [
    "POST /idps/{idpId}/credentials/csrs",
    "E0000001",
    "incomplete",
    async (org) =>
      org.ask(`POST ${V}/idps/${await idp(org)}/credentials/csrs`, {
        subject: { commonName: "Test", countryName: "Atlantis" },
      }),
  ],
];
