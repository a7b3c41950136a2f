import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { exampleParams, operations } from "../support/document.ts";
import { call } from "./http.ts";

let mock: MockServer;
beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
afterAll(() => mock?.close());

const ask = (request: string, body?: unknown) => call(mock.url, request, body);
const APPS = "/api/v1/apps";

const belowApps = operations
  .filter(({ method, url }) => method === "get" && url.startsWith(`${APPS}/{appId}/`))
  .map((operation) => ({ ...operation, name: operation.url }));

test.each(belowApps)("$name of the example org names no other app", async (operation) => {
  const params = exampleParams(operation).path as Record<string, string>;
  const path = operation.url.replace(/\{(\w+)\}/g, (_, name: string) => params[name]!);
  const { status, text } = await ask(`GET ${path}${path.endsWith("/metadata") ? `?kid=${await signingKid()}` : ""}`);
  expect(status).toBe(200);
  const named = [...text.matchAll(/\/api\/v1\/apps\/(\w+)|"clientId":"(\w+)"/g)].map(
    ([, app, client]) => app ?? client,
  );
  expect(new Set([...named, params["appId"]])).toEqual(new Set([params["appId"]]));
});

const signingKid = async () =>
  (await ask(`GET ${APPS}`)).body.find((app: any) => app.signOnMode === "SAML_2_0").credentials.signing.kid;

/** Apps that Okta takes, by the name of their catalog entry or the mode of an app of one's own. */
const TAKEN: Record<string, { signOnMode: string; settings: Record<string, Record<string, unknown>> }> = {
  bookmark: { signOnMode: "BOOKMARK", settings: { app: { url: "https://a.test" } } },
  template_basic_auth: {
    signOnMode: "BASIC_AUTH",
    settings: { app: { url: "https://a.test", authURL: "https://a.test/auth" } },
  },
  template_sps: {
    signOnMode: "SECURE_PASSWORD_STORE",
    settings: { app: { url: "https://a.test", usernameField: "u", passwordField: "p" } },
  },
  template_swa: {
    signOnMode: "BROWSER_PLUGIN",
    settings: { app: { url: "https://a.test", usernameField: "u", passwordField: "p", buttonField: "b" } },
  },
  template_wsfed: {
    signOnMode: "WS_FEDERATION",
    settings: {
      app: {
        siteURL: "https://a.test",
        wReplyURL: "https://a.test/reply",
        audienceRestriction: "urn:a",
        nameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        usernameAttribute: "username",
        groupValueFormat: "windowsDomainQualifiedName",
      },
    },
  },
  oidc_client: {
    signOnMode: "OPENID_CONNECT",
    settings: { oauthClient: { grant_types: ["authorization_code"], redirect_uris: ["https://a.test/back"] } },
  },
  "": { signOnMode: "AUTO_LOGIN", settings: { signOn: { loginUrl: "https://a.test" } } },
};

const bodyOf = (name: string, more: object = {}) => ({ ...(name && { name }), label: "One", ...TAKEN[name]!, ...more });

describe.each(Object.keys(TAKEN))("a new app %j", (name) => {
  const { settings } = TAKEN[name]!;
  const [part, values] = Object.entries(settings)[0]!;

  test("is taken with what it needs", async () => {
    expect((await ask(`POST ${APPS}`, bodyOf(name))).status).toBe(200);
  });

  test.each(Object.keys(values))("is refused without %s", async (setting) => {
    const { [setting]: left, ...others } = values;
    for (const sent of [others, { ...others, [setting]: null }]) {
      const { status, body } = await ask(`POST ${APPS}`, bodyOf(name, { settings: { [part]: sent } }));
      expect(left).toBeDefined();
      expect(status).toBe(400);
      expect(body.errorCode).toBe("E0000001");
      const causes = body.errorCauses.map((one: any) => one.errorSummary);
      expect(causes).toEqual([`settings.${part}.${setting}: The field cannot be left blank`]);
    }
  });
});

