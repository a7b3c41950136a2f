import { type Case, UNEVEN, V, attribute, bookmark, idOf, relation, userType } from "./fixtures.ts";

export const schemasCases: Case[] = [
  [
    "POST /meta/schemas/group/default",
    "E0000123",
    "enum",
    ({ ask }) => ask(`POST ${V}/meta/schemas/group/default`, UNEVEN),
  ],
  [
    "POST /meta/schemas/user/{schemaId}",
    "E0000123",
    "enum",
    ({ ask }) => ask(`POST ${V}/meta/schemas/user/default`, UNEVEN),
  ],
  [
    "POST /meta/schemas/apps/{appInstanceId}/default",
    "E0000123",
    "enum",
    async (org) => org.ask(`POST ${V}/meta/schemas/apps/${await bookmark(org)}/default`, UNEVEN),
  ],
  ...(["group/default", "user/{schemaId}", "apps/{appInstanceId}/default"] as const).map((path): Case => [
    `POST /meta/schemas/${path}`,
    "E0000001",
    "malformed",
    async (org) =>
      org.ask(
        `POST ${V}/meta/schemas/${path.replace("{schemaId}", "default").replace("{appInstanceId}", await bookmark(org))}`,
        attribute({ type: "text" }),
      ),
  ]),
  [
    "POST /meta/schemas/user/linkedObjects",
    "E0000127",
    "taken",
    async ({ ask }) => {
      const one = relation();
      await ask(`POST ${V}/meta/schemas/user/linkedObjects`, one);
      return ask(`POST ${V}/meta/schemas/user/linkedObjects`, { ...relation(), primary: one.primary });
    },
  ],
  [
    "POST /meta/schemas/user/linkedObjects",
    "E0000001",
    "malformed",
    ({ ask }) =>
      ask(`POST ${V}/meta/schemas/user/linkedObjects`, {
        ...relation(),
        primary: { name: "no name", title: "Boss", type: "USER" },
      }),
  ],
  [
    "POST /meta/types/user",
    "E0000001",
    "this name",
    async ({ ask }) => {
      const one = userType();
      await ask(`POST ${V}/meta/types/user`, one);
      return ask(`POST ${V}/meta/types/user`, one);
    },
  ],
  [
    "POST /meta/types/user/{typeId}",
    "E0000001",
    "differs",
    async (org) =>
      org.ask(`POST ${V}/meta/types/user/${await idOf(org, "/meta/types/user", userType())}`, { name: "other" }),
  ],
  [
    "PUT /meta/types/user/{typeId}",
    "E0000001",
    "differs",
    async (org) => org.ask(`PUT ${V}/meta/types/user/${await idOf(org, "/meta/types/user", userType())}`, userType()),
  ],
  [
    "DELETE /meta/types/user/{typeId}",
    "E0000142",
    "default",
    ({ ask }) => ask(`DELETE ${V}/meta/types/user/oty1default000000001`),
  ],
];
