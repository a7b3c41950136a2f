import { exportJWK, generateKeyPair, jwtVerify, decodeProtectedHeader, type JWK, importJWK } from "jose";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type AuthorizeRequest, bearerAuth, checkedToken, tokenAuth } from "../../src/auth/auth.ts";
import { dpopSigner, httpUri } from "../../src/auth/dpop.ts";
import { serviceApp, type ServiceAppOptions } from "../../src/auth/service-app.ts";

const ORG = "https://example.okta.com";
const request = (fetch: AuthorizeRequest["fetch"] = () => expect.unreachable()): AuthorizeRequest => ({
  method: "GET",
  url: `${ORG}/api/v1/users?limit=1`,
  fetch,
});

describe("a token", () => {
  test.each<[unknown, RegExp]>([
    [undefined, /^token is missing\. A hint\.$/],
    ["", /^token is missing\. A hint\.$/],
    [5, /^token is missing/],
    ["SSWS 00x", /^token must be the bare token, without the word SSWS\.$/],
    ["bearer 00x", /without the word bearer/],
    ["DPoP 00x", /without the word DPoP/],
    ["a SSWS b", /^token holds a space or a character that no token has\. Copy it again\.$/],
    ["00x\n", /holds a space/],
    ["é", /holds a space/],
  ])("is not %j", (token, message) => {
    expect(() => checkedToken("token", token, "A hint.")).toThrow(message);
  });

  test.each(["00x", "!~", "ey.J-_", "SSWS00x"])("may be %s", (token) => {
    expect(checkedToken("token", token, "")).toBe(token);
  });

  test("is sent as SSWS or Bearer", () => {
    expect(tokenAuth("00x").authorize(request())).toEqual({ authorization: "SSWS 00x" });
    expect(bearerAuth("ey1").authorize(request())).toEqual({ authorization: "Bearer ey1" });
    expect(() => tokenAuth(undefined)).toThrow("token is missing. Give an API token, or set OKTA_CLIENT_TOKEN.");
    expect(() => bearerAuth("")).toThrow("accessToken is missing. Give an access token.");
  });

  test("of a function is had once, given out at once, and replaced when it is refused", async () => {
    const source = vi.fn(({ reason }: { reason: string }) => `ey-${reason}`);
    const auth = bearerAuth(source);
    expect(await auth.authorize(request())).toEqual({ authorization: "Bearer ey-first" });
    expect(auth.authorize(request())).toEqual({ authorization: "Bearer ey-first" });
    const sent = { authorization: "Bearer ey-first" };
    expect(auth.onResponse!({ status: 200, headers: new Headers() }, sent)).toBe(false);
    expect(auth.onResponse!({ status: 401, headers: new Headers() }, sent)).toBe(true);
    expect(await auth.authorize(request())).toEqual({ authorization: "Bearer ey-refused" });
    expect(auth.onResponse!({ status: 401, headers: new Headers() }, {})).toBe(true);
  });
});

test.each([
  ["https://example.okta.com/api/v1/users?limit=1#x", "https://example.okta.com/api/v1/users"],
  ["https://EXAMPLE.okta.com:443/a%2Fb", "https://example.okta.com/a%2Fb"],
])("the URI of a proof for %s is %s", (url, uri) => {
  expect(httpUri(url)).toBe(uri);
});

test("a proof names method, URI, nonce and token, and is signed by its own key, always the same", async () => {
  const signer = dpopSigner();
  const plain = await signer.proof({ method: "POST", url: `${ORG}/x?y` }, undefined);
  const { jwk, ...header } = decodeProtectedHeader(plain);
  expect(header).toEqual({ typ: "dpop+jwt", alg: "ES256" });
  expect(jwk).not.toHaveProperty("d");
  const { payload } = await jwtVerify(plain, await importJWK(jwk!, "ES256"));
  expect(payload).toEqual({ htm: "POST", htu: `${ORG}/x`, iat: expect.any(Number), jti: expect.any(String) });
  expect(Math.abs(payload.iat! * 1000 - Date.now())).toBeLessThan(10_000);
  const bound = await signer.proof({ method: "GET", url: `${ORG}/x` }, "n1", "token");
  expect(decodeProtectedHeader(bound).jwk).toEqual(jwk);
  const second = (await jwtVerify(bound, await importJWK(jwk!, "ES256"))).payload;
  expect(second).toMatchObject({ nonce: "n1", ath: "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A" });
  expect(second.jti).not.toBe(payload.jti);
});

