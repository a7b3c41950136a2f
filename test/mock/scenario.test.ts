import { get } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, type Scenario, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

let mock: MockServer;
beforeAll(async () => void (mock = await startMockServer()));
afterEach(() => mock.reset());
afterAll(() => mock.close());

const statuses = async (count: number, request = "GET /api/v1/users") => {
  const seen = [];
  for (let i = 0; i < count; i += 1) seen.push((await call(mock.url, request)).status);
  return seen;
};

test("every n-th call is refused, with a reset as far ahead as told", async () => {
  mock.setScenario({ rules: [{ every: 3, status: 429, resetSeconds: 5 }] });
  expect(await statuses(6)).toEqual([200, 200, 429, 200, 200, 429]);
  await statuses(2);
  const { headers, body } = await call(mock.url, "GET /api/v1/users");
  const ahead = Number(headers.get("x-rate-limit-reset")) - Date.parse(headers.get("date")!) / 1000;
  expect(ahead).toBeGreaterThanOrEqual(4);
  expect(ahead).toBeLessThanOrEqual(6);
  expect([headers.get("x-rate-limit-remaining"), body.errorCode]).toEqual(["0", "E0000047"]);
});

test("bursts come at the end of every so many calls, and some calls can be let pass first", async () => {
  mock.setScenario({ rules: [{ skip: 1, every: 4, burst: 2, status: 503 }] });
  expect(await statuses(9)).toEqual([200, 200, 200, 503, 503, 200, 200, 503, 503]);
});

test("the first calls can be the ones that fail", async () => {
  mock.setScenario({ rules: [{ first: 2, status: 500 }] });
  expect(await statuses(4)).toEqual([500, 500, 200, 200]);
});

test("a rule counts only the calls that it matches, by method and path", async () => {
  mock.setScenario({
    rules: [
      { match: { method: "POST", path: "/api/v1/groups" }, status: 403 },
      { match: { path: "/api/v1/users/{id}/groups" }, status: 404 },
      {
        match: { path: "/api/v1/apps/**" },
        status: 502,
        body: "<html>Bad Gateway</html>",
        headers: { via: "proxy", "X-Rate-Limit-Limit": "7" },
      },
    ],
  });
  expect(await statuses(1)).toEqual([200]);
  expect((await call(mock.url, "POST /api/v1/groups", { profile: { name: "g" } })).status).toBe(403);
  expect((await call(mock.url, "GET /api/v1/users/a/groups")).status).toBe(404);
  expect((await call(mock.url, "GET /api/v1/users/a")).status).toBe(200);
  const page = await call(mock.url, "GET /api/v1/apps/a/users");
  expect([page.status, page.text, page.headers.get("content-type")]).toEqual([
    502,
    "<html>Bad Gateway</html>",
    "text/html",
  ]);
  expect([page.headers.get("via"), page.headers.get("x-rate-limit-limit")]).toEqual(["proxy", "7"]);
});

