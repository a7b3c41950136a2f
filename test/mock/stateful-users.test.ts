import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, links, profile } from "./http.ts";

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
const make = async (name: string, query = "", more = {}) =>
  (await ask(`POST /api/v1/users${query}`, { profile: profile(name), ...more })).body;
const password = { credentials: { password: { value: "correct-horse-battery" } } };
const statusOf = async (id: string) => (await ask(`GET /api/v1/users/${id}`)).body.status;

/** Of the example org's users, only Ada and Alan. */
beforeAll(async () => {
  const example = await startMockServer({ stateful: true });
  const state = example.state();
  await example.close();
  const users = state.collections["/api/v1/users"]!;
  for (const id of Object.keys(users)) if (!/lovelace|turing/.test(id)) delete users[id];
  mock = await startMockServer({ stateful: state });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("a created user is found, listed, changed, deactivated, deleted, and then not found", async () => {
  const created = await ask("POST /api/v1/users", { profile: profile("grace"), ...password });
  expect(created.headers.get("x-mock-source")).toBe("state");
  const { id } = created.body;
  expect(id).toMatch(/^00u[0-9A-Za-z]{17}$/);
  expect(created.body).toMatchObject({
    status: "ACTIVE",
    profile: profile("grace"),
    credentials: { provider: { type: "OKTA" } },
  });
  expect(created.text).not.toContain("correct-horse-battery");
  expect(Math.abs(Date.parse(created.body.created) - Date.now())).toBeLessThan(5_000);
  expect(created.body._links.self.href).toBe(`${mock.url}/api/v1/users/${id}`);

  expect((await ask(`GET /api/v1/users/${id}`)).body).toEqual(created.body);
  expect((await ask("GET /api/v1/users")).body.map((user: any) => user.id)).toContain(id);

  const changed = await ask(`POST /api/v1/users/${id}`, { profile: { department: "Navy" } });
  const unset = { mobilePhone: null, secondEmail: null };
  expect(changed.body.profile).toEqual({ ...profile("grace"), ...unset, department: "Navy" });
  const replaced = await ask(`PUT /api/v1/users/${id}`, { profile: profile("grace") });
  expect(replaced.body.profile).toEqual({ ...profile("grace"), ...unset });
  expect(replaced.body).toMatchObject({ id, created: created.body.created, status: "ACTIVE" });

  expect((await ask(`DELETE /api/v1/users/${id}`)).status).toBe(204);
  expect(await statusOf(id)).toBe("DEPROVISIONED");
  expect((await ask("GET /api/v1/users")).body.map((user: any) => user.id)).not.toContain(id);
  expect((await ask(`DELETE /api/v1/users/${id}`)).status).toBe(204);
  const gone = await ask(`GET /api/v1/users/${id}`);
  expect([gone.status, gone.body.errorSummary]).toEqual([404, `Not found: Resource not found: ${id} (User)`]);
});

test.each([
  ["", password, "ACTIVE"],
  ["", {}, "PROVISIONED"],
  ["?activate=false", password, "STAGED"],
  ["?activate=true&nextLogin=changePassword", password, "PASSWORD_EXPIRED"],
  ["?provider=true", { credentials: { provider: { type: "SOCIAL", name: "GOOGLE" } } }, "ACTIVE"],
])("a user created with %s %j is %s", async (query, more, status) => {
  expect((await make("new", query, more)).status).toBe(status);
});

test("a password that an administrator sets ends the wait for one", async () => {
  const waiting = await Promise.all([
    make("provisioned"),
    make("expired", "?nextLogin=changePassword", password),
    make("recovering", "", password),
  ]);
  await ask(`POST /api/v1/users/${waiting[2].id}/lifecycle/reset_password?sendEmail=false`);
  for (const { id } of waiting) {
    expect(await statusOf(id)).not.toBe("ACTIVE");
    expect((await ask(`POST /api/v1/users/${id}`, password)).body.status).toBe("ACTIVE");
  }
  const staged = await make("staged", "?activate=false");
  expect((await ask(`POST /api/v1/users/${staged.id}`, password)).body.status).toBe("STAGED");
});

test("only a replacement changes the type of a user, who then needs what the new type requires", async () => {
  const type = (await ask("POST /api/v1/meta/types/user", { name: "seasonal", displayName: "Seasonal worker" })).body;
  const schemaId = type._links.schema.href.split("/").at(-1);
  const company = { title: "Company", type: "string", required: true };
  await ask(`POST /api/v1/meta/schemas/user/${schemaId}`, { definitions: { custom: { properties: { company } } } });
  const user = await make("mover");
  const change = { profile: { ...profile("mover"), company: "Acme" }, type: { id: type.id } };
  expect((await ask(`POST /api/v1/users/${user.id}`, change)).status).toBe(400);
  const bare = await ask(`PUT /api/v1/users/${user.id}`, { ...change, profile: profile("mover") });
  expect([bare.status, bare.body.errorCauses[0].errorSummary]).toEqual([
    400,
    "company: The field cannot be left blank",
  ]);
  const moved = await ask(`PUT /api/v1/users/${user.id}`, change);
  expect([moved.body.type.id, moved.body.profile.company]).toEqual([type.id, "Acme"]);
});

test("the links of a user offer what the status allows, and lead there; lists have self alone", async () => {
  const { id } = await make("links", "?activate=false", password);
  const offers = async () => {
    const { _links } = (await ask(`GET /api/v1/users/${id}`)).body;
    const calls = Object.entries<any>(_links).filter(([, { method }]) => method === "POST");
    return Object.fromEntries(calls.map(([name, { href }]) => [name, href.replace(mock.url, "")]));
  };
  expect(Object.keys(await offers()).sort()).toEqual(["activate", "resetFactors"]);
  expect((await ask(`POST ${(await offers()).activate}?sendEmail=false`)).status).toBe(200);
  const active = await offers();
  expect(active).toMatchObject({ suspend: `/api/v1/users/${id}/lifecycle/suspend` });
  expect(active).not.toHaveProperty("activate");
  expect((await ask(`POST ${active.suspend}`)).status).toBe(200);
  expect(await offers()).toHaveProperty("unsuspend");
  const listed = (await ask("GET /api/v1/users")).body.find((user: any) => user.id === id);
  expect(listed._links).toEqual({ self: { href: `${mock.url}/api/v1/users/${id}` } });
});

test("a user goes through its life, and what its status does not allow is refused with Okta's code", async () => {
  const { id } = await make("life", "?activate=false", password);
  const step = async (verb: string) => {
    const { status, body } = await ask(
      `POST /api/v1/users/${id}/lifecycle/${verb}${verb === "reset_password" ? "?sendEmail=true" : ""}`,
    );
    return status < 300 ? await statusOf(id) : `${status} ${body.errorCode} ${body.errorSummary}`;
  };
  expect(await step("suspend")).toBe("400 E0000001 Api validation failed: Cannot suspend a user that is not active");
  expect(await step("activate")).toBe("ACTIVE");
  expect(await step("activate")).toBe("403 E0000016 Activation failed because the user is already active");
  expect(await step("reactivate")).toMatch("403 E0000038");
  expect(await step("unlock")).toMatch("403 E0000032");
  expect(await step("suspend")).toBe("SUSPENDED");
  expect(await step("reset_password")).toMatch("403 E0000038");
  expect(await step("unsuspend")).toBe("ACTIVE");
  expect(await step("unsuspend")).toMatch("400 E0000001");
  expect(await step("expire_password")).toBe("PASSWORD_EXPIRED");
  expect(await step("reset_password")).toBe("RECOVERY");
  expect(await step("deactivate")).toBe("DEPROVISIONED");
  expect(await step("deactivate")).toMatch("403 E0000038");
  expect(await step("activate")).toBe("PROVISIONED");
  expect(await step("reactivate")).toBe("PROVISIONED");
});

test("an expired password is changed by its user, a recovery question too, and neither is told", async () => {
  const { id } = await make("secret", "?activate=true&nextLogin=changePassword", password);
  const change = {
    oldPassword: { value: "correct-horse-battery" },
    newPassword: { value: "staple-correct-horse" },
  };
  const changed = await ask(`POST /api/v1/users/${id}/credentials/change_password`, change);
  expect([changed.status, changed.body.provider.type]).toEqual([200, "OKTA"]);
  const user = (await ask(`GET /api/v1/users/${id}`)).body;
  expect(user).toMatchObject({ status: "ACTIVE", passwordChanged: user.lastUpdated });
  const question = { question: "Who designed it?", answer: "Charles Babbage" };
  const asked = await ask(`POST /api/v1/users/${id}/credentials/change_recovery_question`, {
    password: change.newPassword,
    recovery_question: question,
  });
  expect(asked.body.recovery_question).toEqual({ question: "Who designed it?" });
  expect(changed.text + asked.text).not.toMatch(/horse|Babbage/);
  await ask(`POST /api/v1/users/${id}/lifecycle/suspend`);
  const refused = await ask(`POST /api/v1/users/${id}/credentials/change_password`, change);
  expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000038"]);
});

test("a locked user is unlocked", async () => {
  const { id } = await make("locked", "", password);
  const state = mock.state();
  state.collections["/api/v1/users"]![id]!["status"] = "LOCKED_OUT";
  mock.load(state);
  expect((await ask(`POST /api/v1/users/${id}/lifecycle/unlock`)).status).toBe(200);
  expect(await statusOf(id)).toBe("ACTIVE");
});

test("an activation link is returned only when it is not mailed", async () => {
  const { id } = await make("linked", "?activate=false");
  expect((await ask(`POST /api/v1/users/${id}/lifecycle/activate`)).body).toEqual({});
  const { id: other } = await make("returned", "?activate=false");
  const linked = await ask(`POST /api/v1/users/${other}/lifecycle/activate?sendEmail=false`);
  expect(linked.body.activationUrl).toBe(`${mock.url}/welcome/${linked.body.activationToken}`);
});

test("a user is found by login, by the part before the @, and as me", async () => {
  const { id } = await make("by.name");
  for (const name of ["by.name@example.com", "by.name", "BY.NAME@EXAMPLE.COM"]) {
    expect((await ask(`GET /api/v1/users/${encodeURIComponent(name)}`)).body.id).toBe(id);
  }
  expect((await ask("GET /api/v1/users/me")).body.profile.firstName).toBe("Ada");
  expect((await ask("POST /api/v1/users/by.name@example.com/lifecycle/deactivate")).status).toBe(200);
  expect(await statusOf(id)).toBe("DEPROVISIONED");
});

test("a login belongs to one user", async () => {
  await make("one");
  const { status, body } = await ask("POST /api/v1/users", { profile: profile("ONE") });
  expect([status, body.errorCauses[0].errorSummary]).toEqual([
    400,
    "login: An object with this field already exists in the current organization",
  ]);
  const { id } = await make("two");
  expect((await ask(`POST /api/v1/users/${id}`, { profile: { login: "one@example.com" } })).status).toBe(400);
  expect((await ask(`POST /api/v1/users/${id}`, { profile: { login: "two@example.com" } })).status).toBe(200);
});

test("450 users are listed by pages of 200 that neither lose nor repeat one, though some go meanwhile", async () => {
  for (let i = 0; i < 448; i += 1) await make(`user${i}`);
  const okta = createOktaClient({ orgUrl: mock.url, token: "any" });
  const all = await okta.paginate("/api/v1/users", { params: { query: { limit: 200 } } }).toArray({ limit: 1000 });
  expect(all).toHaveLength(450);
  expect(new Set(all.map(({ id }) => id)).size).toBe(450);
  expect(mock.calls()["GET /api/v1/users"]).toEqual({ 200: 3 });

  const first = await ask("GET /api/v1/users?limit=200");
  const last = first.body.at(-1).id;
  for (const id of [last, first.body[3].id]) {
    await ask(`DELETE /api/v1/users/${id}`);
    await ask(`DELETE /api/v1/users/${id}`);
  }
  const rest = [];
  for (let next = links(first.headers)["next"]; next;) {
    const page = await call("", `GET ${next}`);
    rest.push(...page.body);
    next = links(page.headers)["next"];
  }
  const seen = [...first.body, ...rest].map((user: any) => user.id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(449);
});

test("a cursor that is not of this list is refused", async () => {
  const { status, body } = await ask("GET /api/v1/users?after=00u1nothing");
  expect([status, body.errorCode, body.errorCauses]).toEqual([400, "E0000029", [{ errorSummary: "Invalid cursor." }]]);
});

test.each([
  ["search", `profile.lastName sw "Tur"`, ["alan.turing"]],
  ["search", `profile.department eq "engineering" or profile.firstName eq "Alan"`, ["ada.lovelace", "alan.turing"]],
  [
    "search",
    `(status eq "ACTIVE" and profile.login co "LOVE") and not (profile.lastName pr and id eq "x")`,
    ["ada.lovelace"],
  ],
  ["search", `created gt "2025-12-31T00:00:00.000Z" and created lt "2026-01-05T10:30:00.000+01:00"`, []],
  ["search", `created le "2026-01-05T10:30:00.000+01:00"`, ["ada.lovelace", "alan.turing"]],
  ["search", `profile.firstName eq "A\\"da"`, []],
  ["filter", `id eq "00u2turing0000000002"`, ["alan.turing"]],
  ["q", "lov", ["ada.lovelace"]],
])("%s finds by %s", async (parameter, value, logins) => {
  const { body } = await ask(`GET /api/v1/users?${new URLSearchParams({ [parameter]: value })}`);
  expect(body.map((user: any) => user.profile.login.split("@")[0])).toEqual(logins);
});

test("a look-up by q has ten users at most, or as many as are asked for, and no further page", async () => {
  for (let i = 0; i < 12; i += 1) await make(`peer${i}`);
  for (const [query, most] of [
    ["q=peer", 10],
    ["q=peer&limit=3", 3],
    ["q=peer&limit=20", 12],
  ] as const) {
    const { body, headers } = await ask(`GET /api/v1/users?${query}`);
    expect([query, body.length, links(headers)["next"]]).toEqual([query, most, undefined]);
  }
});

test("what was found is sorted", async () => {
  const query = new URLSearchParams({ search: `status eq "ACTIVE"`, sortBy: "profile.firstName", sortOrder: "desc" });
  const { body } = await ask(`GET /api/v1/users?${query}`);
  expect(body.map((user: any) => user.profile.firstName)).toEqual(["Alan", "Ada"]);
});

test("deactivated users are found by search, not listed", async () => {
  const { id } = await make("left");
  await ask(`POST /api/v1/users/${id}/lifecycle/deactivate`);
  const query = new URLSearchParams({ search: `status eq "DEPROVISIONED"` });
  expect((await ask(`GET /api/v1/users?${query}`)).body.map((user: any) => user.id)).toEqual([id]);
});

test.each([
  [`profile.login sw`, /lacks its value/],
  [`profile.login like "x"`, /comes no operator/],
  [`profile.login eq "x`, /does not end/],
  [`(profile.login eq "x"`, /"\)" is missing/],
  [`profile.login eq x`, /needs quotes/],
  [`profile.login eq "x" profile.login eq "y"`, /does not end at "profile.login"/],
  ["(".repeat(200), /nested more than 50 deep/],
])("the expression %s is refused with where it is broken", async (search, message) => {
  const { status, body } = await ask(`GET /api/v1/users?${new URLSearchParams({ search })}`);
  expect([status, body.errorCode]).toEqual([400, "E0000031"]);
  expect(body.errorCauses[0].errorSummary).toMatch(message);
});

test("what lies below a user that is not there is not there either", async () => {
  for (const path of ["groups", "factors", "factors/catalog", "appLinks", "roles"]) {
    const { status, body } = await ask(`GET /api/v1/users/nobody/${path}`);
    expect([path, status, body.errorSummary]).toEqual([path, 404, "Not found: Resource not found: nobody (User)"]);
  }
});

test("factors are enrolled, listed, activated, and reset", async () => {
  const { id } = await make("factors");
  expect((await ask(`GET /api/v1/users/${id}/factors`)).body).toEqual([]);
  const enrolled = await ask(`POST /api/v1/users/${id}/factors`, {
    factorType: "sms",
    provider: "OKTA",
    profile: { phoneNumber: "+14155550100" },
  });
  expect(enrolled.body).toMatchObject({
    factorType: "sms",
    status: "PENDING_ACTIVATION",
    profile: { phoneNumber: "+14155550100" },
  });
  const factor = `/api/v1/users/${id}/factors/${enrolled.body.id}`;
  const passCode = enrolled.headers.get("x-mock-passcode")!;
  const wrong = passCode === "000000" ? "000001" : "000000";
  expect((await ask(`POST ${factor}/lifecycle/activate`, { passCode: wrong })).body.errorCode).toBe("E0000068");
  expect((await ask(`POST ${factor}/lifecycle/activate`, { passCode })).body.status).toBe("ACTIVE");
  expect((await ask(`GET ${factor}`)).body.status).toBe("ACTIVE");
  await ask(`POST /api/v1/users/${id}/lifecycle/reset_factors`);
  expect((await ask(`GET ${factor}`)).status).toBe(404);
});
