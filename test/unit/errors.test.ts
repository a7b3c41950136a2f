import { describe, expect, test } from "vitest";
import { OktaApiError, type OktaApiErrorInit, OktaConnectionError } from "../../src/errors.ts";
import { OktaTokenError } from "../../src/auth/token-error.ts";

const PATH = "/api/v1/users/{userId}";
interface Made extends Partial<Omit<OktaApiErrorInit, "response">> {
  status?: number;
  statusText?: string;
  headers?: Record<string, string>;
}
const apiError = ({ status = 400, statusText = "", headers = {}, ...more }: Made = {}) =>
  new OktaApiError({
    method: "GET",
    path: PATH,
    body: undefined,
    ...more,
    response: new Response(null, { status, statusText, headers }),
  });
const PAGE = "<!doctype html><title>Blocked</title>";

describe("the message of an OktaApiError", () => {
  const body = { errorCode: "E0000001", errorSummary: "Api validation failed", errorId: "oae1" };

  test.each<[string, Made, string]>([
    ["Okta's code and sentence, and a hint", { body }, "E0000001 Api validation failed — Correct the fields listed"],
    [
      "the fields at fault",
      {
        body: {
          ...body,
          errorCauses: [{ errorSummary: "login: taken" }, { errorSummary: "" }, null, { errorSummary: "x" }],
        },
      },
      "Api validation failed (login: taken; x) — ",
    ],
    ["the message of services that have no sentence", { body: { message: "no such thing" } }, "400 no such thing"],
    [
      "what OAuth says",
      { status: 401, headers: { "www-authenticate": 'Bearer error="x", error_description="The token is old"' } },
      "401 The token is old",
    ],
    ["the status text where there is nothing else", { statusText: "Bad Request" }, "400 Bad Request"],
    ["that there is no reason", {}, "400 no reason given"],
    [
      "nothing of a body that is no error of Okta's",
      { body: { errorCode: 7, errorSummary: {} } },
      "400 no reason given",
    ],
    ["nothing of a body that is a list", { body: [1] }, "400 no reason given"],
  ])("has %s", (_, made, text) => {
    expect(apiError(made).message).toContain(text);
    expect(apiError(made).message.startsWith(`GET ${PATH}: 4`)).toBe(true);
  });

  test.each<[string, Made, RegExp]>([
    [
      "the scope that is missing",
      { status: 403, headers: { "www-authenticate": 'Bearer scope="okta.users.manage"' } },
      / — The access token needs the scope okta\.users\.manage\.$/,
    ],
    [
      "the scope at a 401 too",
      { status: 401, headers: { "www-authenticate": 'Bearer scope="okta.users.read"' } },
      /needs the scope okta\.users\.read/,
    ],
    ["a redirect", { status: 302 }, / — The org redirected, which an API call never needs\. Check orgUrl\.$/],
    ["the proxy's credential", { status: 407 }, /A proxy wants its own credential/],
    ["a failing server", { status: 502 }, /A server between you and Okta failed/],
    ["an overload", { status: 503 }, /overloaded or in maintenance/],
    ["a slow server", { status: 504 }, /waited too long/],
    [
      "a web page by its type",
      { status: 403, body: "Blocked", headers: { "content-type": "text/html; charset=utf-8" } },
      /is a web page/,
    ],
    ["a web page by its text", { status: 403, body: PAGE }, /is a web page/],
    ["a web page rather than an overload", { status: 503, body: PAGE }, /is a web page/],
    [
      "a refused proof",
      { status: 401, headers: { "www-authenticate": 'DPoP error="invalid_dpop_proof"' } },
      /proof of possession was refused/,
    ],
    [
      "a refused proof behind other members",
      { status: 401, headers: { "www-authenticate": 'DPoP algs="ES256", error="invalid_dpop_proof"' } },
      /proof of possession was refused/,
    ],
    ["a longer login with a slash", { status: 404, pathname: "/api/v1/users/ada%2Fb" }, /by id only/],
    [
      "a refused proof because of the clock",
      {
        status: 401,
        headers: { "www-authenticate": 'DPoP error="invalid_dpop_proof"', date: "Thu, 01 Jan 1970 00:00:00 GMT" },
      },
      /clock of this machine is \d+ s ahead of Okta's/,
    ],
    ["a login with a slash", { status: 404, pathname: "/api/v1/users/a%2Fb" }, /whose login holds a "\/" by id only/],
    ["such a login where the method is refused", { status: 405, pathname: "/api/v1/users/a%2fb/x" }, /by id only/],
  ])("helps with %s", (_, made, hint) => {
    expect(apiError(made).message).toMatch(hint);
  });

  test.each<[string, Made]>([
    ["a scope at another status", { status: 400, headers: { "www-authenticate": 'Bearer scope="x"' } }],
    ["a page with a code of Okta's", { body: { errorCode: "E9999999" }, headers: { "content-type": "text/html" } }],
    ["a slash elsewhere", { status: 404, pathname: "/api/v1/groups/a%2Fb" }],
    ["a slash behind the login", { status: 404, pathname: "/api/v1/users/a/b%2Fc" }],
    ["a login with a slash that is only refused", { status: 403, pathname: "/api/v1/users/a%2Fb" }],
    ["XML", { body: "<error/>" }],
    ["a status of its own", { status: 418 }],
  ])("has no hint for %s", (_, made) => {
    expect(apiError(made).message).not.toContain(" — ");
  });
});

