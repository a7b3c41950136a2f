import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../src/mock/state/crypto/certificates.ts";
import { generateKey } from "../../src/mock/state/crypto/keys.ts";
import { hotp } from "../../src/mock/state/crypto/totp.ts";
import { profile } from "./http.ts";
import { oidcProviderNamed } from "./oidc-provider.ts";

type Response = { status: number; headers: Headers; body: any };
export interface Org {
  ask(request: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  state(): any;
  clock: { advance(ms: number): void };
}

/** A call that is refused: a part of what the document says of the case, and how to bring it about. */
export type Case = [operation: string, code: string, when: string, provoke: (org: Org) => Promise<Response>];

const DAY = 24 * 3600 * 1000;
const V = "/api/v1";
const EVERYONE = "00g0everyone00000000";
let count = 0;
const fresh = (word: string) => `${word}${(count += 1)}`;

async function idOf(org: Org, path: string, body: unknown): Promise<string> {
  const response = await org.ask(`POST ${V}${path}`, body);
  if (response.status >= 300) throw new Error(`POST ${path} ${response.status} ${JSON.stringify(response.body)}`);
  return response.body.id;
}

const user = (org: Org, query = "", more = {}) =>
  idOf(org, `/users${query}`, {
    profile: profile(fresh("person")),
    credentials: { password: { value: "correct-horse-1" } },
    ...more,
  });
const bare = (org: Org, query = "") => idOf(org, `/users${query}`, { profile: profile(fresh("person")) });
const group = (org: Org) => idOf(org, "/groups", { profile: { name: fresh("Group") } });
const bookmark = (org: Org) =>
  idOf(org, "/apps", {
    name: "bookmark",
    label: fresh("App"),
    signOnMode: "BOOKMARK",
    settings: { app: { url: "https://a.test", requestIntegration: false } },
  });
const client = (org: Org, method = "client_secret_basic") =>
  idOf(org, "/apps", {
    name: "oidc_client",
    label: fresh("Client"),
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: method } },
    settings: {
      oauthClient: { application_type: "web", grant_types: ["client_credentials"], response_types: ["token"] },
    },
  });
const org2org = (org: Org) =>
  idOf(org, "/apps", {
    name: "okta_org2org",
    label: fresh("Other org"),
    signOnMode: "SAML_2_0",
    settings: { app: {} },
  });
const server = (org: Org) =>
  idOf(org, "/authorizationServers", { name: fresh("API"), description: "", audiences: ["api://x"] });
const idp = (org: Org, more = {}) => idOf(org, "/idps", { ...oidcIdp(), ...more });
const oidcIdp = () => oidcProviderNamed(fresh("Provider"));
const policy = (org: Org, type = "OKTA_SIGN_ON") => idOf(org, "/policies", { type, name: fresh("Policy") });
const systemPolicy = async (org: Org, type: string) =>
  (await org.ask(`GET ${V}/policies?type=${type}`)).body.find((one: any) => one.system).id;
const signOnRule = (more = {}) => ({
  type: "SIGN_ON",
  name: fresh("Rule"),
  actions: { signon: { access: "ALLOW" } },
  ...more,
});
const zone = () => ({ type: "IP", name: fresh("Zone"), gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] });
const origin = () => ({ name: fresh("Site"), origin: `https://${fresh("site")}.test`, scopes: [{ type: "CORS" }] });
const hook = (more: object) => ({
  name: fresh("Hook"),
  channel: { type: "HTTP", version: "1.0.0", config: { uri: "https://hook.test", headers: [] } },
  ...more,
});
const eventHook = () => hook({ events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] } });
const inlineHook = () => hook({ type: "com.okta.oauth2.tokens.transform", version: "1.0.0" });
const sms = (more = {}) => ({ name: fresh("Sms"), type: "SMS_VERIFY_CODE", template: "Code ${code}", ...more });
const relation = () => ({
  primary: { name: fresh("boss"), title: "Boss", type: "USER" },
  associated: { name: fresh("report"), title: "Report", type: "USER" },
});
const domain = (org: Org) =>
  idOf(org, "/domains", { domain: `${fresh("id")}.domains.test`, certificateSourceType: "MANUAL" });
