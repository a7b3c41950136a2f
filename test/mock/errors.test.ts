import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "node:net";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, profile } from "./http.ts";

let mock: MockServer;
beforeAll(async () => void (mock = await startMockServer()));
afterAll(() => mock.close());

const shape = (errorCode: string, errorSummary: unknown, errorCauses: unknown[] = []) => ({
  errorCode,
  errorSummary,
  errorLink: errorCode,
  errorId: expect.stringMatching(/^oae[\w-]{22}$/),
  errorCauses,
});
const cause = (errorSummary: unknown) => ({ errorSummary });

const LOST = ["SSWS undefined", "Bearer undefined", "DPoP null"];
test.each([undefined, "", "any", "SSWS", "SSWS ", "Basic dTpw", "Bearer a b", "Token x", ...LOST])(
  "401 E0000011 for the credential %j",
  async (authorization) => {
    const response = await fetch(`${mock.url}/api/v1/users`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(shape("E0000011", "Invalid token provided"));
  },
);

test.each(["SSWS 00abc", "Bearer eyJ.a.b", "DPoP eyJ.a.b", "bearer x", "SSWS 00undefined"])(
  "takes the credential %j",
  async (authorization) => {
    expect((await call(mock.url, "GET /api/v1/users", undefined, { authorization })).status).toBe(200);
  },
);

test("400 E0000001 names the field of a body, the missing ones, and each but once", async () => {
  const { status, body } = await call(mock.url, "POST /api/v1/users", { profile: { ...profile("x"), firstName: 1 } });
  expect(status).toBe(400);
  expect(body).toEqual(
    shape("E0000001", "Api validation failed: profile", [
      cause(expect.stringMatching(/^profile\.firstName: must be string/)),
    ]),
  );
  const missing = await call(mock.url, "POST /api/v1/users", {});
  expect(missing.body.errorCauses).toEqual([cause("profile: The field cannot be left blank")]);
});

test("400 E0000001 of a union tells what is wrong with the variant that was sent, not with the others", async () => {
  const { body } = await call(mock.url, "POST /api/v1/apps", { signOnMode: "BOOKMARK", name: "bookmark", label: 5 });
  const causes = body.errorCauses.map(({ errorSummary }: { errorSummary: string }) => errorSummary);
  expect(causes).toContain("label: must be string");
  expect(causes.join()).not.toMatch(/signOnMode|oneOf|match/);
});

test("400 E0000001 names a query parameter", async () => {
  const { status, body } = await call(mock.url, "GET /api/v1/logs?limit=many");
  expect(status).toBe(400);
  expect(body).toEqual(
    shape("E0000001", "Api validation failed: limit", [cause(expect.stringMatching(/^limit: must be integer/))]),
  );
});

test("400 E0000028 names a missing parameter as the document writes it", async () => {
  const { body } = await call(mock.url, "POST /api/v1/users/00u1lovelace00000001/lifecycle/reset_password");
  expect(body.errorCode).toBe("E0000028");
  expect(body.errorCauses).toEqual([cause("sendEmail: The field cannot be left blank")]);
});

test("400 E0000003 for a body that is no JSON", async () => {
  const { status, body } = await call(mock.url, "POST /api/v1/users", "{ no", { "content-type": "application/json" });
  expect(status).toBe(400);
  expect(body).toEqual(shape("E0000003", "The request body was not well-formed."));
});

test("400 E0000019 for an Accept that nothing fits", async () => {
  const { status, body } = await call(mock.url, "GET /api/v1/users", undefined, { accept: "image/png" });
  expect([status, body.errorCode]).toEqual([400, "E0000019"]);
});

test("404 E0000007 for a path that is not there", async () => {
  for (const path of [
    "/api/v1/nothing",
    "/",
    "/api/v1/users/",
    "/api/v1/users//groups",
    "/api/v1/users/%zz",
    "//api/v1/users",
  ]) {
    const { status, body } = await call(mock.url, `GET ${path}`);
    expect([path, status, body.errorCode]).toEqual([path, 404, "E0000007"]);
  }
});

test("405 E0000022 tells the methods there are, also where a templated path would take the method", async () => {
  const { status, headers, body } = await call(mock.url, "DELETE /api/v1/groups/rules");
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe("GET, POST");
  expect(body).toEqual(shape("E0000022", "The endpoint does not support the provided HTTP method"));
});

test("413 for a body of more than 10 MB", async () => {
  const long = JSON.stringify({ profile: { firstName: "x".repeat(10_500_000) } });
  const { status, body } = await call(mock.url, "POST /api/v1/users", long, { "content-type": "application/json" });
  expect(status).toBe(413);
  expect(body.errorCauses).toEqual([cause("body: longer than 10485760 bytes")]);
});

test("415 E0000021 tells the media types there are", async () => {
  const { status, body } = await call(mock.url, "POST /api/v1/users", "<user/>", { "content-type": "application/xml" });
  expect(status).toBe(415);
  expect(body).toEqual(shape("E0000021", expect.any(String), [cause("Supported content types: application/json")]));
});

test("429 E0000047 when a bucket is used up, counted down truthfully, apart from other buckets", async () => {
  const limited = await startMockServer({ rateLimit: 3 });
  const seen = [];
  for (let i = 0; i < 5; i += 1) {
    const { status, headers } = await call(limited.url, "GET /api/v1/users");
    const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((n) =>
      Number(headers.get(`x-rate-limit-${n}`)),
    );
    const date = Date.parse(headers.get("date")!) / 1000;
    expect(limit).toBe(3);
    expect(reset! - date).toBeGreaterThan(0);
    expect(reset! - date).toBeLessThanOrEqual(61);
    seen.push([status, remaining]);
  }
  expect(seen).toEqual([
    [200, 2],
    [200, 1],
    [200, 0],
    [429, 0],
    [429, 0],
  ]);
  expect((await call(limited.url, "GET /api/v1/groups")).status).toBe(200);
  const { body } = await call(limited.url, "GET /api/v1/users");
  expect(body).toEqual(shape("E0000047", "API call exceeded rate limit due to too many requests."));
  limited.reset();
  expect((await call(limited.url, "GET /api/v1/users")).status).toBe(200);
  await limited.close();
});

test("every answer has a request id of its own and the rate limit, refusals too", async () => {
  const answers = await Promise.all(
    ["GET /api/v1/users", "GET /api/v1/users", "GET /nowhere", "DELETE /api/v1/users", "POST /api/v1/groups"].map(
      (request) => call(mock.url, request),
    ),
  );
  const ids = answers.map(({ headers }) => headers.get("x-okta-request-id"));
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[\w-]{27}$/);
  for (const { headers } of answers) expect(Number(headers.get("x-rate-limit-limit"))).toBe(1_000_000);
});

