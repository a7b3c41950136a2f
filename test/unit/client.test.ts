import { inspect } from "node:util";
import { expect, test } from "vitest";
import { OktaApiError } from "../../src/index.ts";
import { json, observedClient } from "../support/observed-client.ts";

test("sends the token to the org as SSWS", async () => {
  const { okta, requests } = observedClient(() => json([]));
  await okta.GET("/api/v1/groups", { params: { query: { q: "a&b +é", limit: 2 } } });
  expect(requests[0]?.url).toBe("https://example.okta.com/api/v1/groups?q=a%26b%20%2B%C3%A9&limit=2");
  expect(requests[0]?.headers.get("authorization")).toBe("SSWS 00secret");
  expect(requests[0]?.headers.get("accept")).toMatch(/^application\/json/);
});

test("sends bodies as given: null kept, undefined absent", async () => {
  const { okta, requests } = observedClient(() => json({}));
  await okta.request("POST", "/api/v1/anything", { body: { a: null, b: undefined, c: 1 } });
  expect(await requests[0]?.text()).toBe('{"a":null,"c":1}');
  expect(requests[0]?.headers.get("content-type")).toBe("application/json");
});

test("adds the query of a generic request to one that its path holds", async () => {
  const { okta, requests } = observedClient(() => json([]));
  await okta.request("GET", "/api/v1/devices?limit=20", { query: { search: "a?b" } });
  await okta.request("GET", "/api/v1/devices?limit=20");
  expect(requests.map(({ url }) => new URL(url).search)).toEqual(["?limit=20&search=a%3Fb", "?limit=20"]);
});

test("refuses a bad path parameter before anything is sent", async () => {
  const { okta, requests } = observedClient(() => json({}));
  await expect(okta.GET("/api/v1/users/{userId}", { params: { path: { userId: ".." } } })).rejects.toThrow(TypeError);
  // @ts-expect-error -- the parameters are missing
  await expect(okta.GET("/api/v1/users/{userId}")).rejects.toThrow(/userId/);
  expect(requests).toEqual([]);
});

test("turns a failure into an OktaApiError that says what happened", async () => {
  const body = {
    errorCode: "E0000001",
    errorSummary: "Api validation failed: login",
    errorId: "oae1",
    errorCauses: [{ errorSummary: "login: taken" }],
  };
  const { okta } = observedClient(() => json(body, 400, { "x-okta-request-id": "req1" }));
  const { data, error, response } = await okta.GET("/api/v1/users");
  expect(data).toBeUndefined();
  expect(response.status).toBe(400);
  expect(error).toBeInstanceOf(OktaApiError);
  expect(error).toMatchObject({
    status: 400,
    errorCode: "E0000001",
    errorId: "oae1",
    requestId: "req1",
    method: "GET",
    path: "/api/v1/users",
  });
  expect(error?.message).toContain("login: taken");
});

test.each([
  ["an empty 404", () => new Response(null, { status: 404, headers: { "content-length": "0" } })],
  ["a proxy's HTML", () => new Response("<html>Bad gateway</html>", { status: 502 })],
  ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } })],
])("sets error for %s", async (_, answer) => {
  const { okta } = observedClient(answer);
  const { error } = await okta.GET("/api/v1/users", { retry: false });
  expect(error).toBeInstanceOf(OktaApiError);
  expect(error?.errorCauses).toEqual([]);
});

test("never shows the credential", async () => {
  const { okta } = observedClient(() => json({ errorCode: "E0000011", errorSummary: "Invalid token provided" }, 401));
  const { error } = await okta.GET("/api/v1/users");
  for (const text of [
    inspect(okta, { depth: 9, showHidden: true }),
    JSON.stringify(okta),
    inspect(error, { depth: 9 }),
    JSON.stringify(error),
    String(error?.stack),
  ]) {
    expect(text).not.toContain("00secret");
  }
});

test("calls any path with the generic request", async () => {
  const { okta, requests } = observedClient(() => json({ ok: true }));
  const { data } = await okta.request<{ ok: boolean }>("get", "/api/v1/devices", {
    query: { since: new Date(0), id: ["a", "b"] },
  });
  expect(data).toEqual({ ok: true });
  expect(requests[0]?.url).toBe("https://example.okta.com/api/v1/devices?since=1970-01-01T00%3A00%3A00.000Z&id=a&id=b");
  await expect(okta.request("GET", "//evil.example/")).rejects.toThrow(TypeError);
});

test.each(["GET", "POST", "PUT", "DELETE"] as const)("%s is sent as one", async (method) => {
  const { okta, requests } = observedClient(() => json({}));
  await (okta[method] as (path: string) => Promise<unknown>)("/api/v1/users");
  expect(requests[0]?.method).toBe(method);
});

test("a list is read by GET, with its parameters, headers and options", async () => {
  const { okta, requests } = observedClient(() => json([1, 2, 3]));
  const list = okta.paginate("/api/v1/groups/{groupId}/users", {
    params: { path: { groupId: "00g1" }, query: { limit: 2 }, header: { "x-a": "1" } } as never,
    headers: { "x-b": "2" },
    maxItems: 2,
  });
  expect(await list.toArray({ limit: 9 })).toEqual([1, 2]);
  expect(requests[0]).toMatchObject({
    method: "GET",
    url: "https://example.okta.com/api/v1/groups/00g1/users?limit=2",
  });
  expect([requests[0]!.headers.get("x-a"), requests[0]!.headers.get("x-b")]).toEqual(["1", "2"]);
});

test("a list ends by its signal", async () => {
  const { okta, requests } = observedClient(() => json([1]));
  const list = okta.paginate("/api/v1/users", { signal: AbortSignal.abort(new Error("enough")) });
  await expect(list.toArray({ limit: 9 })).rejects.toThrow("enough");
  expect(requests).toEqual([]);
});

test("the log ends now where no end is given, and no other list has an end", async () => {
  const { okta, requests } = observedClient(() => json([]));
  const before = Date.now();
  await okta.paginate("/api/v1/logs").toArray({ limit: 9 });
  await okta.paginate("/api/v1/logs", { params: { query: { until: "2026-01-01T00:00:00Z" } } }).toArray({ limit: 9 });
  await okta.paginate("/api/v1/users").toArray({ limit: 9 });
  const ends = requests.map(({ url }) => new URL(url).searchParams.get("until"));
  expect(Date.parse(ends[0]!)).toBeGreaterThanOrEqual(before);
  expect(ends.slice(1)).toEqual(["2026-01-01T00:00:00Z", null]);
});

test("middleware sees the query of a generic request", async () => {
  const { okta } = observedClient(() => json([]));
  const seen: unknown[] = [];
  okta.use({ onRequest: ({ params }) => void seen.push(params) });
  await okta.request("GET", "/api/v1/devices", { query: { limit: 2 } });
  await okta.GET("/api/v1/org");
  expect(seen).toEqual([{ path: {}, query: { limit: 2 } }, { path: {} }]);
});

test.each([200, 404])("the result of a %d has Okta's request id", async (status) => {
  const { okta } = observedClient(() => json({}, status, { "x-okta-request-id": "r1" }));
  expect((await okta.GET("/api/v1/org")).requestId).toBe("r1");
  const { okta: other } = observedClient(() => json({}, status));
  expect((await other.GET("/api/v1/org")).requestId).toBeUndefined();
});
