import {
  type Case,
  type Org,
  V,
  bookmark,
  client,
  fresh,
  group,
  idOf,
  idp,
  org2org,
  user,
  appWith,
  publishing,
} from "./fixtures.ts";

export const appsCases: Case[] = [
  ["GET /apps", "E0000001", "malformed", ({ ask }) => ask(`GET ${V}/apps?expand=user/id,group/id`)],
  ["GET /apps", "E0000031", "parsed", ({ ask }) => ask(`GET ${V}/apps?filter=status+is+ACTIVE`)],
  [
    "POST /apps",
    "E0000001",
    "do not fit",
    ({ ask }) => ask(`POST ${V}/apps`, { name: "bookmark", label: " ", signOnMode: "BOOKMARK" }),
  ],
  [
    "PUT /apps/{appId}",
    "E0000001",
    "missing",
    async (org) =>
      org.ask(`PUT ${V}/apps/${await bookmark(org)}`, { name: "bookmark", label: " ", signOnMode: "BOOKMARK" }),
  ],
  ["DELETE /apps/{appId}", "E0000056", "active", async (org) => org.ask(`DELETE ${V}/apps/${await bookmark(org)}`)],
  [
    "POST /apps/{appId}/connections/default",
    "E0000001",
    "provisioning",
    async (org) =>
      org.ask(`POST ${V}/apps/${await org2org(org)}/connections/default`, { profile: { authScheme: "TOKEN" } }),
  ],
  ...publishing(
    async (org) => `/apps/${await bookmark(org)}`,
    "POST /apps/{appId}/credentials/csrs/{csrId}/lifecycle/publish",
    ["another key", "90 days"],
  ),
  [
    "POST /apps/{appId}/credentials/keys/generate",
    "E0000001",
    "below 2",
    async (org) => org.ask(`POST ${V}/apps/${await bookmark(org)}/credentials/keys/generate?validityYears=11`),
  ],
  [
    "POST /apps/{appId}/credentials/keys/{keyId}/clone",
    "E0000001",
    "has the key",
    async (org) => {
      const [one, other] = [await bookmark(org), await bookmark(org)];
      const [{ kid }] = (await org.ask(`GET ${V}/apps/${one}/credentials/keys`)).body;
      return org.ask(`POST ${V}/apps/${one}/credentials/keys/${kid}/clone?targetAid=${other}`);
    },
  ],
  [
    "POST /apps/{appId}/credentials/secrets",
    "E0000001",
    "two secrets",
    async (org) => {
      const list = `POST ${V}/apps/${await client(org)}/credentials/secrets`;
      await org.ask(list, {});
      return org.ask(list, {});
    },
  ],
  ...(
    [
      ["fewer than 14", "short", "client_secret_basic"],
      ["more than 100", "x".repeat(101), "client_secret_basic"],
      ["fewer than 32", "correct-horse-battery", "client_secret_jwt"],
      ["printable ASCII", "correct-horse-bättery", "client_secret_basic"],
      ["private_key_jwt", "correct-horse-battery", "private_key_jwt"],
    ] as const
  ).map(([when, secret, method]): Case => [
    "POST /apps/{appId}/credentials/secrets",
    "E0000001",
    when,
    async (org) =>
      org.ask(`POST ${V}/apps/${await client(org, method)}/credentials/secrets`, { client_secret: secret }),
  ]),
  [
    "DELETE /apps/{appId}/credentials/secrets/{secretId}",
    "E0000001",
    "is active",
    async (org) => {
      const list = `${V}/apps/${await client(org)}/credentials/secrets`;
      const { body } = await org.ask(`POST ${list}`, {});
      return org.ask(`DELETE ${list}/${body.id}`);
    },
  ],
  [
    "POST /apps/{appId}/credentials/secrets/{secretId}/lifecycle/deactivate",
    "E0000001",
    "only active",
    async (org) => {
      const list = `${V}/apps/${await client(org)}/credentials/secrets`;
      const [{ id }] = (await org.ask(`GET ${list}`)).body;
      return org.ask(`POST ${list}/${id}/lifecycle/deactivate`);
    },
  ],
  [
    "GET /apps/{appId}/features",
    "E0000001",
    "not enabled",
    async (org) => org.ask(`GET ${V}/apps/${await bookmark(org)}/features`),
  ],
  [
    "GET /apps/{appId}/features/{name}",
    "E0000001",
    "not enabled",
    async (org) => org.ask(`GET ${V}/apps/${await bookmark(org)}/features/USER_PROVISIONING`),
  ],
  [
    "PUT /apps/{appId}/features/{name}",
    "E0000001",
    "not enabled",
    async (org) =>
      org.ask(`PUT ${V}/apps/${await bookmark(org)}/features/USER_PROVISIONING`, {
        create: { lifecycleCreate: { status: "ENABLED" } },
      }),
  ],
  [
    "PUT /apps/{appId}/features/{name}",
    "E0000003",
    "does not belong",
    async (org) => {
      const app = `${V}/apps/${await org2org(org)}`;
      await org.ask(`POST ${app}/connections/default?activate=true`, { profile: { authScheme: "TOKEN", token: "t" } });
      return org.ask(`PUT ${app}/features/USER_PROVISIONING`, { importSettings: {}, importRules: {} });
    },
  ],
  [
    "POST /apps/{appId}/grants",
    "E0000001",
    "no such scope",
    async (org) =>
      org.ask(`POST ${V}/apps/${await client(org)}/grants`, { scopeId: "nothing", issuer: "https://example.okta.com" }),
  ],
  [
    "GET /apps/{appId}/sso/saml/metadata",
    "E0000019",
    "JSON only",
    async (org) =>
      org.ask(`GET ${V}/apps/${await org2org(org)}/sso/saml/metadata?kid=x`, undefined, { accept: "application/json" }),
  ],
  [
    "POST /apps/{appId}/users",
    "E0000062",
    "already",
    async (org) => {
      const list = `POST ${V}/apps/${await bookmark(org)}/users`;
      const id = await user(org);
      await org.ask(list, { id });
      return org.ask(list, { id });
    },
  ],
  ...(["POST /apps/{appId}/users", "POST /apps/{appId}/users/{userId}"] as const).flatMap((operation): Case[] => {
    const assign = async (org: Org, app: string, body: object, first: object = {}) => {
      const [list, id] = [`POST ${V}/apps/${app}/users`, await user(org)];
      if (!operation.endsWith("}")) return org.ask(list, { id, ...body });
      await org.ask(list, { id, ...first });
      return org.ask(`${list}/${id}`, body);
    };
    const declared = async (org: Org, mutability: string) => {
      const app = await bookmark(org);
      await org.ask(`POST ${V}/meta/schemas/apps/${app}/default`, {
        definitions: { custom: { properties: { badge: { title: "Badge", type: "string", mutability } } } },
      });
      return app;
    };
    return [
      [
        operation,
        "E0000041",
        "`credentials`",
        async (org) => {
          const app = await idOf(org, "/apps", {
            name: "template_swa",
            label: fresh("Shared"),
            signOnMode: "BROWSER_PLUGIN",
            credentials: { scheme: "SHARED_USERNAME_AND_PASSWORD", userName: "all" },
            settings: { app: { url: "https://a.test", usernameField: "u", passwordField: "p", buttonField: "b" } },
          });
          return assign(org, app, { credentials: { userName: "own" } });
        },
      ],
      [
        operation,
        "E0000077",
        "read-only",
        async (org) => assign(org, await declared(org, "READ_ONLY"), { profile: { badge: "7" } }),
      ],
      ...(operation.endsWith("}")
        ? [
            [
              operation,
              "E0000078",
              "only once",
              async (org: Org) =>
                assign(org, await declared(org, "IMMUTABLE"), { profile: { badge: "8" } }, { profile: { badge: "7" } }),
            ] as Case,
          ]
        : []),
    ];
  }),
  [
    "DELETE /apps/{appId}/users/{userId}",
    "E0000046",
    "from a group",
    async (org) => {
      const [app, id, member] = [await bookmark(org), await group(org), await user(org)];
      await org.ask(`PUT ${V}/groups/${id}/users/${member}`);
      await org.ask(`PUT ${V}/apps/${app}/groups/${id}`, {});
      return org.ask(`DELETE ${V}/apps/${app}/users/${member}`);
    },
  ],
  [
    "POST /apps/{appId}/users",
    "E0000117",
    "DEPROVISIONED",
    async (org) => {
      const id = await user(org);
      await org.ask(`POST ${V}/users/${id}/lifecycle/deactivate`);
      return org.ask(`POST ${V}/apps/${await bookmark(org)}/users`, { id });
    },
  ],
  [
    "POST /apps/{appId}/lifecycle/deactivate",
    "E0000143",
    "switched off",
    async ({ ask }) => {
      const all = (await ask(`GET ${V}/apps`)).body;
      return ask(`POST ${V}/apps/${all.find((one: any) => one.name === "saasure").id}/lifecycle/deactivate`);
    },
  ],
  [
    "POST /apps/{appId}/connections/default/lifecycle/activate",
    "E0000001",
    "set up",
    async (org) => org.ask(`POST ${V}/apps/${await org2org(org)}/connections/default/lifecycle/activate`),
  ],
  ["GET /policies", "E0000028", "`type`", ({ ask }) => ask(`GET ${V}/policies`)],
  [
    "GET /apps/{appId}/sso/saml/metadata",
    "E0000028",
    "`kid`",
    async (org) => org.ask(`GET ${V}/apps/${await org2org(org)}/sso/saml/metadata`),
  ],
  [
    "POST /users/{userId}/lifecycle/reset_password",
    "E0000028",
    "`sendEmail`",
    async (org) => org.ask(`POST ${V}/users/${await user(org)}/lifecycle/reset_password`),
  ],
  ...(["appId", "idpId"] as const).flatMap((param): Case[] => {
    const [root, target] = param === "appId" ? ["/apps", "targetAid"] : ["/idps", "targetIdpId"];
    const keys = `${root}/{${param}}/credentials/keys`;
    const at = async (org: Org) =>
      `${V}${root}/${await (param === "appId" ? bookmark(org) : idp(org))}/credentials/keys`;
    const clone = async (org: Org, query: string) => {
      const list = await at(org);
      const { kid } = (await org.ask(`POST ${list}/generate?validityYears=2`)).body;
      return org.ask(`POST ${list}/${kid}/clone${query}`);
    };
    return [
      [`POST ${keys}/generate`, "E0000028", "is missing", async (org) => org.ask(`POST ${await at(org)}/generate`)],
      [`POST ${keys}/{keyId}/clone`, "E0000028", "is missing", (org) => clone(org, "")],
      [`POST ${keys}/{keyId}/clone`, "E0000007", target!, (org) => clone(org, `?${target}=nothing`)],
    ];
  }),
  [
    "PUT /org/contacts/{contactType}",
    "E0000007",
    "no user",
    ({ ask }) => ask(`PUT ${V}/org/contacts/BILLING`, { userId: "nobody" }),
  ],
  ["POST /apps", "E0000003", "wrong type", ({ ask }) => ask(`POST ${V}/apps`, { signOnMode: "MAGIC", label: "Magic" })],
  [
    "PUT /apps/{appId}",
    "E0000003",
    "wrong type",
    async (org) =>
      org.ask(`PUT ${V}/apps/${await bookmark(org)}`, { name: "bookmark", signOnMode: "BOOKMARK", label: {} }),
  ],
  [
    "PUT /apps/{appId}/groups/{groupId}",
    "E0000001",
    "user schema",
    async (org) => {
      const app = await appWith(org, { seats: { title: "Seats", type: "integer" } });
      return org.ask(`PUT ${V}/apps/${app}/groups/${await group(org)}`, { profile: { seats: "many" } });
    },
  ],
  [
    "POST /apps/{appId}/users",
    "E0000001",
    "required attribute",
    async (org) => {
      const app = await appWith(org, { plan: { title: "Plan", type: "string", required: true } });
      return org.ask(`POST ${V}/apps/${app}/users`, { id: await user(org), scope: "USER" });
    },
  ],
  [
    "POST /apps/{appId}/users/{userId}",
    "E0000001",
    "user schema",
    async (org) => {
      const app = await appWith(org, { plan: { title: "Plan", type: "string", enum: ["free", "paid"] } });
      const id = await user(org);
      await org.ask(`POST ${V}/apps/${app}/users`, { id, profile: { plan: "free" } });
      return org.ask(`POST ${V}/apps/${app}/users/${id}`, { profile: { plan: "other" } });
    },
  ],
  [
    "POST /apps/{appId}/credentials/csrs",
    "E0000001",
    "incomplete",
    async (org) =>
      org.ask(`POST ${V}/apps/${await client(org)}/credentials/csrs`, { subject: { localityName: "London" } }),
  ],
];