const claim = (more = {}) => ({
  name: fresh("claim"),
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: '"x"',
  ...more,
});
const serverPolicy = (more = {}) => ({
  type: "OAUTH_AUTHORIZATION_POLICY",
  name: fresh("Policy"),
  description: "",
  priority: 1,
  conditions: { clients: { include: ["ALL_CLIENTS"] } },
  ...more,
});
const serverRule = (more = {}) => ({
  type: "RESOURCE_ACCESS",
  name: fresh("Rule"),
  priority: 1,
  conditions: {
    people: { groups: { include: ["EVERYONE"] } },
    grantTypes: { include: ["client_credentials"] },
    scopes: { include: ["*"] },
  },
  ...more,
});
const userType = () => ({ name: fresh("type"), displayName: "Type", description: "" });
const attribute = (more: object) => ({
  definitions: { custom: { properties: { [fresh("attribute")]: { title: "A", type: "string", ...more } } } },
});
const UNEVEN = attribute({ enum: ["a", "b"], oneOf: [{ const: "b", title: "B" }] });

const key = generateKey();
const pem = (days: number, of = key) =>
  new X509Certificate(selfSigned(of, { commonName: "Test" }, new Date(), new Date(Date.now() + days * DAY))).toString();
const x5c = () =>
  selfSigned(generateKey(), { commonName: fresh("Test") }, new Date(), new Date(Date.now() + 400 * DAY)).toString(
    "base64",
  );

const TARGETS = "targets/catalog/apps";
const role = async (org: Org, owner: string, type = "APP_ADMIN") => {
  const id = await idOf(org, `${owner}/roles`, { type });
  return `${V}${owner}/roles/${id}`;
};

/** A certificate request, and the key that it was made with. */
async function request(org: Org, owner: string) {
  const list = `${V}${owner}/credentials/csrs`;
  const { body } = await org.ask(`POST ${list}`, { subject: { commonName: "Test" } });
  const { privateKey } = org.state().hidden[`${list}/${body.id}`];
  return { publish: `POST ${list}/${body.id}/lifecycle/publish`, own: createPrivateKey(privateKey) };
}
const PEM = { "content-type": "application/x-pem-file" };

const publishing = (owner: (org: Org) => Promise<string>, operation: string, parts: [other: string, short: string]) =>
  [
    [
      operation,
      "E0000001",
      parts[0],
      async (org) => org.ask((await request(org, await owner(org))).publish, pem(400), PEM),
    ],
    [
      operation,
      "E0000001",
      parts[1],
      async (org) => {
        const { publish, own } = await request(org, await owner(org));
        return org.ask(publish, pem(10, own), PEM);
      },
    ],
  ] satisfies Case[];

