import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../../src/mock/state/crypto/certificates.ts";
import { generateKey } from "../../../src/mock/state/crypto/keys.ts";
import { hotp } from "../../../src/mock/state/crypto/totp.ts";
import type { MockServer } from "../../../src/mock/index.ts";
import { call, profile } from "../http.ts";
import { oidcProviderNamed } from "../oidc-provider.ts";

export type Response = { status: number; headers: Headers; body: any };
export interface Org {
  ask(request: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  state(): any;
  load(state: any): void;
  clock: { advance(ms: number): void };
}

/** The org of a stateful mock, as the cases use it. */
export const orgOf = (mock: MockServer): Org => ({
  ask: (request, body, headers) => call(mock.url, request, body, headers),
  state: () => mock.state(),
  load: (state) => mock.load(state),
  clock: mock.clock,
});

/** A call that is refused: a part of what the document says of the case, and how to bring it about. */
export type Case = [operation: string, code: string, when: string, provoke: (org: Org) => Promise<Response>];

export const DAY = 24 * 3600 * 1000;
export const V = "/api/v1";
export const EVERYONE = "00g0everyone00000000";
let count = 0;
export const fresh = (word: string) => `${word}${(count += 1)}`;

export async function idOf(org: Org, path: string, body: unknown): Promise<string> {
  const response = await org.ask(`POST ${V}${path}`, body);
  if (response.status >= 300) throw new Error(`POST ${path} ${response.status} ${JSON.stringify(response.body)}`);
  return response.body.id;
}

export const user = (org: Org, query = "", more = {}) =>
  idOf(org, `/users${query}`, {
    profile: profile(fresh("person")),
    credentials: { password: { value: "correct-horse-1" } },
    ...more,
  });
export const bare = (org: Org, query = "") => idOf(org, `/users${query}`, { profile: profile(fresh("person")) });
export const group = (org: Org) => idOf(org, "/groups", { profile: { name: fresh("Group") } });
export const bookmark = (org: Org) =>
  idOf(org, "/apps", {
    name: "bookmark",
    label: fresh("App"),
    signOnMode: "BOOKMARK",
    settings: { app: { url: "https://a.test", requestIntegration: false } },
  });
export const client = (org: Org, method = "client_secret_basic") =>
  idOf(org, "/apps", {
    name: "oidc_client",
    label: fresh("Client"),
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: method } },
    settings: {
      oauthClient: { application_type: "web", grant_types: ["client_credentials"], response_types: ["token"] },
    },
  });
export const org2org = (org: Org) =>
  idOf(org, "/apps", {
    name: "okta_org2org",
    label: fresh("Other org"),
    signOnMode: "SAML_2_0",
    settings: { app: {} },
  });
export const server = (org: Org) =>
  idOf(org, "/authorizationServers", { name: fresh("API"), description: "", audiences: ["api://x"] });
export const idp = (org: Org, more = {}) => idOf(org, "/idps", { ...oidcIdp(), ...more });
export const oidcIdp = () => oidcProviderNamed(fresh("Provider"));
export const policy = (org: Org, type = "OKTA_SIGN_ON") => idOf(org, "/policies", { type, name: fresh("Policy") });
export const systemPolicy = async (org: Org, type: string) =>
  (await org.ask(`GET ${V}/policies?type=${type}`)).body.find((one: any) => one.system).id;
export const signOnRule = (more = {}) => ({
  type: "SIGN_ON",
  name: fresh("Rule"),
  actions: { signon: { access: "ALLOW" } },
  ...more,
});
export const zone = () => ({ type: "IP", name: fresh("Zone"), gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] });
export const origin = () => ({
  name: fresh("Site"),
  origin: `https://${fresh("site")}.test`,
  scopes: [{ type: "CORS" }],
});
export const hook = (more: object) => ({
  name: fresh("Hook"),
  channel: { type: "HTTP", version: "1.0.0", config: { uri: "https://hook.test", headers: [] } },
  ...more,
});
export const eventHook = () => hook({ events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] } });
export const inlineHook = () => hook({ type: "com.okta.oauth2.tokens.transform", version: "1.0.0" });
export const sms = (more = {}) => ({ name: fresh("Sms"), type: "SMS_VERIFY_CODE", template: "Code ${code}", ...more });
export const relation = () => ({
  primary: { name: fresh("boss"), title: "Boss", type: "USER" },
  associated: { name: fresh("report"), title: "Report", type: "USER" },
});
export const domain = (org: Org) =>
  idOf(org, "/domains", { domain: `${fresh("id")}.domains.test`, certificateSourceType: "MANUAL" });
