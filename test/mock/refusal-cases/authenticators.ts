import { type Case, V } from "./fixtures.ts";

export const authenticatorsCases: Case[] = [
  [
    "POST /authenticators",
    "E0000001",
    "unknown",
    ({ ask }) => ask(`POST ${V}/authenticators`, { key: "okta_email", name: "Email" }),
  ],
  [
    "POST /authenticators",
    "E0000157",
    "already",
    ({ ask }) => ask(`POST ${V}/authenticators`, { key: "webauthn", name: "Keys" }),
  ],
  [
    "POST /authenticators/{authenticatorId}/lifecycle/deactivate",
    "E0000148",
    "policy",
    async ({ ask }) => {
      const all = (await ask(`GET ${V}/authenticators`)).body;
      return ask(
        `POST ${V}/authenticators/${all.find((one: any) => one.key === "okta_email").id}/lifecycle/deactivate`,
      );
    },
  ],
];