/** What a server says to bytes that are no good HTTP. */
const raw = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(mock.url).port), "127.0.0.1", () => socket.end(bytes));
    socket
      .on("data", (part) => (text += part))
      .on("close", () => resolve(text))
      .on("error", reject);
  });

test.each([
  ["no HTTP at all", "hello\r\n\r\n", 400],
  ["headers that are too long", `GET / HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
  ["a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405],
  ["an expectation", "GET /nowhere HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n", 404],
  ["a whole URL", "GET http://org/nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404],
])("answers %s in Okta's shape", async (_, bytes, status) => {
  const text = await raw(bytes);
  expect(text.split("\r\n", 1)[0]).toContain(` ${status} `);
  expect(JSON.parse(text.slice(text.indexOf("{")))).toMatchObject({ errorCode: expect.stringMatching(/^E\d{7}$/) });
  expect((await call(mock.url, "GET /api/v1/users")).status).toBe(200);
});

test("a browser of any origin may ask first, and read what counts", async () => {
  const asked = await fetch(`${mock.url}/api/v1/users`, {
    method: "OPTIONS",
    headers: {
      origin: "https://app.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-headers")).toBe("authorization");
  const { headers } = await call(mock.url, "GET /api/v1/users", undefined, { origin: "https://app.example" });
  expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
  expect(headers.get("access-control-expose-headers")).toMatch(/Link.*X-Rate-Limit-Reset/);
  const closed = await startMockServer({ cors: false });
  const { headers: bare } = await call(closed.url, "GET /api/v1/users", undefined, { origin: "https://app.example" });
  expect(bare.get("access-control-allow-origin")).toBeNull();
  await closed.close();
});
