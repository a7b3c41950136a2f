import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, profile } from "./http.ts";

let mock: MockServer;
const ask = (request: string, body?: unknown, headers?: Record<string, string>) =>
  call(mock.url, `${request.replace(" ", " /api/v1")}`, body, headers);
const codeOf = ({ status, body }: { status: number; body: any }) => [status, body?.errorCode];
const causesOf = ({ body }: { body: any }) => body.errorCauses.map((cause: any) => cause.errorSummary);
const user = async (name: string, credentials: object = { password: { value: "correct-horse-1" } }) =>
  (await ask("POST /users", { profile: profile(name), credentials })).body;
const change = (id: string, from: string, to: string) =>
  ask(`POST /users/${id}/credentials/change_password`, { oldPassword: { value: from }, newPassword: { value: to } });

beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("a user that has changed since it was read is not changed", async () => {
  const { id } = await user("versioned");
  const read = async () => (await ask(`GET /users/${id}`)).headers.get("etag")!;
  const first = await read();
  expect(first).toMatch(/^W\/"[0-9a-f]{16}"$/);
  expect(await read()).toBe(first);

  const write = (method: string, tag: string, nickName: string) =>
    ask(`${method} /users/${id}`, { profile: { ...profile("versioned"), nickName } }, { "if-match": tag });
  expect((await write("POST", first, "Ed")).status).toBe(200);
  expect(await read()).not.toBe(first);
  for (const method of ["POST", "PUT"]) {
    expect(codeOf(await write(method, first, "Lost"))).toEqual([412, "E0000231"]);
    expect(codeOf(await write(method, "latest", "Lost"))).toEqual([400, "E0000242"]);
  }
  expect((await ask(`GET /users/${id}`)).body.profile.nickName).toBe("Ed");
  const events = (await ask("GET /logs?sortOrder=DESCENDING")).body;
  expect(events.filter((event: any) => event.eventType === "user.account.update_profile")).toHaveLength(1);

  expect((await write("PUT", `W/"other", ${await read()}`, "Eddie")).status).toBe(200);
  expect((await write("PUT", "*", "Edith")).status).toBe(200);
});

test("the password that was set last is the right one, whatever set it, and the state has none of them", async () => {
  const { id } = await user("careful");
  await ask(`POST /users/${id}`, { credentials: { password: { value: "correct-horse-2" } } });
  expect(codeOf(await change(id, "correct-horse-1", "correct-horse-3"))).toEqual([403, "E0000014"]);
  expect(codeOf(await change(id, "correct-horse-2", "correct-horse-3"))).toEqual([200, undefined]);
  const { tempPassword } = (await ask(`POST /users/${id}/lifecycle/expire_password?tempPassword=true`)).body;
  expect(codeOf(await change(id, "correct-horse-3", "correct-horse-4"))).toEqual([403, "E0000014"]);
  expect(codeOf(await change(id, tempPassword, "correct-horse-4"))).toEqual([200, undefined]);
  expect(JSON.stringify(mock.state())).not.toMatch(/correct-horse/);

  mock.load(mock.state());
  expect(codeOf(await change(id, "correct-horse-1", "correct-horse-5"))).toEqual([403, "E0000014"]);
});

test("a refused change leaves the password as it was", async () => {
  const [{ id }, other] = [await user("unchanged"), await user("taken")];
  const sent = { profile: { login: other.profile.login }, credentials: { password: { value: "correct-horse-2" } } };
  expect(codeOf(await ask(`POST /users/${id}`, sent))).toEqual([400, "E0000001"]);
  expect(codeOf(await change(id, "correct-horse-1", "correct-horse-3"))).toEqual([200, undefined]);
});

test("of an imported hash, and of the example org's users, any password is right", async () => {
  const hash = { algorithm: "SHA-256", salt: "c2FsdA==", saltOrder: "PREFIX", value: "aGFzaA==" };
  const { id } = await user("imported", { password: { hash } });
  expect((await change(id, "whatever-it-is", "correct-horse-1")).status).toBe(200);
  expect(codeOf(await change(id, "whatever-it-is", "correct-horse-2"))).toEqual([403, "E0000014"]);
  expect((await change("00u1lovelace00000001", "whatever-it-is", "correct-horse-1")).status).toBe(200);
});

test("a password has the length that the policy of the user's group asks for", async () => {
  const made = await ask("POST /users", { profile: profile("short"), credentials: { password: { value: "seven77" } } });
  expect(causesOf(made)).toEqual([
    "password: Password requirements were not met. Password requirements: at least 8 characters.",
  ]);
  const { id } = await user("grouped");
  const group = (await ask("POST /groups", { profile: { name: "Vault" } })).body.id;
  await ask(`PUT /groups/${group}/users/${id}`);
  await ask("POST /policies", {
    type: "PASSWORD",
    name: "Vault",
    conditions: { people: { groups: { include: [group] } } },
    settings: { password: { complexity: { minLength: 20 } } },
  });
  const refused = await change(id, "correct-horse-1", "correct-horse-2");
  expect(codeOf(refused)).toEqual([403, "E0000014"]);
  expect(causesOf(refused)[0]).toMatch(/at least 20 characters/);
});

