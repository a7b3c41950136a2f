import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOktaClient, followLog, type LogEvent } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, links, profile } from "./http.ts";

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
const began = new Date().toISOString();
const since = (time = began) => `GET /api/v1/logs?since=${time}`;
const linksOf = async (path: string) => links((await ask(`GET ${path}`)).headers);
const types = (events: LogEvent[]) => events.map(({ eventType }) => eventType);

beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("what was done is in the log, with whom it was done to; what was refused is not", async () => {
  const { id } = (await ask("POST /api/v1/users?activate=false", { profile: profile("grace") })).body;
  const group = "00g1engineering00001";
  await ask(`PUT /api/v1/groups/${group}/users/${id}`);
  expect((await ask(`POST /api/v1/users/${id}/lifecycle/suspend`)).status).toBe(400);
  await ask(`POST /api/v1/users/${id}/lifecycle/activate`);
  await ask(`DELETE /api/v1/users/${id}`);
  await ask(`DELETE /api/v1/users/${id}`);
  const { body, headers } = await ask(since());
  expect(headers.get("x-mock-source")).toBe("state");
  expect(types(body)).toEqual([
    "user.lifecycle.create",
    "group.user_membership.add",
    "user.lifecycle.activate",
    "user.lifecycle.deactivate",
    "user.lifecycle.delete.initiated",
  ]);
  const user = { id, type: "User", alternateId: profile("grace").login, displayName: "grace Example" };
  expect(body[1].target).toMatchObject([user, { id: group, type: "UserGroup", displayName: "Engineering" }]);
  expect(new Set(body.map(({ uuid }: LogEvent) => uuid)).size).toBe(5);
  expect(body.every(({ outcome }: LogEvent) => outcome?.result === "SUCCESS")).toBe(true);
});

test("the log begins with the events of the example org, and is found by time, filter and words", async () => {
  const all = (await ask("GET /api/v1/logs")).body;
  expect(all.length).toBeGreaterThan(2);
  await ask("POST /api/v1/groups", { profile: { name: "Compilers" } });
  const found = async (query: string) => types((await ask(`GET /api/v1/logs?${query}`)).body);
  expect(await found(`since=${began}`)).toEqual(["group.lifecycle.create"]);
  expect(await found(`until=${began}`)).toEqual(types(all));
  expect(await found("q=COMPILERS+success")).toEqual(["group.lifecycle.create"]);
  expect(await found(`filter=${encodeURIComponent('eventType eq "group.lifecycle.create"')}`)).toEqual([
    "group.lifecycle.create",
  ]);
  expect(await found("sortOrder=DESCENDING")).toEqual(["group.lifecycle.create", ...types(all).reverse()]);
  expect(await found("limit=0")).toEqual([]);
});

test("without an end, a page has a next link for what comes later; with one or backwards, it ends", async () => {
  expect((await linksOf(`/api/v1/logs?until=${began}`)).next).toBeUndefined();
  expect((await linksOf("/api/v1/logs?sortOrder=DESCENDING")).next).toBeUndefined();
  const empty = (await linksOf(`/api/v1/logs?since=${began}`)).next!;
  await ask("POST /api/v1/groups", { profile: { name: "One" } });
  const one = await ask(`GET ${empty.replace(mock.url, "")}`);
  expect(types(one.body)).toEqual(["group.lifecycle.create"]);
  const later = links(one.headers).next!;
  expect((await ask(`GET ${later.replace(mock.url, "")}`)).body).toEqual([]);
  await ask("DELETE /api/v1/groups/00g1engineering00001");
  expect(types((await ask(`GET ${later.replace(mock.url, "")}`)).body)).toEqual(["group.lifecycle.delete"]);
});

test("followLog sees what happens", async () => {
  const okta = createOktaClient({ orgUrl: mock.url, token: "any" });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const event of followLog(okta, { since: began, interval: 20 })) {
      seen.push(String(event.eventType));
      if (seen.length === 3) return;
    }
  })();
  await ask("POST /api/v1/groups", { profile: { name: "One" } });
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { id } = (await ask("POST /api/v1/groups", { profile: { name: "Two" } })).body;
  await ask(`DELETE /api/v1/groups/${id}`);
  await reading;
  expect(seen).toEqual(["group.lifecycle.create", "group.lifecycle.create", "group.lifecycle.delete"]);
});

test("the log is kept in a saved state, and does not grow for ever", async () => {
  for (let i = 0; i < 510; i += 1) {
    const { id } = (await ask("POST /api/v1/groups", { profile: { name: `G${i}` } })).body;
    await ask(`DELETE /api/v1/groups/${id}`);
  }
  const state = mock.state();
  expect(Object.keys(state.collections["/api/v1/logs"]!)).toHaveLength(1000);
  mock.reset();
  mock.load(state);
  expect((await ask(`${since()}&limit=1000`)).body).toHaveLength(1000);
});