test.each([undefined, null, "", 5])("a body of %j leaves a message of method, path and status", (body) => {
  expect(apiError({ body }).message).toBe(`GET ${PATH}: 400 no reason given`);
});

describe("the members of an OktaApiError", () => {
  test("are Okta's, of the right kinds", () => {
    const error = apiError({
      status: 429,
      body: { errorCode: "E0000047", errorSummary: "Too many", errorId: "oae1", errorCauses: [{ errorSummary: "x" }] },
      headers: {
        "x-okta-request-id": "req1",
        "x-rate-limit-limit": "5",
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": "60",
      },
      attempts: 3,
      retryAfter: 5000,
    });
    expect(error).toMatchObject({
      name: "OktaApiError",
      status: 429,
      errorCode: "E0000047",
      errorSummary: "Too many",
      errorCauses: [{ errorSummary: "x" }],
      errorId: "oae1",
      requestId: "req1",
      rateLimit: { limit: 5, remaining: 0 },
      method: "GET",
      path: PATH,
      attempts: 3,
      retryAfter: 5000,
    });
  });

  test("are undefined or empty where nothing is said", () => {
    expect(apiError({ body: { errorCauses: "x", errorId: 5 } })).toMatchObject({
      errorCode: undefined,
      errorSummary: undefined,
      errorCauses: [],
      errorId: undefined,
      requestId: undefined,
      rateLimit: undefined,
      attempts: 1,
      retryAfter: undefined,
    });
    expect(apiError({ body: [{ errorCode: "E1" }] }).errorCode).toBeUndefined();
  });

  test("keep the body as it came, a text in part", () => {
    const parsed = { any: ["thing"] };
    expect(apiError({ body: parsed }).body).toBe(parsed);
    expect(apiError({ body: PAGE }).body).toBe(PAGE);
    expect(apiError({ body: "x".repeat(10_000) }).body).toHaveLength(10_000);
    expect(apiError({ body: "x".repeat(1e6) }).body).toHaveLength(10_000);
    expect(apiError().body).toBeUndefined();
  });
});

describe("errors in logs", () => {
  test("keep their message in JSON, and the body where it is not Okta's", () => {
    const page = JSON.parse(
      JSON.stringify(apiError({ status: 503, body: PAGE, headers: { "content-type": "text/html" } })),
    );
    expect(page).toMatchObject({ name: "OktaApiError", status: 503, method: "GET", path: PATH, body: PAGE });
    expect(page.message).toMatch(/web page/);
    const okta = JSON.parse(JSON.stringify(apiError({ body: { errorCode: "E0000007", extra: "profile" } })));
    expect(okta.errorCode).toBe("E0000007");
    expect(okta).not.toHaveProperty("body");
    expect(okta.message).toContain("E0000007");
  });

  const failure = (cause?: unknown, attempts = 3) =>
    new OktaConnectionError({ reason: "network", method: "GET", path: PATH, attempts, message: "no response", cause });

  test("keep the causes of a connection error, to some depth", () => {
    const cause = new TypeError("fetch failed", {
      cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", secret: "left out" }),
    });
    expect(JSON.parse(JSON.stringify(failure(cause)))).toEqual({
      name: "OktaConnectionError",
      reason: "network",
      method: "GET",
      path: PATH,
      attempts: 3,
      message: `GET ${PATH}: no response after 3 attempts`,
      cause: {
        name: "TypeError",
        message: "fetch failed",
        cause: { name: "Error", message: "read ECONNRESET", code: "ECONNRESET" },
      },
    });
    expect(JSON.parse(JSON.stringify(failure("text"))).cause).toBe("text");
    expect(JSON.parse(JSON.stringify(failure()))).not.toHaveProperty("cause");
    expect(failure(new Error("x")).toJSON()["cause"]).toStrictEqual({ name: "Error", message: "x" });
    const looped = new Error("loop");
    looped.cause = looped;
    expect(JSON.stringify(failure(looped)).match(/"loop"/g)).toHaveLength(5);
  });

  test("say how often a call was sent only where that was more than once", () => {
    expect(failure(undefined, 1).message).toBe(`GET ${PATH}: no response`);
    expect(failure(undefined, 2).message).toBe(`GET ${PATH}: no response after 2 attempts`);
  });

  test("keep message and cause in a structured clone", () => {
    const clone = structuredClone(failure(new Error("inner")));
    expect([clone.message, (clone.cause as Error).message]).toEqual([failure().message, "inner"]);
    expect(structuredClone(apiError({ body: { errorCode: "E0000007" } })).message).toContain("E0000007");
  });
});

