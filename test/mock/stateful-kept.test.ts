import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { hotp } from "../../src/mock/state/crypto/totp.ts";
import { without } from "../../src/mock/state/engine/fill.ts";
import { exampleParams, operations, parametersOf } from "../support/document.ts";
import { call, profile } from "./http.ts";

/** What a body cannot change, and what a response holds only when it is asked for. */

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request.replace(" ", " /api/v1"), body);
beforeAll(async () => void (mock = await startMockServer({ stateful: true, errors: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const SERVER = "/authorizationServers/default";
const claim = { claimType: "RESOURCE", valueType: "EXPRESSION", value: '"x"' };

test.each([
  ["scopes", { name: "car:drive" }],
  ["claims", { name: "car", ...claim }],
])("%s that Okta has made stay Okta's, and no others become so", async (word, body) => {
  const { body: all } = await ask(`GET ${SERVER}/${word}`);
  const own = all.find((one: any) => one.system === true);
  const rest = without(own, "system");
  for (const sent of [rest, { ...rest, system: false }]) {
    expect((await ask(`PUT ${SERVER}/${word}/${own.id}`, sent)).body.system).toBe(true);
  }
  expect((await ask(`DELETE ${SERVER}/${word}/${own.id}`)).status).toBe(400);
  const { body: made } = await ask(`POST ${SERVER}/${word}`, { ...body, system: true });
  expect(made.system).toBe(false);
  expect((await ask(`PUT ${SERVER}/${word}/${made.id}`, { ...made, system: true })).body.system).toBe(false);
  expect((await ask(`DELETE ${SERVER}/${word}/${made.id}`)).status).toBe(204);
});

const expandable = operations.filter(
  (operation) => operation.method === "get" && parametersOf(operation).some(({ name }) => name === "expand"),
);

test.each(expandable.filter(({ url }) => !url.includes("{")).map((operation) => [operation.url, operation] as const))(
  "%s embeds nothing that was not asked for",
  async (url, operation) => {
    const query = new URLSearchParams(exampleParams(operation)["query"] as Record<string, string>);
    const { body } = await call(mock.url, `GET ${url}?${query}`);
    expect(body.length).toBeGreaterThan(0);
    expect(body.filter((one: any) => one._embedded !== undefined)).toEqual([]);
  },
);

test("a template of emails counts its customizations when it is asked to", async () => {
  const { body: brands } = await ask("GET /brands");
  const path = `/brands/${brands.find((one: any) => !one.isDefault).id}/templates/email/UserActivation`;
  const count = async () => (await ask(`GET ${path}?expand=customizationCount`)).body._embedded.customizationCount;
  await ask(`DELETE ${path}/customizations`);
  expect(await count()).toBe(0);
  await ask(`POST ${path}/customizations`, { language: "en", isDefault: true, subject: "S", body: "B" });
  expect(await count()).toBe(1);
  expect((await ask(`GET ${path}`)).body).not.toHaveProperty("_embedded");
});

test("the brand and the domain of Okta's own come first, and a brand keeps the name that a change leaves out", async () => {
  const { body: brands } = await ask("GET /brands");
  expect(brands.map((one: any) => one.isDefault)).toEqual([true, false]);
  const { domains } = (await ask("GET /domains")).body;
  expect(domains[0].id).toBe("default");
  const { id, name } = brands[1];
  expect((await ask(`PUT /brands/${id}`, { removePoweredByOkta: true })).body).toMatchObject({
    name,
    removePoweredByOkta: true,
  });
});

test("scopes of one's own are listed before those of Okta", async () => {
  await ask(`POST ${SERVER}/scopes`, { name: "car:drive" });
  const { body } = await ask(`GET ${SERVER}/scopes`);
  const systems = body.map((one: any) => one.system);
  expect(systems).toEqual([...systems].sort((a, b) => Number(a) - Number(b)));
  expect(body.map((one: any) => one.name)).toContain("car:drive");
});

test("a policy of a server is for no client unless it says so", async () => {
  const policy = { type: "OAUTH_AUTHORIZATION_POLICY", name: "Nobody's", description: "So far" };
  const { body } = await ask(`POST ${SERVER}/policies`, policy);
  expect(body.conditions).toEqual({ clients: { include: [] } });
});

const DOMAIN = { domain: "id.acme.test", certificateSourceType: "MANUAL" };
const HOOK = {
  name: "Audit",
  events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] },
  channel: { type: "HTTP", version: "1.0.0", config: { uri: "https://audit.example.com" } },
};

test.each([
  ["/domains", { ...DOMAIN, certificateSourceType: "FOUND" }, /FOUND.*MANUAL/],
  [
    "/eventHooks",
    { ...HOOK, events: { type: "EVENT_TYPE", items: ["user.lifecycle.vanish"] } },
    /user.lifecycle.vanish/,
  ],
])(
  "%s of a kind that Okta does not have are refused, unless the mock is told to take them",
  async (list, body, cause) => {
    const refused = await ask(`POST ${list}`, body);
    expect([refused.status, refused.body.errorCode]).toEqual([400, "E0000001"]);
    expect(refused.body.errorCauses[0].errorSummary).toMatch(cause);
    const other = await startMockServer({ stateful: true, allowUnknownKinds: true });
    expect((await call(other.url, `POST /api/v1${list}`, body)).status).toBeLessThan(300);
    await other.close();
  },
);

test("conditions of an event hook come back with what Okta adds", async () => {
  const entry = { event: "user.lifecycle.create", condition: { expression: "event.target.size() gt 0" } };
  const events = { ...HOOK.events, filter: { eventFilterMap: [entry] } };
  const { body } = await ask("POST /eventHooks", { ...HOOK, events });
  expect(body.events.filter).toEqual({
    type: "EXPRESSION_LANGUAGE",
    eventFilterMap: [{ ...entry, condition: { ...entry.condition, version: null } }],
  });
});

test.each([
  ["token", { provider: "RSA", profile: { credentialId: "ada" }, verify: { passCode: "123456" } }, "ada"],
  ["token", { provider: "SYMANTEC", profile: { credentialId: "VSMT1" }, verify: { passCode: "123456" } }, "VSMT1"],
  ["token:hardware", { provider: "YUBICO", verify: { passCode: "cccccceukngdfgkukfctkc" } }, "000004102994"],
])("a %s is enrolled by its code: %j", async (factorType, more, credentialId) => {
  const { id } = (await ask("POST /users", { profile: profile("grace") })).body;
  const list = `/users/${id}/factors`;
  const { body } = await ask(`POST ${list}`, { factorType, ...more });
  expect(body).toMatchObject({ status: "ACTIVE", profile: { credentialId } });
  expect(Object.keys(body._links).sort()).toEqual(["self", "user", "verify"]);
  expect(JSON.stringify(body)).not.toMatch(/passCode/);
  expect((await ask(`POST ${list}`, { factorType, ...without(more, "verify") })).status).toBe(400);
});

test.each([
  ["hexadecimal digits", "484f97be3213b117e3a20438e291540a"],
  ["base32", "JBHZPPRSCOYRPY5CAQ4OFEKUBI======"],
  ["base64", "SE+XvjITsRfjogQ44pFUCg=="],
])("a custom TOTP is enrolled with its seed in %s, which its codes are of", async (_, sharedSecret) => {
  const { id } = (await ask("POST /users", { profile: profile("grace") })).body;
  const body = { factorType: "token:hotp", provider: "CUSTOM", factorProfileId: "fpr1", profile: { sharedSecret } };
  const { body: factor } = await ask(`POST /users/${id}/factors`, body);
  expect(factor).toMatchObject({ status: "ACTIVE", profile: {} });
  expect(JSON.stringify(factor)).not.toContain(sharedSecret);
  const verify = `POST /users/${id}/factors/${factor.id}/verify`;
  expect((await ask(verify, { passCode: "000000" })).status).toBe(403);
  expect((await ask(verify, { passCode: hotp("JBHZPPRSCOYRPY5CAQ4OFEKUBI", 0) })).body.factorResult).toBe("SUCCESS");
});
