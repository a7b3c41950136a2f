import { type Case, DAY, type Org, SMS, TOTP, V, codeOf, factorsOf, hotpFactor, user } from "./fixtures.ts";

export const factorsCases: Case[] = [
  [
    "POST /users/{userId}/factors",
    "E0000001",
    "such a factor",
    async (org) => {
      const list = await factorsOf(org);
      const { headers, body } = await org.ask(`POST ${list}`, SMS);
      await org.ask(`POST ${list}/${body.id}/lifecycle/activate`, { passCode: headers.get("x-mock-passcode") });
      return org.ask(`POST ${list}`, SMS);
    },
  ],
  [
    "POST /users/{userId}/factors",
    "E0000098",
    "invalid",
    async (org) => org.ask(`POST ${await factorsOf(org)}`, { ...SMS, profile: { phoneNumber: "call me" } }),
  ],
  [
    "DELETE /users/{userId}/factors/{factorId}",
    "E0000038",
    "DEPROVISIONED",
    async (org) => {
      const id = await user(org);
      const { body } = await org.ask(`POST ${V}/users/${id}/factors`, TOTP);
      await org.ask(`POST ${V}/users/${id}/lifecycle/deactivate`);
      return org.ask(`DELETE ${V}/users/${id}/factors/${body.id}`);
    },
  ],
  ...(["lifecycle/activate", "verify"] as const).flatMap((word): Case[] => {
    const operation = `POST /users/{userId}/factors/{factorId}/${word}`;
    const isVerify = word === "verify";
    const active = async (org: Org) => {
      const list = await factorsOf(org);
      const made = await org.ask(`POST ${list}`, SMS);
      const path = `${list}/${made.body.id}`;
      if (!isVerify) return { path, passCode: codeOf(made) };
      await org.ask(`POST ${path}/lifecycle/activate`, { passCode: codeOf(made) });
      return { path, passCode: codeOf(await org.ask(`POST ${path}/verify`, {})) };
    };
    return [
      [
        operation,
        "E0000068",
        "wrong",
        async (org) => org.ask(`POST ${(await active(org)).path}/${word}`, { passCode: "none" }),
      ],
      [
        operation,
        "E0000083",
        "expired",
        async (org) => {
          const { path, passCode } = await active(org);
          org.clock.advance(DAY);
          return org.ask(`POST ${path}/${word}`, { passCode });
        },
      ],
      [
        operation,
        "E0000001",
        isVerify ? "not `ACTIVE`" : "not `PENDING_ACTIVATION`",
        async (org) => {
          const { path, passCode } = await hotpFactor(org);
          if (!isVerify) await org.ask(`POST ${path}/lifecycle/activate`, { passCode });
          return org.ask(`POST ${path}/${word}`, { passCode });
        },
      ],
    ];
  }),
  [
    "POST /users/{userId}/factors/{factorId}/verify",
    "E0000082",
    "used before",
    async (org) => {
      const { path, passCode } = await hotpFactor(org);
      await org.ask(`POST ${path}/lifecycle/activate`, { passCode });
      return org.ask(`POST ${path}/verify`, { passCode });
    },
  ],
  [
    "POST /users/{userId}/factors/{factorId}/verify",
    "E0000069",
    "locked the user out",
    async (org) => {
      const list = await factorsOf(org);
      const profile = { question: "disliked_food", answer: "turnip soup" };
      const { body } = await org.ask(`POST ${list}`, { factorType: "question", provider: "OKTA", profile });
      let last;
      for (let i = 0; i < 10; i += 1) last = await org.ask(`POST ${list}/${body.id}/verify`, { answer: "cake" });
      return last!;
    },
  ],
  [
    "POST /users/{userId}/factors",
    "E0000121",
    "extension",
    async (org) =>
      org.ask(`POST ${await factorsOf(org)}`, {
        factorType: "call",
        provider: "OKTA",
        profile: { phoneNumber: "+1 555 555 0100", phoneExtension: "ask Ada" },
      }),
  ],
];