const tokenError = (
  status: number,
  text: string,
  more: { dpop?: boolean; secrets?: string[]; headers?: object } = {},
) =>
  new OktaTokenError({
    response: new Response(null, { status, statusText: "Some Status", headers: { ...more.headers } }),
    text,
    dpop: more.dpop ?? false,
    secrets: more.secrets ?? [],
  });

describe("an OktaTokenError", () => {
  test.each<[string, number, string, Parameters<typeof tokenError>[2], RegExp, string | undefined]>([
    [
      "OAuth's form",
      400,
      '{"error":"invalid_scope","error_description":"No such scope."}',
      {},
      /400 invalid_scope No such scope\. — Grant the scopes/,
      "invalid_scope",
    ],
    [
      "Okta's form",
      400,
      '{"errorCode":"E0000021","errorSummary":"Bad media type"}',
      {},
      /400 E0000021 Bad media type$/,
      "E0000021",
    ],
    [
      "a client that is unknown",
      401,
      '{"error":"invalid_client"}',
      {},
      /401 invalid_client Some Status — Check clientId/,
      "invalid_client",
    ],
    [
      "a wrong kind of app",
      400,
      '{"error":"unauthorized_client","error_description":"No."}',
      {},
      /No\. — The app must be of the type API Services/,
      "unauthorized_client",
    ],
    [
      "a clock that is wrong",
      401,
      '{"error":"invalid_client"}',
      { headers: { date: "Thu, 01 Jan 1970 00:00:00 GMT" } },
      / — The clock of this machine is/,
      "invalid_client",
    ],
    [
      "a proof that is missing",
      400,
      '{"error":"invalid_dpop_proof"}',
      {},
      / — The app demands proof of possession: set dpop to true\.$/,
      "invalid_dpop_proof",
    ],
    [
      "a proof that is refused",
      400,
      '{"error":"invalid_dpop_proof"}',
      { dpop: true },
      / — The proof was refused: its key, nonce or time/,
      "invalid_dpop_proof",
    ],
    [
      "a proof that is late",
      400,
      '{"error":"invalid_dpop_proof"}',
      { dpop: true, headers: { date: "Thu, 01 Jan 1970 00:00:00 GMT" } },
      / — The clock of this machine/,
      "invalid_dpop_proof",
    ],
    ["a redirect", 302, "", {}, /302 the org redirected, which a token request never needs/, undefined],
    ["a web page", 403, " <html>", {}, /403 the response is a web page/, undefined],
    ["a success without a token", 200, "{}", {}, /200 the response holds no access token/, undefined],
    ["a success that is no JSON", 200, "ok", {}, /200 the response holds no access token/, undefined],
    ["nothing but a status", 500, "null", {}, /500 Some Status$/, undefined],
    ["a text for a body", 400, '"invalid_scope"', {}, /400 Some Status$/, undefined],
    [
      "what is there, of members that are empty or no text",
      400,
      '{"error":5,"errorCode":"E1","error_description":"","errorSummary":"Sorry"}',
      {},
      /400 E1 Sorry$/,
      "E1",
    ],
    ["the first of the redirects", 300, "", {}, /300 the org redirected/, undefined],
    ["a web page from its first character on", 403, "<html>", {}, /403 the response is a web page/, undefined],
    ["no web page where a text holds a bracket", 403, "no <token>", {}, /403 Some Status$/, undefined],
    [
      "the scope and not the clock",
      400,
      '{"error":"invalid_scope"}',
      { headers: { date: "Thu, 01 Jan 1970 00:00:00 GMT" } },
      /400 invalid_scope Some Status — Grant the scopes/,
      "invalid_scope",
    ],
  ])("tells %s", (_, status, text, more, message, code) => {
    const error = tokenError(status, text, more);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^POST \/oauth2\/v1\/token: /);
    expect([error.status, error.error, error.name]).toEqual([status, code, "OktaTokenError"]);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: "OktaTokenError", status, message: error.message });
  });

  test("has Okta's request id, and says that there is no reason where there is none", () => {
    expect(tokenError(400, "", { headers: { "x-okta-request-id": "r" } }).requestId).toBe("r");
    expect(tokenError(400, "").requestId).toBeUndefined();
    const bare = new OktaTokenError({
      response: new Response(null, { status: 500 }),
      text: "",
      dpop: false,
      secrets: [],
    });
    expect(bare.message).toMatch(/500 no reason given$/);
  });

  test("shows no secret that a response repeats", () => {
    const text = '{"error":"bad eyJsecret","error_description":"The assertion eyJsecret eyJsecret and eyJproof"}';
    const error = tokenError(400, text, { secrets: ["eyJsecret", "eyJproof"] });
    expect(error.message).toContain("bad [redacted] The assertion [redacted] [redacted] and [redacted]");
    expect(error.error).toBe("bad [redacted]");
  });
});