describe("an OAuth client", () => {
  const clientWith = (oauthClient: object, more: object = {}) =>
    bodyOf("oidc_client", { credentials: { oauthClient }, ...more });

  test.each([
    ["an id of five characters", { client_id: "short" }, "client_id"],
    ["an id of 101 characters", { client_id: "x".repeat(101) }, "client_id"],
    ["an id with a space", { client_id: "two words" }, "client_id"],
    ["the reserved id", { client_id: "ALL_CLIENTS" }, "client_id"],
    ["a secret of 13 characters", { client_secret: "x".repeat(13) }, "client_secret"],
    ["a secret of 101 characters", { client_secret: "x".repeat(101) }, "client_secret"],
    [
      "a secret that is too short to sign with",
      { client_secret: "x".repeat(31), token_endpoint_auth_method: "client_secret_jwt" },
      "client_secret",
    ],
    ["neither secret nor PKCE", { token_endpoint_auth_method: "none", pkce_required: false }, "pkce_required"],
  ])("is refused with %s", async (_, client, subject) => {
    const { status, body } = await ask(`POST ${APPS}`, clientWith(client));
    expect([status, body.errorSummary]).toEqual([400, `Api validation failed: ${subject}`]);
  });

  test("has an id of its own, which stays", async () => {
    const { body: app } = await ask(`POST ${APPS}`, clientWith({ client_id: "billing-service" }));
    expect(app.credentials.oauthClient.client_id).toBe("billing-service");
    expect((await ask(`POST ${APPS}`, clientWith({ client_id: "billing-service" }))).status).toBe(400);
    expect((await ask(`POST ${APPS}`, clientWith({ client_id: app.id }))).status).toBe(400);
    expect((await ask(`PUT ${APPS}/${app.id}`, { ...app, label: "Two" })).body.label).toBe("Two");
    const renamed = await ask(`PUT ${APPS}/${app.id}`, clientWith({ client_id: "other-service" }));
    expect(renamed.status).toBe(400);
    const { body: left } = await ask(`PUT ${APPS}/${app.id}`, clientWith({ client_secret: "x".repeat(14) }));
    expect(left.credentials.oauthClient).toMatchObject({ client_id: "billing-service", client_secret: "x".repeat(14) });
  });

  test.each([
    ["web", "client_secret_basic", false],
    ["service", "client_secret_basic", false],
    ["native", "client_secret_basic", true],
    ["browser", "none", true],
  ])("of the type %s authenticates by %s, with PKCE: %s", async (type, method, pkce) => {
    const settings = { oauthClient: { ...TAKEN["oidc_client"]!.settings["oauthClient"], application_type: type } };
    const { body } = await ask(`POST ${APPS}`, bodyOf("oidc_client", { settings }));
    const { client_secret: secret, ...client } = body.credentials.oauthClient;
    expect(client).toMatchObject({ token_endpoint_auth_method: method, pkce_required: pkce });
    expect(secret === undefined).toBe(method === "none");
  });
});

test("an app signs with keys that it has", async () => {
  const { body: app } = await ask(`POST ${APPS}`, { label: "Wiki", signOnMode: "SAML_2_0", settings: { signOn: {} } });
  const withKey = (kid: string) => ({ ...app, credentials: { ...app.credentials, signing: { kid } } });
  const { status, body } = await ask(`PUT ${APPS}/${app.id}`, withKey("nothing"));
  expect([status, body.errorSummary]).toEqual([400, "Api validation failed: kid"]);
  const { body: key } = await ask(`POST ${APPS}/${app.id}/credentials/keys/generate?validityYears=2`);
  expect((await ask(`PUT ${APPS}/${app.id}`, withKey(key.kid))).body.credentials.signing.kid).toBe(key.kid);
});

test("an app whose access policy is deleted has the default one again", async () => {
  const policyOf = async (id: string) => (await ask(`GET ${APPS}/${id}`)).body._links.accessPolicy.href;
  const { body: app } = await ask(`POST ${APPS}`, bodyOf("bookmark"));
  const byDefault = await policyOf(app.id);
  const { body: policy } = await ask("POST /api/v1/policies", { type: "ACCESS_POLICY", name: "Own" });
  await ask(`PUT ${APPS}/${app.id}/policies/${policy.id}`);
  expect(await policyOf(app.id)).toMatch(policy.id);
  await ask(`DELETE /api/v1/policies/${policy.id}`);
  expect(await policyOf(app.id)).toBe(byDefault);
});

test("an app tells which capabilities are on while its connection is", async () => {
  const { body: app } = await ask(`POST ${APPS}`, {
    name: "okta_org2org",
    label: "Other org",
    signOnMode: "SAML_2_0",
    settings: { app: { baseUrl: "https://a.test" } },
  });
  const path = `${APPS}/${app.id}`;
  const flags = async () => (await ask(`GET ${path}`)).body.features;
  await ask(`POST ${path}/connections/default?activate=true`, { profile: { authScheme: "TOKEN", token: "t" } });
  expect(await flags()).toEqual([]);
  await ask(`PUT ${path}/features/USER_PROVISIONING`, {
    create: { lifecycleCreate: { status: "ENABLED" } },
    update: { lifecycleDeactivate: { status: "ENABLED" } },
  });
  expect(await flags()).toEqual(["PUSH_NEW_USERS", "PUSH_USER_DEACTIVATION"]);

  await ask(`POST ${path}/connections/default/lifecycle/deactivate`);
  expect(await flags()).toEqual([]);
  for (const request of ["GET", "PUT"].map((method) => `${method} ${path}/features/USER_PROVISIONING`)) {
    const { status, body } = await ask(request, request.startsWith("PUT") ? { create: {} } : undefined);
    expect([status, body.errorSummary]).toEqual([400, "Api validation failed: feature"]);
  }
  expect((await ask(`GET ${path}/features`)).status).toBe(400);

  await ask(`POST ${path}/connections/default/lifecycle/activate`);
  expect(await flags()).toEqual(["PUSH_NEW_USERS", "PUSH_USER_DEACTIVATION"]);
  const [{ status }] = (await ask(`GET ${path}/features`)).body;
  expect(status).toBe("ENABLED");
});
