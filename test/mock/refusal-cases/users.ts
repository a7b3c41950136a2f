import { profile } from "../http.ts";
import {
  type Case,
  type Org,
  PASSWORDS,
  QUESTION,
  V,
  bare,
  fresh,
  idOf,
  suspended,
  user,
  userType,
} from "./fixtures.ts";

/** Calls that change a user as one that was read in another version. */
const outdated = ["POST", "PUT"].flatMap((method): Case[] => {
  const change = async (org: Org, tag: string) =>
    org.ask(`${method} ${V}/users/${await user(org)}`, { profile: profile(fresh("version")) }, { "if-match": tag });
  return [
    [`${method} /users/{userId}`, "E0000231", "has changed since", (org) => change(org, 'W/"other"')],
    [`${method} /users/{userId}`, "E0000242", "syntax", (org) => change(org, "latest")],
  ];
});

export const usersCases: Case[] = [
  ...outdated,
  ["GET /users", "E0000031", "parsed", ({ ask }) => ask(`GET ${V}/users?search=status`)],
  ["GET /users", "E0000033", "More than one", ({ ask }) => ask(`GET ${V}/users?search=status+eq+"ACTIVE"&q=ada`)],
  [
    "POST /users",
    "E0000001",
    "login exists",
    async ({ ask }) => {
      const body = { profile: profile(fresh("twin")) };
      await ask(`POST ${V}/users`, body);
      return ask(`POST ${V}/users`, body);
    },
  ],
  [
    "POST /users",
    "E0000093",
    "20 groups",
    ({ ask }) =>
      ask(`POST ${V}/users`, {
        profile: profile(fresh("joiner")),
        groupIds: Array.from({ length: 21 }, (_, i) => `00g${String(i).padStart(17, "0")}`),
      }),
  ],
  [
    "POST /users",
    "E0000124",
    "without a password",
    ({ ask }) => ask(`POST ${V}/users?nextLogin=changePassword`, { profile: profile(fresh("next")) }),
  ],
  [
    "POST /users",
    "E0000125",
    "activate=false",
    ({ ask }) =>
      ask(`POST ${V}/users?nextLogin=changePassword&activate=false`, {
        profile: profile(fresh("next")),
        credentials: { password: { value: "correct-horse-1" } },
      }),
  ],
  [
    "POST /users/{userId}",
    "E0000001",
    "another user type",
    async (org) =>
      org.ask(`POST ${V}/users/${await user(org)}`, { type: { id: await idOf(org, "/meta/types/user", userType()) } }),
  ],
  [
    "PUT /users/{userId}",
    "E0000001",
    "missing",
    async (org) => org.ask(`PUT ${V}/users/${await user(org)}`, { profile: { firstName: "No", lastName: "Login" } }),
  ],
  [
    "POST /users/{userId}/credentials/change_password",
    "E0000038",
    "status",
    async (org) => org.ask(`POST ${V}/users/${await suspended(org)}/credentials/change_password`, PASSWORDS),
  ],
  [
    "POST /users/{userId}/credentials/change_password",
    "E0000035",
    "no password",
    async (org) =>
      org.ask(`POST ${V}/users/${await bare(org, "?activate=false")}/credentials/change_password`, PASSWORDS),
  ],
  [
    "POST /users/{userId}/credentials/change_recovery_question",
    "E0000038",
    "status",
    async (org) => org.ask(`POST ${V}/users/${await suspended(org)}/credentials/change_recovery_question`, QUESTION),
  ],
  [
    "POST /users/{userId}/credentials/change_recovery_question",
    "E0000036",
    "no password",
    async (org) =>
      org.ask(`POST ${V}/users/${await bare(org, "?activate=false")}/credentials/change_recovery_question`, QUESTION),
  ],
  [
    "POST /users/{userId}/credentials/forgot_password",
    "E0000034",
    "not `ACTIVE`",
    async (org) => org.ask(`POST ${V}/users/${await suspended(org)}/credentials/forgot_password`),
  ],
  [
    "POST /users/{userId}/credentials/forgot_password",
    "E0000087",
    "wrong",
    async (org) => {
      const id = await user(org);
      await org.ask(`POST ${V}/users/${id}/credentials/change_recovery_question`, QUESTION);
      return org.ask(`POST ${V}/users/${id}/credentials/forgot_password`, {
        password: { value: "correct-horse-2" },
        recovery_question: { answer: "another one" },
      });
    },
  ],
  ...(
    [
      ["activate", "E0000016", "neither", ""],
      ["expire_password", "E0000038", "neither", "", "suspend"],
      ["reactivate", "E0000038", "neither", "?sendEmail=false"],
      ["reset_factors", "E0000038", "DEPROVISIONED", "", "deactivate"],
      ["reset_password", "E0000038", "SUSPENDED", "?sendEmail=false", "suspend"],
      ["suspend", "E0000001", "not `ACTIVE`", "", "suspend"],
      ["unlock", "E0000032", "locked out", ""],
      ["unsuspend", "E0000001", "not `SUSPENDED`", ""],
      ["deactivate", "E0000038", "already", "", "deactivate"],
    ] as const
  ).map(([verb, code, when, query, before]): Case => [
    `POST /users/{userId}/lifecycle/${verb}`,
    code,
    when,
    async (org) => {
      const path = `POST ${V}/users/${await user(org)}/lifecycle`;
      if (before) await org.ask(`${path}/${before}`);
      return org.ask(`${path}/${verb}${query}`);
    },
  ]),
  [
    "POST /users/{userId}/lifecycle/reset_password",
    "E0000017",
    "owns the password",
    async (org) => {
      const id = await idOf(org, "/users", {
        profile: profile(fresh("directory")),
        credentials: { provider: { type: "FEDERATION", name: "FEDERATION" } },
      });
      return org.ask(`POST ${V}/users/${id}/lifecycle/reset_password?sendEmail=false`);
    },
  ],
  ["GET /users", "E0000094", "operator", ({ ask }) => ask(`GET ${V}/users?filter=profile.login+sw+"ada"`)],
  [
    "POST /users/{userId}/credentials/change_password",
    "E0000014",
    "current password",
    async (org) => {
      const oldPassword = { value: "wrong-horse-1" };
      return org.ask(`POST ${V}/users/${await user(org)}/credentials/change_password`, { ...PASSWORDS, oldPassword });
    },
  ],
  [
    "POST /users/{userId}/credentials/change_recovery_question",
    "E0000014",
    "password is wrong",
    async (org) =>
      org.ask(`POST ${V}/users/${await user(org)}/credentials/change_recovery_question`, {
        ...QUESTION,
        password: { value: "wrong-horse-1" },
      }),
  ],
  [
    "POST /users/{userId}/credentials/forgot_password",
    "E0000080",
    "password policy",
    async (org) => {
      const { password, recovery_question } = QUESTION;
      const id = await user(org, "", { credentials: { password, recovery_question } });
      const body = { password: { value: "short" }, recovery_question: { answer: recovery_question.answer } };
      return org.ask(`POST ${V}/users/${id}/credentials/forgot_password`, body);
    },
  ],
];
