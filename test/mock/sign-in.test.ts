import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { serviceApp } from "../../src/oauth.ts";
import { call } from "./http.ts";

const CLIENT = "0oaservice0000000001";
let mock: MockServer;
let privateKey: JWK;
let publicKey: JWK;
let signingKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  signingKey = pair.privateKey;
  privateKey = { ...(await exportJWK(pair.privateKey)), kid: "key1", alg: "RS256" };
  publicKey = { ...(await exportJWK(pair.publicKey)), kid: "key1", alg: "RS256" };
  const scopes = ["okta.users.read", "okta.groups.manage"];
  mock = await startMockServer({
    stateful: true,
    serviceClients: [
      { clientId: CLIENT, publicKeys: [publicKey], scopes },
      { clientId: "bound", publicKeys: [publicKey], scopes, dpop: true },
    ],
  });
});
afterAll(() => mock.close());

const clientFor = (options: Partial<Parameters<typeof serviceApp>[0]> = {}) =>
  createOktaClient({
    orgUrl: mock.url,
    auth: serviceApp({ clientId: CLIENT, privateKey, scopes: ["okta.users.read"], ...options } as never),
    retry: false,
  });

/** Asks for a token with claims of one's own. */
async function ask(claims: Record<string, unknown> = {}, form: Record<string, string> = {}, headers = {}) {
  const now = Math.floor(mock.clock.now() / 1000);
  const assertion = await new SignJWT({
    iss: CLIENT,
    sub: CLIENT,
    aud: `${mock.url}/oauth2/v1/token`,
    exp: now + 300,
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256", kid: "key1" })
    .sign(signingKey);
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope: "okta.users.read",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    ...form,
  });
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return call(mock.url, "POST /oauth2/v1/token", body.toString(), { ...type, ...headers });
}

describe.each([false, true])("a service app, with DPoP %s", (dpop) => {
  test("signs in, and may do what its scopes allow", async () => {
    const okta = clientFor({ dpop, ...(dpop && { clientId: "bound" }) });
    expect((await okta.GET("/api/v1/users")).response.status).toBe(200);
    expect((await okta.GET("/api/v1/groups")).error?.errorCode).toBe("E0000006");
    const groups = clientFor({ dpop, scopes: ["okta.groups.manage"] });
    expect((await groups.GET("/api/v1/groups")).response.status).toBe(200);
  });
});

test.each([
  ["another audience", { aud: "https://elsewhere" }, 401, "invalid_client"],
  ["another subject", { sub: "someone" }, 401, "invalid_client"],
  ["an app that is not there", { iss: "nobody", sub: "nobody" }, 401, "invalid_client"],
  ["an end that has come", { exp: 1 }, 401, "invalid_client"],
  ["an end that is too far", { exp: 9_999_999_999 }, 401, "invalid_client"],
])("an assertion with %s is refused", async (_, claims, status, error) => {
  const { status: got, body } = await ask(claims);
  expect([got, body.error]).toEqual([status, error]);
});

test("a foreign signature, a scope that was not granted, another grant, and an assertion used twice are refused", async () => {
  const own = signingKey;
  ({ privateKey: signingKey } = await generateKeyPair("RS256"));
  const foreign = await ask();
  signingKey = own;
  expect(foreign.body).toMatchObject({
    error: "invalid_client",
    error_description: expect.stringMatching("signature"),
  });
  expect((await ask({}, { scope: "okta.apps.manage" })).body.error).toBe("invalid_scope");
  expect((await ask({}, { grant_type: "password" })).body.error).toBe("unsupported_grant_type");
  expect((await ask({ jti: "once" })).status).toBe(200);
  expect((await ask({ jti: "once" })).body.error).toBe("invalid_client");
  expect((await ask({ iss: "bound", sub: "bound" })).body.error).toBe("invalid_dpop_proof");
  expect((await ask({}, {}, { dpop: "no.proof" })).body.error).toBe("invalid_dpop_proof");
});

