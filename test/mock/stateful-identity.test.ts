import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { selfSigned } from "../../src/mock/state/crypto/certificates.ts";
import { generateKey } from "../../src/mock/state/crypto/keys.ts";
import { loadModel } from "../../src/mock/model/load-model.ts";
import { StatefulOrg } from "../../src/mock/state/org.ts";
import { bodiesOf, document, exampleParams, operations } from "../support/document.ts";

/** What every org has, and a new resource may name: the default user type and brand, the group of everyone, policies, roles. */
const OF_EVERY_ORG = new Set(["Application Administrator", "Group Administrator"]);

/** Properties whose values tell who or what something is. */
const TELLING =
  /^(id|name|label|login|email|kid|client_id|client_secret|issuer|secret_hash|sharedSecret|displayName|externalId|orn|fqdn|subdomain|companyName)$/;
const ID = /^[0-9A-Za-z_-]{16,}$/;

function textsOf(value: unknown, visit: (text: string, name: string) => void, name = ""): void {
  if (typeof value === "string") visit(value, name);
  else if (Array.isArray(value)) for (const item of value) textsOf(item, visit, name);
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) textsOf(inner, visit, key);
  }
}

/** Ids, names and secrets in the document's examples of responses. */
function identities(): Set<string> {
  const found = new Set<string>();
  const visit = (text: string, name: string) => {
    if (TELLING.test(name) && (ID.test(text) ? /\d/.test(text) : text.length > 6)) found.add(text);
  };
  const { examples } = document.components as { examples: Record<string, { value: unknown }> };
  for (const { value } of Object.values(examples)) textsOf(value, visit);
  for (const { operation } of operations as any[]) {
    for (const response of Object.values<any>(operation?.responses ?? {})) {
      for (const media of Object.values<any>(response.content ?? {})) {
        for (const example of Object.values<any>(media.examples ?? {})) textsOf(example.value, visit);
      }
    }
  }
  return found;
}

let mock: MockServer;
let okta: any;
const known = identities();

beforeAll(async () => {
  const { store } = new StatefulOrg(await loadModel());
  for (const [path, resources] of store.data.collections) {
    for (const [id, resource] of resources) {
      const isEveryOrgs =
        resource["default"] === true ||
        resource["isDefault"] === true ||
        resource["type"] === "BUILT_IN" ||
        resource["system"] === true ||
        (path === "/api/v1/apps" && /^okta_|^saasure/.test(String(resource["name"])));
      if (isEveryOrgs) OF_EVERY_ORG.add(id).add(id.replace(/^oty/, "osc")).add(String(resource["name"]));
    }
  }
  mock = await startMockServer({ stateful: true });
  okta = createOktaClient({ orgUrl: mock.url, token: "any", retry: false, rateLimit: { proactive: false } });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

/** A certificate that no key store has. */
const freshCertificate = () =>
  selfSigned(
    generateKey(),
    { commonName: "Fresh" },
    new Date(),
    new Date(Date.now() + 400 * 24 * 3600 * 1000),
  ).toString("base64");

/** An example of a request that makes something new: with names of its own. */
function renewed(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/("(?:name|label|login|email|language)":)"([^"]*)"/g, (all, key: string, old: string) =>
      /^(oidc_client|bookmark|template_|okta_|[A-Z_]+$)/.test(old)
        ? all
        : key === '"language":'
          ? `${key}"nl"`
          : old.includes("@")
            ? `${key}"fresh.person@fresh.test"`
            : `${key}"fresh_${old.replace(/\W/g, "_")}"`,
    )
    .replace(/"domain":"[^"]*"/g, '"domain":"id.fresh.test"')
    .replace(/"origin":"[^"]*"/g, '"origin":"https://fresh.test"')
    .replace(/"x5c":\[[^\]]*\]/g, `"x5c":["${freshCertificate()}"]`);
  return JSON.parse(text);
}

/** New owners for what belongs to one. */
const OWNERS: Record<string, [path: string, body: object]> = {
  appId: [
    "/api/v1/apps",
    {
      name: "oidc_client",
      label: "Fresh",
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
      settings: {
        oauthClient: { application_type: "web", grant_types: ["client_credentials"], response_types: ["token"] },
      },
    },
  ],
  groupId: ["/api/v1/groups", { profile: { name: "Fresh owners" } }],
  userId: [
    "/api/v1/users",
    { profile: { firstName: "Fresh", lastName: "Owner", email: "o@fresh.test", login: "o@fresh.test" } },
  ],
};

const creations = operations.filter(
  ({ method, url }) =>
    method === "post" &&
    !/lifecycle|\/(verify|execute|test|clone|subscribe|unsubscribe|grant|revoke|extend)$|credentials\/(change|forgot)|mappings|oktaSupport|^\/api\/v1\/(org|threats)|logo|favicon|background|schemas\/(user|group|apps)\/[{d]/.test(
      url,
    ) &&
    !/\}$/.test(url),
);

test.each(creations.map((operation) => ({ ...operation, name: operation.url })))(
  "POST $name makes nothing that carries the example org's identity",
  async (operation) => {
    const bodies = bodiesOf(operation).filter(({ value }) => typeof value === "object");
    let created = 0;
    for (const body of bodies.length > 0 ? bodies : [undefined]) {
      mock.reset();
      const params = exampleParams(operation);
      for (const [name, [path, owner]] of Object.entries(OWNERS)) {
        if (params.path?.[name]) params.path[name] = (await okta.POST(path, { body: owner })).data.id;
      }
      const sent = body && renewed(body.value);
      const { data, error } = await okta.POST(operation.url, { params, ...(body && { body: sent }) });
      if (error) continue;
      created += 1;
      const put = new Set(
        [...Object.values<any>(params.path ?? {}), ...Object.values<any>(params.query ?? {})].map(String),
      );
      textsOf(sent, (text) => put.add(text));
      const foreign = new Set<string>();
      textsOf(data, (text, name) => {
        for (const part of [text, ...text.split(/[/?=]/).filter((one) => ID.test(one) && /\d/.test(one))]) {
          if (known.has(part) && !put.has(part) && !OF_EVERY_ORG.has(part)) foreign.add(`${name}: ${part}`);
        }
        if (/example\.okta\.com|this-org\.invalid/.test(text) && !put.has(text)) foreign.add(`${name}: ${text}`);
      });
      expect([...foreign]).toEqual([]);
    }
    expect(created).toBeGreaterThan(0);
  },
);