test("wrong codes lock a user out, right ones begin the count anew, and unlocking lets the user in again", async () => {
  const { id } = await user("forgetful");
  const list = `/users/${id}/factors`;
  const sent = { factorType: "question", provider: "OKTA", profile: { question: "disliked_food", answer: "turnips" } };
  const factor = (await ask(`POST ${list}`, sent)).body.id;
  const answer = (text: string) => ask(`POST ${list}/${factor}/verify`, { answer: text });
  for (let i = 0; i < 9; i += 1) expect(codeOf(await answer("cake"))).toEqual([403, "E0000068"]);
  expect((await answer("turnips")).status).toBe(200);
  for (let i = 0; i < 9; i += 1) expect(codeOf(await answer("cake"))).toEqual([403, "E0000068"]);
  expect(codeOf(await answer("cake"))).toEqual([403, "E0000069"]);
  expect(codeOf(await answer("turnips"))).toEqual([403, "E0000069"]);
  expect((await ask(`GET /users/${id}`)).body.status).toBe("LOCKED_OUT");
  expect((await ask(`POST /users/${id}/lifecycle/unlock`)).status).toBe(200);
  expect((await answer("turnips")).status).toBe(200);
});

test.each([
  [{ type: "string", maxLength: 3 }, "long", "abc"],
  [{ type: "string", minLength: 3 }, "ab", "abc"],
  [{ type: "string" }, 5, "5"],
  [{ type: "string", enum: ["a", "b"] }, "c", "b"],
  [{ type: "boolean" }, "true", true],
  [{ type: "integer" }, 1.5, 1],
  [{ type: "number" }, "1.5", 1.5],
  [{ type: "array", items: { type: "string" } }, "a", ["a"]],
])(
  "the profile of an account has an attribute %j, so that %j is refused and %j is not",
  async (declared, bad, good) => {
    const settings = { app: { url: "https://a.test", requestIntegration: false } };
    const app = (await ask("POST /apps", { name: "bookmark", label: "App", signOnMode: "BOOKMARK", settings })).body.id;
    const custom = { id: "#custom", type: "object", properties: { plan: { title: "Plan", ...declared } } };
    await ask(`POST /meta/schemas/apps/${app}/default`, { definitions: { custom } });
    const { id } = await user("account");
    const refused = await ask(`POST /apps/${app}/users`, { id, profile: { plan: bad } });
    expect(codeOf(refused)).toEqual([400, "E0000001"]);
    expect(causesOf(refused)).toEqual([expect.stringMatching(/^profile\.plan: must /)]);
    const { status, body } = await ask(`POST /apps/${app}/users`, { id, profile: { plan: good, other: "free" } });
    expect([status, body.profile]).toEqual([200, { plan: good, other: "free" }]);
  },
);

test("a required attribute of an app can be sent or mapped, and not be cleared", async () => {
  const settings = { app: { url: "https://a.test", requestIntegration: false } };
  const app = (await ask("POST /apps", { name: "bookmark", label: "App", signOnMode: "BOOKMARK", settings })).body.id;
  const custom = {
    id: "#custom",
    type: "object",
    properties: { plan: { title: "Plan", type: "string", required: true } },
  };
  await ask(`POST /meta/schemas/apps/${app}/default`, { definitions: { custom } });
  const [first, second] = [(await user("first")).id, (await user("second")).id];
  const assign = (id: string, more = {}) => ask(`POST /apps/${app}/users`, { id, scope: "USER", ...more });
  expect(causesOf(await assign(first))).toEqual(["profile.plan: The field cannot be left blank"]);
  expect((await assign(first, { profile: { plan: "free" } })).status).toBe(200);
  const account = `POST /apps/${app}/users/${first}`;
  expect(codeOf(await ask(account, { profile: { plan: null } }))).toEqual([400, "E0000001"]);
  expect((await ask(account, { credentials: { userName: "first" } })).status).toBe(200);

  const [{ id: mapping }] = (await ask(`GET /mappings?targetId=${app}`)).body;
  const plan = { expression: "user.userType", pushStatus: "DONT_PUSH" };
  expect((await ask(`POST /mappings/${mapping}`, { properties: { plan } })).status).toBe(200);
  expect((await assign(second)).status).toBe(200);
});