test("a token ends by the org's clock, and one that is bound is worth nothing as Bearer", async () => {
  const { body } = await ask();
  const headers = { authorization: `Bearer ${body.access_token}` };
  expect((await call(mock.url, "GET /api/v1/users", undefined, headers)).status).toBe(200);
  mock.clock.advance(3_601_000);
  expect((await call(mock.url, "GET /api/v1/users", undefined, headers)).body.errorCode).toBe("E0000011");
  mock.clock.reset();
  const dpop = { authorization: `DPoP ${body.access_token}` };
  expect((await call(mock.url, "GET /api/v1/users", undefined, dpop)).status).toBe(401);
});

test("an app of the state signs in with the keys and grants that it has", async () => {
  const app = await call(mock.url, "POST /api/v1/apps", {
    name: "oidc_client",
    label: "Nightly job",
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "private_key_jwt" } },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        jwks: { keys: [publicKey] },
      },
    },
  });
  expect(app.status).toBe(200);
  const clientId: string = app.body.id;
  const okta = clientFor({ clientId });
  await expect(okta.GET("/api/v1/users")).rejects.toThrow(/invalid_scope/);
  const grant = { issuer: mock.url, scopeId: "okta.users.read" };
  expect((await call(mock.url, `POST /api/v1/apps/${clientId}/grants`, grant)).status).toBeLessThan(300);
  expect((await clientFor({ clientId }).GET("/api/v1/users")).response.status).toBe(200);
});

test("keys and metadata name this server, and unknown servers are 404", async () => {
  const { body } = await call(mock.url, "GET /.well-known/okta-organization");
  expect(body._links.organization.href).toBe(mock.url);
  expect((await call(mock.url, "GET /oauth2/v1/keys")).body.keys[0]).toMatchObject({ kty: "RSA", use: "sig" });
  const { body: servers } = await call(mock.url, "GET /api/v1/authorizationServers");
  const path = `/oauth2/${servers[0].id}`;
  const metadata = await call(mock.url, `GET ${path}/.well-known/oauth-authorization-server`);
  expect(metadata.body).toMatchObject({ issuer: mock.url + path, jwks_uri: `${mock.url}${path}/v1/keys` });
  expect((await call(mock.url, `GET ${path}/v1/keys`)).body.keys.length).toBeGreaterThan(0);
  expect((await call(mock.url, "GET /oauth2/none/.well-known/openid-configuration")).status).toBe(404);
});

test("an operation's declared errors are what it refuses with", async () => {
  const document = {
    openapi: "3.1.0",
    info: { title: "Declared", version: "1" },
    paths: {
      "/things": {
        post: {
          "x-errors": [{ code: "E0000001", status: 409, when: "Always.", summary: "Not this way" }],
          requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
          responses: { 204: { description: "-" } },
        },
      },
    },
  };
  const declared = await startMockServer({ document: document as never });
  const { status, body } = await call(declared.url, "POST /things", [1]);
  expect([status, body.errorCode, body.errorCauses.length]).toEqual([409, "E0000001", 1]);
  await declared.close();
});

test("where code generation is forbidden, the start says so in one line, and validation can be left out", async () => {
  const start = (options: string) =>
    promisify(execFile)(process.execPath, [
      "--disallow-code-generation-from-strings",
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      `import { startMockServer } from "./src/mock/index.ts";
         try {
           const mock = await startMockServer(${options});
           const headers = { authorization: "SSWS any", "content-type": "application/json" };
           const { status } = await fetch(mock.url + "/api/v1/groups", { method: "POST", headers, body: "{}" });
           console.log(status);
           await mock.close();
         } catch (error) { console.log(error.message); }`,
    ]).then(({ stdout }) => stdout.trim());
  expect(await start("{}")).toMatch(
    /^The mock server validates requests with code that Ajv generates.*--no-validate.*$/,
  );
  expect(await start("{ validateRequests: false }")).toBe("200");
});
