import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MockRoute, type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

let mock: MockServer;
const routes: MockRoute[] = [
  { method: "GET", path: "/api/internal/limits", body: { used: 1 } },
  { method: "post", path: "/api/internal/jobs/{jobId}/start", status: 202, headers: { "X-Job": "started" } },
  { method: "GET", path: "/api/v1/groups/{groupId}", body: { id: "mine" } },
  {
    method: "PUT",
    path: "/api/internal/echo/{name}",
    respond: ({ params, query, body }) => ({ status: 201, body: { params, q: query.get("q"), body } }),
  },
  {
    method: "GET",
    path: "/api/internal/broken",
    respond: () => {
      throw new Error("no such luck");
    },
  },
  { method: "GET", path: "/api/internal/text", body: "plain" },
];
const extra = {
  openapi: "3.1.0",
  info: { title: "More", version: "1" },
  paths: {
    "/integrations/{id}": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "-", content: { "application/json": { example: { id: "i1" } } } } },
      },
    },
    "/integrations": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { type: "object", required: ["name"] } } },
        },
        responses: { 204: { description: "-" } },
      },
    },
  },
};
beforeAll(async () => {
  mock = await startMockServer({ stateful: true, routes, extraDocuments: [extra as never] });
});
afterAll(() => mock.close());

describe("routes of one's own", () => {
  test("respond with what was given, before the document's", async () => {
    const fixed = await call(mock.url, "GET /api/internal/limits");
    expect([fixed.status, fixed.body, fixed.headers.get("x-mock-source")]).toEqual([200, { used: 1 }, "route"]);
    const empty = await call(mock.url, "POST /api/internal/jobs/1/start");
    expect([empty.status, empty.text, empty.headers.get("x-job")]).toEqual([202, "", "started"]);
    expect((await call(mock.url, "GET /api/v1/groups/any")).body).toEqual({ id: "mine" });
    const text = await call(mock.url, "GET /api/internal/text");
    expect([text.text, text.headers.get("content-type")]).toEqual(["plain", "text/plain; charset=utf-8"]);
  });

  test("get parameters, query and body", async () => {
    const { status, body } = await call(mock.url, "PUT /api/internal/echo/a%20b?q=1", { x: [1] });
    expect([status, body]).toEqual([201, { params: { name: "a b" }, q: "1", body: { x: [1] } }]);
  });

  test("that throw are a 500 that says so", async () => {
    const { status, body } = await call(mock.url, "GET /api/internal/broken");
    expect([status, body.errorCode]).toEqual([500, "E0000009"]);
    expect(body.errorCauses[0].errorSummary).toMatch("GET /api/internal/broken threw: Error: no such luck");
  });

  test("are replaced and removed over HTTP, and refused with what is wrong", async () => {
    const put = (list: unknown) => call(mock.url, "PUT /_mock/routes", list);
    expect((await put([{ method: "GET", path: "/late", status: 418, body: {} }])).status).toBe(204);
    expect((await call(mock.url, "GET /late")).status).toBe(418);
    expect((await put([{ method: "GET", path: "late" }])).body.errorSummary).toMatch(/^Route 1: "path" does not start/);
    expect((await put([{ method: "GET", path: "/a", status: 99 }])).body.errorSummary).toMatch(/"status"/);
    expect((await call(mock.url, "DELETE /_mock/routes")).status).toBe(204);
    expect((await call(mock.url, "GET /late")).status).toBe(404);
    mock.setRoutes(routes);
  });
});

test("paths of a further document respond, and requests are checked against it", async () => {
  expect((await call(mock.url, "GET /integrations/1")).body).toEqual({ id: "i1" });
  expect((await call(mock.url, "POST /integrations", { name: "a" })).status).toBe(204);
  const { status, body } = await call(mock.url, "POST /integrations", {});
  expect([status, body.errorCauses[0].errorSummary]).toEqual([400, "name: The field cannot be left blank"]);
  expect((await call(mock.url, "GET /api/v1/users")).status).toBe(200);
});

test("a scenario gives any status", async () => {
  mock.setScenario({ rules: [{ match: { path: "/api/v1/apps" }, status: 202 }] });
  const { status, text } = await call(mock.url, "GET /api/v1/apps");
  expect([status, text]).toEqual([202, ""]);
  mock.setScenario();
});

describe("the clock", () => {
  test("moves the window of a rate limit, and the date", async () => {
    const limited = await startMockServer({ rateLimit: 2 });
    for (let i = 0; i < 2; i += 1) expect((await call(limited.url, "GET /api/v1/users")).status).toBe(200);
    expect((await call(limited.url, "GET /api/v1/users")).status).toBe(429);
    limited.clock.advance(61_000);
    const later = await call(limited.url, "GET /api/v1/users");
    expect(later.status).toBe(200);
    const ahead = Date.parse(later.headers.get("date")!) - Date.now();
    expect(ahead).toBeGreaterThan(55_000);
    const reset = Number(later.headers.get("x-rate-limit-reset")) * 1000 - Date.parse(later.headers.get("date")!);
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60_000);
    await limited.close();
  });

  test("is set, stopped, moved and let go over HTTP", async () => {
    const put = (body: unknown) => call(mock.url, "PUT /_mock/clock", body);
    expect((await put({ now: "2030-01-01T00:00:00Z", stopped: true })).body).toEqual({
      now: "2030-01-01T00:00:00.000Z",
      stopped: true,
    });
    expect((await put({ advanceMs: 60_000 })).body.now).toBe("2030-01-01T00:01:00.000Z");
    expect(mock.clock.now()).toBe(Date.parse("2030-01-01T00:01:00Z"));
    for (const wrong of [[], { now: "soon" }, { advanceMs: "1" }, { then: 1 }])
      expect((await put(wrong)).status).toBe(400);
    await call(mock.url, "DELETE /_mock/clock");
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(5_000);
  });
});