test("answers can be slow, by as much as the rules together say", async () => {
  mock.setScenario({ rules: [{ delayMs: 80 }, { delayMs: [40, 60] }] });
  const began = performance.now();
  expect(await statuses(1)).toEqual([200]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(115);
});

const read = (path: string) =>
  new Promise<{ headers: boolean; bytes: number; ended: boolean }>((resolve) => {
    const seen = { headers: false, bytes: 0, ended: false };
    const request = get(mock.url + path, { headers: { authorization: "SSWS any" }, agent: false }, (response) => {
      seen.headers = true;
      response.on("data", (part) => (seen.bytes += part.length));
      response.on("end", () => (seen.ended = true)).on("error", () => undefined);
      response.on("close", () => resolve(seen));
    });
    request.on("error", () => resolve(seen));
  });

test("connections can be dropped before the answer, after its headers, and in the middle of its body", async () => {
  const whole = (await call(mock.url, "GET /api/v1/users")).text.length;
  mock.setScenario({ rules: [{ drop: true }] });
  expect(await read("/api/v1/users")).toEqual({ headers: false, bytes: 0, ended: false });
  mock.setScenario({ rules: [{ drop: "headers" }] });
  expect(await read("/api/v1/users")).toEqual({ headers: true, bytes: 0, ended: false });
  mock.setScenario({ rules: [{ drop: "body" }] });
  const half = await read("/api/v1/users");
  expect(half).toMatchObject({ headers: true, ended: false });
  expect(half.bytes).toBeGreaterThan(0);
  expect(half.bytes).toBeLessThan(whole);
});

test("the client comes through a scenario of refusals, faults and drops", async () => {
  const okta = createOktaClient({ orgUrl: mock.url, token: "any", retry: { baseDelay: 1, maxDelay: 5, jitter: 0 } });
  mock.setScenario({
    rules: [
      { first: 1, status: 429, resetSeconds: 1 },
      { skip: 1, first: 1, status: 503 },
      { skip: 2, first: 1, drop: "body" },
    ],
  });
  const { data } = await okta.GET("/api/v1/users");
  expect(data?.length).toBeGreaterThan(0);
  expect(mock.calls()).toEqual({ "GET /api/v1/users": { 200: 2, 429: 1, 503: 1 } });
});

test("a scenario is replaced, read and ended over HTTP, and begins anew at a reset", async () => {
  const scenario: Scenario = { rules: [{ first: 1, status: 500 }] };
  expect((await call(mock.url, "PUT /_mock/scenario", scenario)).status).toBe(204);
  expect((await call(mock.url, "GET /_mock/scenario")).body).toEqual(scenario);
  expect(await statuses(2)).toEqual([500, 200]);
  expect((await call(mock.url, "GET /_mock/calls")).body).toEqual({ "GET /api/v1/users": { 200: 1, 500: 1 } });
  expect((await call(mock.url, "POST /_mock/reset")).status).toBe(204);
  expect(await statuses(2)).toEqual([500, 200]);
  await call(mock.url, "DELETE /_mock/scenario");
  await call(mock.url, "POST /_mock/reset");
  expect(await statuses(1)).toEqual([200]);
});

test("a scenario that is none is refused with its rule and what is wrong", async () => {
  const rules: [object, RegExp][] = [
    [{ status: 199 }, /"status" is not from 200 to 599/],
    [{ every: 0, status: 500 }, /"every" is not a whole number from 1/],
    [{ evry: 2, status: 500 }, /"evry" is not known; there are body, burst, delayMs/],
    [{ match: { url: "/" }, status: 500 }, /"match" has no "url"/],
    [{ match: { method: "GRAB" }, status: 500 }, /"match.method" is not one of GET, POST/],
    [{ match: { path: "users" }, status: 500 }, /"match.path" does not start/],
    [{ delayMs: [1] }, /"delayMs" is neither/],
    [{ drop: "half" }, /"drop" is not true, "headers" or "body"/],
    [{ status: 500, headers: { "a b": "c" } }, /"headers" has "a b", which cannot be sent/],
    [{ every: 2 }, /it does nothing/],
  ];
  for (const [rule, message] of rules) {
    const { status, body } = await call(mock.url, "PUT /_mock/scenario", { rules: [{ status: 500 }, rule] });
    expect(status).toBe(400);
    expect(body.errorSummary).toMatch(message);
    expect(body.errorSummary).toMatch(/^Rule 2 of the scenario/);
    expect(() => mock.setScenario({ rules: [rule] } as Scenario)).toThrow(message);
  }
  await expect(startMockServer({ scenario: {} as Scenario })).rejects.toThrow('{ "rules": [...] }');
});

test("the control paths tell what there is", async () => {
  expect(Object.keys((await call(mock.url, "GET /_mock")).body)).toContain("PUT /_mock/scenario");
  const { status, body } = await call(mock.url, "GET /_mock/nothing");
  expect([status, body.errorSummary]).toEqual([404, expect.stringContaining("GET /_mock/calls")]);
  expect((await call(mock.url, "GET /_mock/state")).body.errorSummary).toMatch("--stateful");
});