export const claim = (more = {}) => ({
  name: fresh("claim"),
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: '"x"',
  ...more,
});
export const serverPolicy = (more = {}) => ({
  type: "OAUTH_AUTHORIZATION_POLICY",
  name: fresh("Policy"),
  description: "",
  priority: 1,
  conditions: { clients: { include: ["ALL_CLIENTS"] } },
  ...more,
});
export const serverRule = (more = {}) => ({
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
export const userType = () => ({ name: fresh("type"), displayName: "Type", description: "" });
export const attribute = (more: object) => ({
  definitions: { custom: { properties: { [fresh("attribute")]: { title: "A", type: "string", ...more } } } },
});
export const UNEVEN = attribute({ enum: ["a", "b"], oneOf: [{ const: "b", title: "B" }] });

export const key = generateKey();
export const pem = (days: number, of = key) =>
  new X509Certificate(selfSigned(of, { commonName: "Test" }, new Date(), new Date(Date.now() + days * DAY))).toString();
export const x5c = () =>
  selfSigned(generateKey(), { commonName: fresh("Test") }, new Date(), new Date(Date.now() + 400 * DAY)).toString(
    "base64",
  );

export const TARGETS = "targets/catalog/apps";
export const role = async (org: Org, owner: string, type = "APP_ADMIN") => {
  const id = await idOf(org, `${owner}/roles`, { type });
  return `${V}${owner}/roles/${id}`;
};

/** A certificate request, and the key that it was made with. */
export async function request(org: Org, owner: string) {
  const list = `${V}${owner}/credentials/csrs`;
  const { body } = await org.ask(`POST ${list}`, { subject: { commonName: "Test" } });
  const { privateKey } = org.state().hidden[`${list}/${body.id}`];
  return { publish: `POST ${list}/${body.id}/lifecycle/publish`, own: createPrivateKey(privateKey) };
}
export const PEM = { "content-type": "application/x-pem-file" };

export const publishing = (
  owner: (org: Org) => Promise<string>,
  operation: string,
  parts: [other: string, short: string],
) =>
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
export const upload = async (org: Org, word: string, bytes: Buffer) => {
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
export const png = (width: number, height: number, size = 64) => {
  const bytes = Buffer.alloc(size);
  bytes.write("\x89PNG\r\n\x1a\n", "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

export const customizations = async (org: Org) => {
  const [brand] = (await org.ask(`GET ${V}/brands`)).body;
  return `${V}/brands/${brand.id}/templates/email/PasswordChanged/customizations`;
};
export const mail = (language: string, more = {}) => ({ language, subject: "Subject", body: "Body", ...more });

export const factorsOf = async (org: Org) => `${V}/users/${await user(org)}/factors`;
export const SMS = { factorType: "sms", provider: "OKTA", profile: { phoneNumber: "+1 555 555 0100" } };
export const TOTP = { factorType: "token:software:totp", provider: "OKTA" };
export const codeOf = ({ headers }: Response) => headers.get("x-mock-passcode");
export async function hotpFactor(org: Org) {
  const list = await factorsOf(org);
  const { body } = await org.ask(`POST ${list}`, { factorType: "token:hotp", provider: "CUSTOM" });
  const { secret } = org.state().hidden[`${list}/${body.id}`];
  return { path: `${list}/${body.id}`, passCode: hotp(secret, 0) };
}

export const groupRule = (groupId: string, name = fresh("Rule")) => ({
  type: "group_rule",
  name,
  conditions: { expression: { value: "true", type: "urn:okta:expression:1.0" } },
  actions: { assignUserToGroups: { groupIds: [groupId] } },
});

export const PASSWORDS = { oldPassword: { value: "correct-horse-1" }, newPassword: { value: "correct-horse-2" } };
export const QUESTION = {
  password: { value: "correct-horse-1" },
  recovery_question: { question: "Which horse?", answer: "The correct one" },
};

export async function suspended(org: Org): Promise<string> {
  const id = await user(org);
  await org.ask(`POST ${V}/users/${id}/lifecycle/suspend`);
  return id;
}

export async function appGroup(org: Org): Promise<string> {
  const { body } = await org.ask(`GET ${V}/groups?filter=type+eq+"APP_GROUP"`);
  return body[0].id;
}

export const certificate = () => ({
  type: "PEM",
  certificate: pem(400),
  privateKey: key.export({ type: "pkcs8", format: "pem" }),
  certificateChain: pem(400),
});

export const saml = (kid: string) => ({
  type: "SAML2",
  endpoints: {
    sso: { url: "https://idp.test/sso", binding: "HTTP-POST", destination: "https://idp.test/sso" },
    acs: { binding: "HTTP-POST", type: "INSTANCE" },
  },
  credentials: { trust: { issuer: "https://idp.test", audience: "https://sp.test", kid } },
});

export async function samlIdp(org: Org): Promise<{ id: string; kid: string }> {
  const { kid } = (await org.ask(`POST ${V}/idps/credentials/keys`, { x5c: [x5c()] })).body;
  const { policy: rules, name } = oidcIdp();
  return { id: await idOf(org, "/idps", { type: "SAML2", name, protocol: saml(kid), policy: rules }), kid };
}

/** An app whose schema has further attributes. */
export async function appWith(org: Org, properties: object): Promise<string> {
  const id = await bookmark(org);
  const custom = { id: "#custom", type: "object", properties };
  await org.ask(`POST ${V}/meta/schemas/apps/${id}/default`, { definitions: { custom } });
  return id;
}

/** The rules of a policy of a new authorization server. */
export async function rulesOf(org: Org): Promise<string> {
  const policies = `/authorizationServers/${await server(org)}/policies`;
  return `${V}${policies}/${await idOf(org, policies, serverPolicy())}/rules`;
}

/** Conditions of a rule that admits grants of users, and none of them. */
export const FOR_NOBODY = {
  people: { users: { include: [] }, groups: { include: [] } },
  grantTypes: { include: ["authorization_code"] },
  scopes: { include: ["*"] },
};