/** An upload of a file. */
const upload = async (org: Org, word: string, bytes: Buffer) => {
  const [brand] = (await org.ask(`GET ${V}/brands`)).body;
  const [theme] = (await org.ask(`GET ${V}/brands/${brand.id}/themes`)).body;
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(bytes)]), "image.png");
  const request = new Request("http://x.test", { method: "POST", body: form });
  const text = Buffer.from(await request.arrayBuffer()).toString("latin1");
  return org.ask(
    `POST ${V}/brands/${brand.id}/themes/${theme.id}/${word}`,
    Uint8Array.from(Buffer.from(text, "latin1")),
    { "content-type": request.headers.get("content-type")! },
  );
};
const png = (width: number, height: number, size = 64) => {
  const bytes = Buffer.alloc(size);
  bytes.write("\x89PNG\r\n\x1a\n", "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

const customizations = async (org: Org) => {
  const [brand] = (await org.ask(`GET ${V}/brands`)).body;
  return `${V}/brands/${brand.id}/templates/email/PasswordChanged/customizations`;
};
const mail = (language: string, more = {}) => ({ language, subject: "Subject", body: "Body", ...more });

const factorsOf = async (org: Org) => `${V}/users/${await user(org)}/factors`;
const SMS = { factorType: "sms", provider: "OKTA", profile: { phoneNumber: "+1 555 555 0100" } };
const TOTP = { factorType: "token:software:totp", provider: "OKTA" };
const codeOf = ({ headers }: Response) => headers.get("x-mock-passcode");
async function hotpFactor(org: Org) {
  const list = await factorsOf(org);
  const { body } = await org.ask(`POST ${list}`, { factorType: "token:hotp", provider: "CUSTOM" });
  const { secret } = org.state().hidden[`${list}/${body.id}`];
  return { path: `${list}/${body.id}`, passCode: hotp(secret, 0) };
}

export const CASES: Case[] = [
  // Apps
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
  // Authenticators
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
  // Authorization servers
  [
    "POST /authorizationServers",
    "E0000001",
    "exactly one",
    ({ ask }) =>
      ask(`POST ${V}/authorizationServers`, { name: "Two", description: "", audiences: ["api://a", "api://b"] }),
  ],
  [
    "PUT /authorizationServers/{authServerId}",
    "E0000001",
    "exactly one",
    async (org) =>
      org.ask(`PUT ${V}/authorizationServers/${await server(org)}`, {
        name: "Two",
        description: "",
        audiences: ["api://a", "api://b"],
      }),
  ],
  [
    "POST /authorizationServers/{authServerId}/claims",
    "E0000001",
    "reserved",
    async (org) => org.ask(`POST ${V}/authorizationServers/${await server(org)}/claims`, claim({ name: "iss" })),
  ],
  [
    "PUT /authorizationServers/{authServerId}/claims/{claimId}",
    "E0000001",
    "reserved or taken",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/claims`;
      const [one, other] = [
        (await org.ask(`POST ${list}`, claim())).body,
        (await org.ask(`POST ${list}`, claim())).body,
      ];
      return org.ask(`PUT ${list}/${one.id}`, { ...one, name: other.name });
    },
  ],
  [
    "DELETE /authorizationServers/{authServerId}/claims/{claimId}",
    "E0000001",
    "Okta's own",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/claims`;
      return org.ask(`DELETE ${list}/${(await org.ask(`GET ${list}`)).body.find((one: any) => one.system).id}`);
    },
  ],
  [
    "POST /authorizationServers/{authServerId}/credentials/lifecycle/keyRotate",
    "E0000001",
    "is not `sig`",
    async (org) =>
      org.ask(`POST ${V}/authorizationServers/${await server(org)}/credentials/lifecycle/keyRotate`, { use: "enc" }),
  ],
  ...(["post", "put"] as const).flatMap((method): Case[] => {
    const send = async (org: Org, list: string, body: object, right: object = {}) => {
      if (method === "post") return org.ask(`POST ${list}`, body);
      const { id, ...rest } = (await org.ask(`POST ${list}`, { ...body, name: fresh("Name"), ...right })).body;
      return org.ask(`PUT ${list}/${id}`, { ...rest, ...body });
    };
    const twice = async (org: Org, list: string, body: object) => {
      await org.ask(`POST ${list}`, body);
      return send(org, list, body);
    };
    const of = (path: string, item: string) => (method === "post" ? `POST ${path}` : `PUT ${path}/${item}`);
    const servers = "/authorizationServers/{authServerId}";
    return [
      [
        of(`${servers}/policies`, "{policyId}"),
        "E0000001",
        "too long",
        async (org) =>
          send(
            org,
            `${V}/authorizationServers/${await server(org)}/policies`,
            serverPolicy({ conditions: { clients: { include: ["nobody"] } } }),
            serverPolicy(),
          ),
      ],
      [
        of(`${servers}/policies/{policyId}/rules`, "{ruleId}"),
        "E0000001",
        "has this name",
        async (org) => {
          const list = `${V}/authorizationServers/${await server(org)}/policies`;
          const { id } = (await org.ask(`POST ${list}`, serverPolicy())).body;
          return twice(org, `${list}/${id}/rules`, serverRule());
        },
      ],
      [
        of(`${servers}/scopes`, "{scopeId}"),
        "E0000001",
        "this name",
        async (org) => twice(org, `${V}/authorizationServers/${await server(org)}/scopes`, { name: fresh("scope") }),
      ],
      [
        of("/zones", "{zoneId}"),
        "E0000001",
        method === "post" ? "name is taken" : "has the name",
        async (org) => twice(org, `${V}/zones`, zone()),
      ],
      [
        of("/policies", "{policyId}"),
        "E0000001",
        "name",
        async (org) => twice(org, `${V}/policies`, { type: "OKTA_SIGN_ON", name: fresh("Policy") }),
      ],
      [
        of("/trustedOrigins", "{trustedOriginId}"),
        "E0000001",
        "no origin",
        async (org) => send(org, `${V}/trustedOrigins`, { ...origin(), origin: "https://a.test/path" }, origin()),
      ],
      [
        of("/inlineHooks", "{inlineHookId}"),
        "E0000001",
        "has this name",
        async (org) => twice(org, `${V}/inlineHooks`, inlineHook()),
      ],
      [
        of("/eventHooks", "{eventHookId}"),
        "E0000001",
        "endpoint",
        async (org) =>
          send(
            org,
            `${V}/eventHooks`,
            hook({
              events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] },
              channel: { type: "HTTP", version: "1.0.0", config: { uri: "nowhere", headers: [] } },
            }),
            eventHook(),
          ),
      ],
      [
        of("/policies/{policyId}/rules", "{ruleId}"),
        "E0000001",
        "ZONE",
        async (org) =>
          send(
            org,
            `${V}/policies/${await policy(org)}/rules`,
            signOnRule({ conditions: { network: { connection: "ZONE" } } }),
            signOnRule({ conditions: {} }),
          ),
      ],
    ];
  }),
  [
    "DELETE /authorizationServers/{authServerId}/scopes/{scopeId}",
    "E0000001",
    "Okta's own",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/scopes`;
      return org.ask(`DELETE ${list}/${(await org.ask(`GET ${list}`)).body.find((one: any) => one.system).id}`);
    },
  ],
  // Brands
  [
    "PUT /brands/{brandId}",
    "E0000001",
    "comes without",
    async ({ ask }) => {
      const [brand] = (await ask(`GET ${V}/brands`)).body;
      return ask(`PUT ${V}/brands/${brand.id}`, { name: brand.name, customPrivacyPolicyUrl: "https://privacy.test" });
    },
  ],
  [
    "PUT /brands/{brandId}",
    "E0000202",
    "this name",
    async ({ ask }) => {
      const [one, other] = (await ask(`GET ${V}/brands`)).body;
      await ask(`PUT ${V}/brands/${one.id}`, { name: "One" });
      return ask(`PUT ${V}/brands/${other.id}`, { name: "One" });
    },
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000001",
    "is missing",
    async (org) => org.ask(`POST ${await customizations(org)}`, { language: "en", body: "Body" }),
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000182",
    "is the default",
    async (org) => {
      const list = await customizations(org);
      await org.ask(`POST ${list}`, mail("en"));
      return org.ask(`POST ${list}`, mail("de", { isDefault: true }));
    },
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000183",
    "this language",
    async (org) => {
      const list = await customizations(org);
      await org.ask(`POST ${list}`, mail("en"));
      return org.ask(`POST ${list}`, mail("en"));
    },
  ],
  ...(
    [
      ["E0000001", "is missing", { subject: undefined }],
      ["E0000185", "is false", { isDefault: false }],
      ["E0000183", "this language", { language: "de" }],
    ] as const
  ).map(([code, when, change]): Case => [
    "PUT /brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}",
    code,
    when,
    async (org) => {
      const list = await customizations(org);
      const { id } = (await org.ask(`POST ${list}`, mail("en"))).body;
      await org.ask(`POST ${list}`, mail("de"));
      return org.ask(`PUT ${list}/${id}`, mail("en", change));
    },
  ]),
  [
    "DELETE /brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}",
    "E0000184",
    "default",
    async (org) => {
      const list = await customizations(org);
      const { id } = (await org.ask(`POST ${list}`, mail("en"))).body;
      await org.ask(`POST ${list}`, mail("de"));
      return org.ask(`DELETE ${list}/${id}`);
    },
  ],
  [
    "PUT /brands/{brandId}/themes/{themeId}",
    "E0000001",
    "color",
    async ({ ask }) => {
      const [brand] = (await ask(`GET ${V}/brands`)).body;
      const [theme] = (await ask(`GET ${V}/brands/${brand.id}/themes`)).body;
      return ask(`PUT ${V}/brands/${brand.id}/themes/${theme.id}`, { ...theme, primaryColorHex: "red" });
    },
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/background-image",
    "E0000001",
    "2 MB",
    (org) => upload(org, "background-image", png(1, 1, 2_000_000)),
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/favicon",
    "E0000001",
    "square",
    (org) => upload(org, "favicon", png(16, 32)),
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/logo",
    "E0000001",
    "100 kB",
    (org) => upload(org, "logo", png(1, 1, 100_000)),
  ],
  // Domains
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
  // Hooks and features
  [
    "DELETE /eventHooks/{eventHookId}",
    "E0000001",
    "active",
    async (org) => org.ask(`DELETE ${V}/eventHooks/${await idOf(org, "/eventHooks", eventHook())}`),
  ],
  [
    "POST /eventHooks/{eventHookId}/lifecycle/verify",
    "E0000001",
    "reached",
    async (org) => org.ask(`POST ${V}/eventHooks/${await idOf(org, "/eventHooks", eventHook())}/lifecycle/verify`),
  ],
  [
    "DELETE /inlineHooks/{inlineHookId}",
    "E0000001",
    "active",
    async (org) => org.ask(`DELETE ${V}/inlineHooks/${await idOf(org, "/inlineHooks", inlineHook())}`),
  ],
  [
    "POST /inlineHooks/{inlineHookId}/execute",
    "E0000135",
    "reached",
    async (org) => {
      const id = await idOf(
        org,
        "/inlineHooks",
        hook({
          type: "com.okta.oauth2.tokens.transform",
          version: "1.0.0",
          channel: { type: "HTTP", version: "1.0.0", config: { uri: "http://127.0.0.1:1", headers: [] } },
        }),
      );
      return org.ask(`POST ${V}/inlineHooks/${id}/execute`, { data: {} });
    },
  ],
  [
    "POST /features/{featureId}/{lifecycle}",
    "E0000141",
    "needs",
    async ({ ask }) => {
      for (const { id } of (await ask(`GET ${V}/features`)).body) {
        for (const word of ["DISABLE", "ENABLE"]) {
          const response = await ask(`POST ${V}/features/${id}/${word}`);
          if (response.status >= 300) return response;
        }
      }
      throw new Error("No feature needs another one.");
    },
  ],
  // Groups
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
  // Roles
  [
    "POST /groups/{groupId}/roles",
    "E0000192",
    "rule",
    async (org) => {
      const id = await group(org);
      await org.ask(`POST ${V}/groups/rules`, groupRule(id));
      return org.ask(`POST ${V}/groups/${id}/roles`, { type: "USER_ADMIN" });
    },
  ],
  [
    "POST /groups/{groupId}/roles",
    "E0000194",
    "comes from an app",
    async (org) => org.ask(`POST ${V}/groups/${await appGroup(org)}/roles`, { type: "USER_ADMIN" }),
  ],
  [
    "POST /groups/{groupId}/roles",
    "E0000211",
    "Everyone",
    ({ ask }) => ask(`POST ${V}/groups/${EVERYONE}/roles`, { type: "USER_ADMIN" }),
  ],
  ...(["/groups/{groupId}", "/users/{userId}"] as const).flatMap((owner): Case[] => {
    const isGroup = owner.startsWith("/groups");
    const make = async (org: Org) => (isGroup ? `/groups/${await group(org)}` : `/users/${await user(org)}`);
    const groupTarget = isGroup ? "{targetGroupId}" : "{groupId}";
    const apps = `${owner}/roles/{roleId}/${TARGETS}`;
    return [
      [
        `POST ${owner}/roles`,
        "E0000001",
        "unknown",
        async (org) => org.ask(`POST ${V}${await make(org)}/roles`, { type: "CUSTOM" }),
      ],
      [
        `POST ${owner}/roles`,
        "E0000090",
        "already",
        async (org) => {
          const one = await make(org);
          await role(org, one);
          return org.ask(`POST ${V}${one}/roles`, { type: "APP_ADMIN" });
        },
      ],
      ...(isGroup
        ? []
        : ([
            [
              `PUT ${apps}`,
              "E0000091",
              "APP_ADMIN",
              async (org: Org) => org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}`),
            ],
          ] as Case[])),
      [
        `PUT ${apps}/{appName}`,
        "E0000091",
        "APP_ADMIN",
        async (org) => org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}/bookmark`),
      ],
      [
        `DELETE ${apps}/{appName}`,
        "E0000001",
        "last target",
        async (org) => {
          const one = await role(org, await make(org));
          await org.ask(`PUT ${one}/${TARGETS}/bookmark`);
          return org.ask(`DELETE ${one}/${TARGETS}/bookmark`);
        },
      ],
      [
        `PUT ${apps}/{appName}/{applicationId}`,
        "E0000091",
        "APP_ADMIN",
        async (org) =>
          org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}/bookmark/${await bookmark(org)}`),
      ],
      [
        `PUT ${apps}/{appName}/{applicationId}`,
        "E0000001",
        "all instances",
        async (org) => {
          const one = await role(org, await make(org));
          await org.ask(`PUT ${one}/${TARGETS}/bookmark`);
          return org.ask(`PUT ${one}/${TARGETS}/bookmark/${await bookmark(org)}`);
        },
      ],
      [
        `DELETE ${apps}/{appName}/{applicationId}`,
        "E0000001",
        "last target",
        async (org) => {
          const [one, app] = [await role(org, await make(org)), await bookmark(org)];
          await org.ask(`PUT ${one}/${TARGETS}/bookmark/${app}`);
          return org.ask(`DELETE ${one}/${TARGETS}/bookmark/${app}`);
        },
      ],
      [
        `PUT ${owner}/roles/{roleId}/targets/groups/${groupTarget}`,
        "E0000091",
        isGroup ? "does not take" : "none of these",
        async (org) => org.ask(`PUT ${await role(org, await make(org))}/targets/groups/${await group(org)}`),
      ],
      [
        `DELETE ${owner}/roles/{roleId}/targets/groups/${groupTarget}`,
        "E0000001",
        "last target",
        async (org) => {
          const [one, target] = [await role(org, await make(org), "USER_ADMIN"), await group(org)];
          await org.ask(`PUT ${one}/targets/groups/${target}`);
          return org.ask(`DELETE ${one}/targets/groups/${target}`);
        },
      ],
    ];
  }),
  // Schemas and types
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
  // Identity providers
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
  // Logs, zones, policies
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
  // Templates, threats
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
  // Users
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
  // Factors
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
];