test.each([
  ['GET /users?filter=created+gt+"2026-01-01T00:00:00.000Z"', "E0000031"],
  ['GET /users?filter=not+(status+eq+"ACTIVE")', "E0000094"],
  ['GET /users?filter=status+eq+"ACTIVE"+or+profile.email+co+"ada"', "E0000094"],
  ['GET /groups?filter=profile.name+eq+"Engineering"', "E0000031"],
  ['GET /users?search=status+ne+"STAGED"', "E0000031"],
  ['GET /users?search=profile.login+ew+"example.com"', "E0000031"],
  ['GET /users?search=profile.department+co+"eng"', "E0000031"],
  ['GET /groups?search=type+eq+"OKTA_GROUP"+and+profile.cost+co+"1"', "E0000031"],
])("%s is refused by 400 %s, which says what there is", async (request, code) => {
  const response = await ask(request);
  expect(codeOf(response)).toEqual([400, code]);
  expect(causesOf(response)[0]).toMatch(/There are|takes|There is no/);
  const taken = 'GET /users?filter=lastUpdated+gt+"2020-01-01T00:00:00.000Z"+and+status+eq+"ACTIVE"';
  expect((await ask(taken)).body.length).toBeGreaterThan(0);
});

test.each([
  'GET /users?search=(status+lt+"STAGED"+or+status+gt+"STAGED")+and+profile.login+co+"example"',
  'GET /groups?search=profile.description+co+"all"+and+lastUpdated+gt+"2020-01-01T00:00:00.000Z"',
])("%s finds something", async (request) => {
  expect((await ask(request)).body.length).toBeGreaterThan(0);
});

test.each(["login", "email"])("no user begins without %s", async (name) => {
  for (const value of [undefined, null, "", " "]) {
    const response = await ask("POST /users", { profile: { ...profile("nameless"), [name]: value } });
    expect(codeOf(response)).toEqual([400, "E0000001"]);
    expect(causesOf(response)[0]).toMatch(new RegExp(`^(?:profile\\.)?${name}: `));
  }
});

test("factors that are active come before those that wait for activation", async () => {
  const { id } = await user("enrolled");
  const enroll = (factorType: string, more: object) =>
    ask(`POST /users/${id}/factors`, { factorType, provider: "OKTA", profile: more });
  await enroll("call", { phoneNumber: "+14155550100" });
  await enroll("question", { question: "disliked_food", answer: "turnips" });
  await enroll("email", {});
  const { body } = await ask(`GET /users/${id}/factors`);
  expect(body.map((one: any) => one.factorType)).toEqual(["question", "call", "email"]);
});

test("ThreatInsight does one of three things, and excludes the zones that were sent last", async () => {
  const zone = { type: "IP", name: "Gateway", gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] };
  const { id } = (await ask("POST /zones", zone)).body;
  const set = (body: object) => ask("POST /threats/configuration", body);
  expect((await set({ action: "block", excludeZones: [id] })).body.excludeZones).toEqual([id]);
  expect(causesOf(await set({ action: "panic" }))).toEqual([expect.stringMatching(/panic.*audit, block, none/)]);
  expect((await set({ action: "block" })).body).toMatchObject({ action: "block", excludeZones: [] });
});

test("an attribute keeps its type, and its values theirs", async () => {
  const declare = (attribute: object) =>
    ask("POST /meta/schemas/user/default", {
      definitions: { custom: { id: "#custom", type: "object", properties: { level: attribute } } },
    });
  const numbers = { title: "Level", type: "array", items: { type: "integer" } };
  expect((await declare(numbers)).status).toBe(200);
  expect(causesOf(await declare({ ...numbers, type: "string" }))).toEqual([
    "level: The type of an attribute cannot be changed.",
  ]);
  expect(codeOf(await declare({ ...numbers, items: { type: "string" } }))).toEqual([400, "E0000001"]);
  expect((await declare({ ...numbers, title: "Levels" })).status).toBe(200);
});

test("an unknown kind is taken where the mock is told so", async () => {
  const zone = { type: "MOON", name: "Far side" };
  const refused = await ask("POST /zones", zone);
  expect(codeOf(refused)).toEqual([400, "E0000003"]);
  expect(causesOf(refused)[0]).toMatch(/MOON.*IP, DYNAMIC/);
  const other = await startMockServer({ stateful: true, allowUnknownKinds: true });
  expect((await call(other.url, "POST /api/v1/zones", zone)).body).toMatchObject(zone);
  await other.close();
});

test.each([
  [200, '{ "commands": [] }', [200, undefined]],
  [204, "", [200, undefined]],
  [200, "[]", [400, "E0000001"]],
  [200, "<html>", [400, "E0000135"]],
  [500, '{ "error": "no" }', [400, "E0000135"]],
])("a hook whose service responds with %d %s", async (status, text, expected) => {
  const service = createServer((_, response) => response.writeHead(status).end(text));
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const config = { uri: `http://127.0.0.1:${(service.address() as AddressInfo).port}/hook` };
  const channel = { type: "HTTP", version: "1.0.0", config };
  const type = "com.okta.oauth2.tokens.transform";
  const { id } = (await ask("POST /inlineHooks", { name: "Claims", type, version: "1.0.0", channel })).body;
  const response = await ask(`POST /inlineHooks/${id}/execute`, { eventType: type, data: {} });
  expect(codeOf(response)).toEqual(expected);
  await new Promise((resolve) => service.close(resolve));
});