test("the key of a proof can never be taken out of its client", async () => {
  const generate = vi.spyOn(crypto.subtle, "generateKey");
  await dpopSigner().proof({ method: "GET", url: `${ORG}/x` }, undefined);
  expect(generate.mock.calls.map(([, extractable]) => extractable)).toEqual([false]);
  generate.mockRestore();
});

describe("a service app", () => {
  let privateKey: JWK;
  let publicKey: CryptoKey;
  beforeAll(async () => {
    const pair = await generateKeyPair("ES256", { extractable: true });
    privateKey = { ...(await exportJWK(pair.privateKey)), kid: "k1" };
    publicKey = pair.publicKey;
  });
  const app = (more: Partial<ServiceAppOptions> = {}) =>
    serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read", "okta.groups.read"], ...more });

  /** A token endpoint that gives the scripted responses, the last one for ever, and keeps what it was sent. */
  function endpoint(...responses: [status: number, body: unknown, headers?: Record<string, string>][]) {
    const sent: { url: string; method?: string; headers: Record<string, string>; form: URLSearchParams }[] = [];
    const fetch: AuthorizeRequest["fetch"] = async (url, make) => {
      const init = typeof make === "function" ? await make() : make;
      const headers = init.headers as Record<string, string>;
      sent.push({ url, method: init.method!, headers, form: new URLSearchParams(init.body as string) });
      const [status, body, more] = responses[Math.min(sent.length, responses.length) - 1]!;
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: more ?? {} });
    };
    return { fetch, sent };
  }
  const token = (name = "ey1", more = {}) => ({ access_token: name, token_type: "Bearer", expires_in: 3600, ...more });
  const demand = (nonce: string) =>
    [400, { error: "use_dpop_nonce", error_description: "…" }, { "dpop-nonce": nonce }] as [
      number,
      object,
      Record<string, string>,
    ];

  test("signs in with an assertion that names it and the token endpoint", async () => {
    const { fetch, sent } = endpoint([200, token()]);
    expect(await app().authorize(request(fetch))).toEqual({ authorization: "Bearer ey1" });
    const { url, method, headers, form } = sent[0]!;
    expect(method).toBe("POST");
    expect(url).toBe(`${ORG}/oauth2/v1/token`);
    expect(headers).toEqual({ accept: "application/json", "content-type": "application/x-www-form-urlencoded" });
    const { client_assertion: assertion, ...rest } = Object.fromEntries(form);
    expect(rest).toEqual({
      grant_type: "client_credentials",
      scope: "okta.users.read okta.groups.read",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
    const { payload, protectedHeader } = await jwtVerify(assertion!, publicKey);
    expect(protectedHeader).toEqual({ alg: "ES256", kid: "k1" });
    expect(payload).toMatchObject({ iss: "0oa1", sub: "0oa1", aud: url, jti: expect.any(String) });
    expect(payload.exp! - payload.iat!).toBe(300);
  });

  test("uses one token until it expires, and one for each org", async () => {
    const { fetch, sent } = endpoint([200, token("ey1")], [200, token("ey2")]);
    const auth = app();
    await Promise.all([auth.authorize(request(fetch)), auth.authorize(request(fetch))]);
    expect(await auth.authorize(request(fetch))).toEqual({ authorization: "Bearer ey1" });
    const other = await auth.authorize({ ...request(fetch), url: "https://other.okta.com/x" });
    expect(other).toEqual({ authorization: "Bearer ey2" });
    expect(sent.map(({ url }) => new URL(url).host)).toEqual(["example.okta.com", "other.okta.com"]);
  });

  test.each<[unknown, boolean]>([
    [1, true],
    ["1", true],
    [undefined, false],
    [0, false],
    ["soon", false],
  ])("takes expires_in of %j for a lifetime: %j", async (expires_in, expires) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { fetch, sent } = endpoint([200, token("ey1", { expires_in })], [200, token("ey2")]);
    const auth = app();
    await auth.authorize(request(fetch));
    vi.setSystemTime(Date.now() + 1000);
    await auth.authorize(request(fetch));
    expect(sent).toHaveLength(expires ? 2 : 1);
    vi.useRealTimers();
  });

  test("makes a new assertion for each attempt of a request", async () => {
    const assertions: string[] = [];
    const fetch: AuthorizeRequest["fetch"] = async (_url, make) => {
      for (let i = 0; i < 2; i += 1) {
        const { body } = await (make as () => Promise<RequestInit>)();
        assertions.push(new URLSearchParams(body as string).get("client_assertion")!);
      }
      return Response.json(token());
    };
    await app().authorize(request(fetch));
    expect(new Set(assertions).size).toBe(2);
  });

  test("asks for a new token when one was refused, and says so to every cache", async () => {
    const { fetch } = endpoint([200, token("ey1")], [200, token("ey2")]);
    const auth = app();
    const sent = (await auth.authorize(request(fetch))) as Record<string, string>;
    expect(auth.onResponse!({ status: 403, headers: new Headers() }, sent)).toBe(false);
    expect(auth.onResponse!({ status: 401, headers: new Headers() }, sent)).toBe(true);
    expect(await auth.authorize(request(fetch))).toEqual({ authorization: "Bearer ey2" });
    expect(auth.onResponse!({ status: 401, headers: new Headers({ "dpop-nonce": "n" }) }, {})).toBe(true);
  });

  test("binds tokens to its key, and proves it with the API's latest nonce", async () => {
    const { fetch, sent } = endpoint([200, token()]);
    const auth = app({ dpop: true });
    const first = (await auth.authorize(request(fetch))) as Record<string, string>;
    expect(first["authorization"]).toBe("DPoP ey1");
    const proof = async (jwt: string) =>
      (await jwtVerify(jwt, await importJWK(decodeProtectedHeader(jwt).jwk!, "ES256"))).payload;
    expect(await proof(sent[0]!.headers["dpop"]!)).toMatchObject({ htm: "POST", htu: `${ORG}/oauth2/v1/token` });
    expect(await proof(first["dpop"]!)).toMatchObject({
      htm: "GET",
      htu: `${ORG}/api/v1/users`,
      ath: expect.any(String),
    });
    const challenge = { "dpop-nonce": "n1", "www-authenticate": 'DPoP error="use_dpop_nonce"' };
    for (const [status, expected] of [
      [400, true],
      [401, true],
      [403, false],
    ] as const) {
      expect(auth.onResponse!({ status, headers: new Headers(challenge) }, first)).toBe(expected);
    }
    expect(auth.onResponse!({ status: 400, headers: new Headers({ "dpop-nonce": "n1" }) }, first)).toBe(false);
    const withoutNonce = { "www-authenticate": challenge["www-authenticate"] };
    expect(auth.onResponse!({ status: 400, headers: new Headers(withoutNonce) }, first)).toBe(false);
    const second = (await auth.authorize(request(fetch))) as Record<string, string>;
    expect(await proof(second["dpop"]!)).toMatchObject({ nonce: "n1" });
    expect(sent).toHaveLength(1); // A demand for a nonce is no refusal of the token.
    const bearer = app();
    expect(bearer.onResponse!({ status: 400, headers: new Headers(challenge) }, {})).toBe(false);
  });

  test.each([400, 401])("meets a nonce that the token endpoint demands with a %d", async (status) => {
    const { fetch, sent } = endpoint([status, demand("n1")[1], demand("n1")[2]], [200, token()]);
    await app({ dpop: true }).authorize(request(fetch));
    const proofs = sent.map(({ headers }) => JSON.parse(atob(headers["dpop"]!.split(".")[1]!)) as { nonce?: string });
    expect(proofs.map(({ nonce }) => nonce)).toEqual([undefined, "n1"]);
  });

  test("keeps the token endpoint's nonce for the next token", async () => {
    const { fetch, sent } = endpoint(
      [200, token("ey1", { expires_in: 0 }), { "dpop-nonce": "n7" }],
      [200, token("ey2")],
    );
    const auth = app({ dpop: true });
    for (const nonce of [undefined, "n7", "n7"]) {
      const headers = (await auth.authorize(request(fetch))) as Record<string, string>;
      expect((JSON.parse(atob(sent.at(-1)!.headers["dpop"]!.split(".")[1]!)) as { nonce?: string }).nonce).toBe(nonce);
      expect(auth.onResponse!({ status: 200, headers: new Headers() }, headers)).toBe(false);
      expect(auth.onResponse!({ status: 401, headers: new Headers() }, headers)).toBe(true);
    }
    expect(sent).toHaveLength(3);
  });

  test.each<[string, Partial<ServiceAppOptions>, [number, unknown, Record<string, string>?][], number]>([
    ["three demands for a nonce", { dpop: true }, [demand("n1"), demand("n2"), demand("n3"), [200, token()]], 3],
    [
      "a demand without a nonce",
      { dpop: true },
      [
        [400, { error: "use_dpop_nonce" }],
        [200, token()],
      ],
      1,
    ],
    [
      "a demand of another status",
      { dpop: true },
      [
        [403, { error: "use_dpop_nonce" }, { "dpop-nonce": "n" }],
        [200, token()],
      ],
      1,
    ],
    [
      "a nonce with another error",
      { dpop: true },
      [
        [400, { error: "x" }, { "dpop-nonce": "n" }],
        [200, token()],
      ],
      1,
    ],
    ["a demand although DPoP is off", {}, [demand("n1"), [200, token()]], 1],
    ["no token", {}, [[200, { token_type: "Bearer" }]], 1],
    ["a token that is no text", {}, [[200, { access_token: 5 }]], 1],
    ["no JSON", {}, [[200, "<html>"]], 1],
    ["a refusal", {}, [[401, { error: "invalid_client" }]], 1],
    ["a refusal that holds a token", {}, [[400, token()]], 1],
  ])("gives up at %s", async (_, options, responses, asked) => {
    const { fetch, sent } = endpoint(...responses);
    await expect(app(options).authorize(request(fetch))).rejects.toMatchObject({ name: "OktaTokenError" });
    expect(sent).toHaveLength(asked);
  });

  test.each([
    [false, /set dpop to true/],
    [true, /The proof was refused/],
  ])("says what to do about a proof that the endpoint refuses, with dpop: %j", async (dpop, message) => {
    const { fetch } = endpoint([400, { error: "invalid_dpop_proof" }]);
    await expect(app({ dpop }).authorize(request(fetch))).rejects.toThrow(message);
  });

  test("shows neither assertion nor proof where the endpoint repeats them", async () => {
    const shown: string[] = [];
    const fetch: AuthorizeRequest["fetch"] = async (_url, make) => {
      const { body, headers } = await (make as () => Promise<RequestInit>)();
      const { dpop } = headers as Record<string, string>;
      shown.push(new URLSearchParams(body as string).get("client_assertion")!, dpop!);
      return Response.json({ error: "invalid_client", error_description: shown.join(" ") }, { status: 401 });
    };
    const error: Error = await Promise.resolve(app({ dpop: true }).authorize(request(fetch))).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.message).toContain("[redacted] [redacted]");
    for (const secret of shown) expect(error.stack).not.toContain(secret);
  });

  test.each<[Partial<ServiceAppOptions>, RegExp]>([
    [{ clientId: "" }, /^clientId is missing\. Give/],
    [{ privateKey: undefined as never }, /^privateKey is missing/],
    [{ scopes: [] }, /^scopes is missing\. Name at least one/],
    [{ scopes: "okta.users.read" as never }, /^scopes is missing/],
  ])("refuses the options %j", (options, message) => {
    expect(() => app(options)).toThrow(message);
  });
});