const groupRule = (groupId: string, name = fresh("Rule")) => ({
  type: "group_rule",
  name,
  conditions: { expression: { value: "true", type: "urn:okta:expression:1.0" } },
  actions: { assignUserToGroups: { groupIds: [groupId] } },
});

const PASSWORDS = { oldPassword: { value: "correct-horse-1" }, newPassword: { value: "correct-horse-2" } };
const QUESTION = {
  password: { value: "correct-horse-1" },
  recovery_question: { question: "Which horse?", answer: "The correct one" },
};

async function suspended(org: Org): Promise<string> {
  const id = await user(org);
  await org.ask(`POST ${V}/users/${id}/lifecycle/suspend`);
  return id;
}

async function appGroup(org: Org): Promise<string> {
  const { body } = await org.ask(`GET ${V}/groups?filter=type+eq+"APP_GROUP"`);
  return body[0].id;
}

const certificate = () => ({
  type: "PEM",
  certificate: pem(400),
  privateKey: key.export({ type: "pkcs8", format: "pem" }),
  certificateChain: pem(400),
});

const saml = (kid: string) => ({
  type: "SAML2",
  endpoints: {
    sso: { url: "https://idp.test/sso", binding: "HTTP-POST", destination: "https://idp.test/sso" },
    acs: { binding: "HTTP-POST", type: "INSTANCE" },
  },
  credentials: { trust: { issuer: "https://idp.test", audience: "https://sp.test", kid } },
});

async function samlIdp(org: Org): Promise<{ id: string; kid: string }> {
  const { kid } = (await org.ask(`POST ${V}/idps/credentials/keys`, { x5c: [x5c()] })).body;
  const { policy: rules, name } = oidcIdp();
  return { id: await idOf(org, "/idps", { type: "SAML2", name, protocol: saml(kid), policy: rules }), kid };
}
