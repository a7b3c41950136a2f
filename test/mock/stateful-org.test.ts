import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, profile } from "./http.ts";

const ADA = "00u1lovelace00000001";
let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
const idsOf = async (path: string) => (await ask(`GET ${path}`)).body.map((thing: any) => thing.id);

beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const oidc = (label: string) => ({
  label,
  name: "oidc_client",
  signOnMode: "OPENID_CONNECT",
  credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
  settings: {
    oauthClient: {
      application_type: "web",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: ["https://x.example/cb"],
    },
  },
});

test("a group has members, who have it, until they or it go", async () => {
  const { body: group } = await ask("POST /api/v1/groups", { profile: { name: "Navy", description: "Ships" } });
  expect(group).toMatchObject({ type: "OKTA_GROUP", profile: { name: "Navy", description: "Ships" } });
  expect(group.id).toMatch(/^00g\w{17}$/);
  const { body: user } = await ask("POST /api/v1/users", { profile: profile("grace") });
  expect((await ask(`PUT /api/v1/groups/${group.id}/users/${user.id}`)).status).toBe(204);
  expect((await ask(`PUT /api/v1/groups/${group.id}/users/${user.id}`)).status).toBe(204);
  expect(await idsOf(`/api/v1/groups/${group.id}/users`)).toEqual([user.id]);
  expect(await idsOf(`/api/v1/users/${user.id}/groups`)).toEqual(["00g0everyone00000000", group.id]);

  expect((await ask(`PUT /api/v1/groups/${group.id}/users/nobody`)).status).toBe(404);
  expect((await ask(`PUT /api/v1/groups/nothing/users/${user.id}`)).body.errorSummary).toMatch("nothing (UserGroup)");

  await ask(`DELETE /api/v1/groups/${group.id}/users/${user.id}`);
  expect(await idsOf(`/api/v1/groups/${group.id}/users`)).toEqual([]);
  await ask(`PUT /api/v1/groups/${group.id}/users/${user.id}`);
  await ask(`DELETE /api/v1/users/${user.id}`);
  expect(await idsOf(`/api/v1/groups/${group.id}/users`)).toEqual([]);

  expect((await ask(`DELETE /api/v1/groups/${group.id}`)).status).toBe(204);
  expect((await ask(`GET /api/v1/groups/${group.id}/users`)).status).toBe(404);
});

test("a user can be created into groups, and everyone is in Everyone", async () => {
  const { body: group } = await ask("POST /api/v1/groups", { profile: { name: "Crew" } });
  const { body: user } = await ask("POST /api/v1/users", { profile: profile("crew"), groupIds: [group.id] });
  expect(user.groupIds).toBeUndefined();
  expect(await idsOf(`/api/v1/groups/${group.id}/users`)).toEqual([user.id]);
  expect(await idsOf("/api/v1/groups/00g0everyone00000000/users")).toContain(user.id);
  expect((await ask("POST /api/v1/users", { profile: profile("lost"), groupIds: ["00gnothing"] })).status).toBe(400);
});

test("groups are found by name and kept apart by it", async () => {
  await ask("POST /api/v1/groups", { profile: { name: "Payroll EU" } });
  expect((await ask("POST /api/v1/groups", { profile: { name: "payroll eu" } })).status).toBe(400);
  const names = async (query: object) =>
    (await ask(`GET /api/v1/groups?${new URLSearchParams(query as never)}`)).body.map(
      (group: any) => group.profile.name,
    );
  expect(await names({ q: "pay" })).toEqual(["Payroll EU"]);
  expect(await names({ filter: `type eq "BUILT_IN"` })).toEqual(["Everyone"]);
  expect(await names({ search: `profile.name sw "Pay"` })).toEqual(["Payroll EU"]);
});

test("a group rule is changed and deleted only while it rests", async () => {
  const rule = {
    type: "group_rule",
    name: "Crew",
    conditions: { expression: { value: 'user.department=="Crew"', type: "urn:okta:expression:1.0" } },
    actions: { assignUserToGroups: { groupIds: ["00g1engineering00001"] } },
  };
  const { body: made } = await ask("POST /api/v1/groups/rules", rule);
  const path = `/api/v1/groups/rules/${made.id}`;
  expect(made).toMatchObject({ ...rule, id: expect.stringMatching(/^0pr/) });
  expect((await ask(`POST ${path}/lifecycle/activate`)).status).toBe(204);
  expect((await ask(`GET ${path}`)).body.status).toBe("ACTIVE");
  expect((await ask(`PUT ${path}`, { ...rule, name: "Other" })).status).toBe(400);
  expect((await ask(`DELETE ${path}`)).status).toBe(400);
  await ask(`POST ${path}/lifecycle/deactivate`);
  expect((await ask(`PUT ${path}`, { ...rule, name: "Other" })).body).toMatchObject({
    name: "Other",
    status: "INACTIVE",
  });
  expect((await ask(`DELETE ${path}`)).status).toBe(204);
  expect((await ask(`GET ${path}`)).status).toBe(404);
});

test("an app is created of the kind that was sent, assigned, refused to go while active, and goes", async () => {
  const { body: app } = await ask("POST /api/v1/apps", oidc("Wiki"));
  expect(app).toMatchObject({ label: "Wiki", signOnMode: "OPENID_CONNECT", status: "ACTIVE" });
  expect(app.id).toMatch(/^0oa\w{17}$/);
  expect(app.credentials.oauthClient.client_id).toBe(app.id);
  expect(app.settings.oauthClient.redirect_uris).toEqual(["https://x.example/cb"]);
  const path = `/api/v1/apps/${app.id}`;

  const assigned = await ask(`POST ${path}/users`, { id: ADA, scope: "USER" });
  expect(assigned.body).toMatchObject({
    id: ADA,
    scope: "USER",
    credentials: { userName: "ada.lovelace@example.com" },
  });
  expect((await ask(`POST ${path}/users`, { id: "00unobody", scope: "USER" })).status).toBe(404);
  expect(await idsOf(`${path}/users`)).toEqual([ADA]);
  expect((await ask(`POST ${path}/users/${ADA}`, { credentials: { userName: "ada" } })).body.credentials.userName).toBe(
    "ada",
  );
  expect((await ask(`PUT ${path}/groups/00g1engineering00001`, { priority: 3 })).body).toMatchObject({ priority: 3 });
  expect(await idsOf("/api/v1/groups/00g1engineering00001/apps")).toContain(app.id);
  const mine = new URLSearchParams({ filter: `user.id eq "${ADA}"` });
  expect(await idsOf(`/api/v1/apps?${mine}`)).toContain(app.id);

  const refused = await ask(`DELETE ${path}`);
  expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000056"]);
  expect((await ask(`POST ${path}/lifecycle/deactivate`)).body).toEqual({});
  expect((await ask(`GET ${path}`)).body.status).toBe("INACTIVE");
  expect((await ask(`DELETE ${path}`)).status).toBe(204);
  expect((await ask(`GET ${path}/users`)).body.errorSummary).toBe(
    `Not found: Resource not found: ${app.id} (AppInstance)`,
  );
  expect(await idsOf("/api/v1/groups/00g1engineering00001/apps")).not.toContain(app.id);
});

test("users have an account in an app as long as a group of theirs is assigned to it", async () => {
  const { body: app } = await ask("POST /api/v1/apps", oidc("Wiki"));
  const { body: group } = await ask("POST /api/v1/groups", { profile: { name: "Writers" } });
  const path = `/api/v1/apps/${app.id}`;
  await ask(`PUT /api/v1/groups/${group.id}/users/${ADA}`);
  await ask(`PUT ${path}/groups/${group.id}`, {});
  expect((await ask(`GET ${path}/users`)).body).toMatchObject([
    { id: ADA, scope: "GROUP", credentials: { userName: "ada.lovelace@example.com" } },
  ]);
  expect((await ask(`GET ${path}/users/${ADA}`)).body.scope).toBe("GROUP");
  expect(await idsOf(`/api/v1/apps?${new URLSearchParams({ filter: `user.id eq "${ADA}"` })}`)).toContain(app.id);

  const { body: user } = await ask("POST /api/v1/users", {
    profile: { firstName: "Jo", lastName: "Doe", email: "jo@example.com", login: "jo@example.com" },
    groupIds: [group.id],
  });
  expect((await idsOf(`${path}/users`)).sort()).toEqual([ADA, user.id].sort());
  await ask(`POST /api/v1/users/${user.id}/lifecycle/deactivate`);
  expect(await idsOf(`${path}/users`)).toEqual([ADA]);
  await ask(`POST ${path}/users`, { id: ADA, scope: "USER" });
  await ask(`DELETE ${path}/groups/${group.id}`);
  expect((await ask(`GET ${path}/users`)).body).toMatchObject([{ id: ADA, scope: "USER" }]);
  await ask(`DELETE ${path}/users/${ADA}`);
  expect(await idsOf(`${path}/users`)).toEqual([]);
});

test("an app of a kind without an example has an id and links of its own, and nothing of another kind", async () => {
  const bookmark = {
    label: "Mark",
    name: "bookmark",
    signOnMode: "BOOKMARK",
    settings: { app: { url: "https://x.example", requestIntegration: false } },
  };
  const { body: app } = await ask("POST /api/v1/apps", bookmark);
  expect(app).toMatchObject({ ...bookmark, id: expect.stringMatching(/^0oa\w{17}$/) });
  expect(app._links.users.href).toBe(`${mock.url}/api/v1/apps/${app.id}/users`);
  expect(app.credentials).toEqual({
    userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
    signing: {},
  });
});

test("an app can be created inactive, and replaced keeping what the server set", async () => {
  const { body: app } = await ask("POST /api/v1/apps?activate=false", oidc("Later"));
  expect(app.status).toBe("INACTIVE");
  const { body: replaced } = await ask(`PUT /api/v1/apps/${app.id}`, { ...oidc("Renamed") });
  expect(replaced).toMatchObject({ id: app.id, created: app.created, status: "INACTIVE", label: "Renamed" });
  const { body: whole } = await ask(`PUT /api/v1/apps/${app.id}`, { ...replaced, label: "Whole" });
  expect(whole).toMatchObject({ id: app.id, label: "Whole", status: "INACTIVE" });
});

test("an app has secrets, of which an active one stays", async () => {
  const { body: app } = await ask("POST /api/v1/apps", oidc("Secrets"));
  const secrets = `/api/v1/apps/${app.id}/credentials/secrets`;
  const { status, body: secret } = await ask(`POST ${secrets}`, {});
  expect([status, secret.status]).toEqual([201, "ACTIVE"]);
  expect((await ask(`DELETE ${secrets}/${secret.id}`)).status).toBe(400);
  expect((await ask(`POST ${secrets}/${secret.id}/lifecycle/deactivate`)).body.status).toBe("INACTIVE");
  expect((await ask(`DELETE ${secrets}/${secret.id}`)).status).toBe(204);
  const { body: left } = await ask(`GET ${secrets}`);
  expect(left.map((one: any) => one.client_secret)).toEqual([app.credentials.oauthClient.client_secret]);
  expect((await ask(`POST ${secrets}/${left[0].id}/lifecycle/deactivate`)).status).toBe(400);
  const own = await ask(`POST ${secrets}`, { client_secret: "correct-horse-battery-staple" });
  expect(own.body.client_secret).toBe("correct-horse-battery-staple");
});

test("settings of which there is one are merged and kept", async () => {
  await ask("POST /api/v1/org", { companyName: "Renamed, Inc." });
  expect((await ask("GET /api/v1/org")).body).toMatchObject({ companyName: "Renamed, Inc.", city: "San Francisco" });
  const schema = "/api/v1/meta/schemas/user/default";
  const custom = (twitter: unknown) => ({ definitions: { custom: { properties: { twitter } } } });
  await ask(`POST ${schema}`, custom({ title: "Twitter", type: "string" }));
  expect((await ask(`GET ${schema}`)).body.definitions.custom.properties.twitter).toMatchObject({
    title: "Twitter",
    type: "string",
    mutability: "READ_WRITE",
  });
  await ask(`POST ${schema}`, custom(null));
  expect((await ask(`GET ${schema}`)).body.definitions.custom.properties).not.toHaveProperty("twitter");
});

test.each([
  ["/api/v1/zones", { type: "IP", name: "Cafe", gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] }, "nzo"],
  ["/api/v1/trustedOrigins", { name: "Shop", origin: "https://p.example", scopes: [{ type: "CORS" }] }, "tos"],
  ["/api/v1/authorizationServers", { name: "API", description: "One", audiences: ["api://one"] }, "aus"],
])("a resource of %s lives from creation to deletion", async (path, body, prefix) => {
  const { body: made } = await ask(`POST ${path}`, body);
  expect(made).toMatchObject(body);
  expect(made.id).toMatch(new RegExp(`^${prefix}\\w{17}$`));
  expect(await idsOf(path)).toContain(made.id);
  await ask(`POST ${path}/${made.id}/lifecycle/deactivate`);
  expect((await ask(`GET ${path}/${made.id}`)).body.status).toBe("INACTIVE");
  expect((await ask(`DELETE ${path}/${made.id}`)).status).toBe(204);
  expect((await ask(`GET ${path}/${made.id}`)).status).toBe(404);
});

test("policies are listed by type, and have rules of their own", async () => {
  const { body: all } = await ask("GET /api/v1/policies?type=PASSWORD");
  expect(all.length).toBeGreaterThan(0);
  expect(new Set(all.map((policy: any) => policy.type))).toEqual(new Set(["PASSWORD"]));
});

test("a state is saved, loaded, reset, and taken to another server", async () => {
  const { body: group } = await ask("POST /api/v1/groups", { profile: { name: "Kept" } });
  await ask(`PUT /api/v1/groups/${group.id}/users/${ADA}`);
  const { body: saved } = await ask("GET /_mock/state");
  expect(saved).toEqual(JSON.parse(JSON.stringify(mock.state())));

  await ask("POST /_mock/reset");
  expect((await ask(`GET /api/v1/groups/${group.id}`)).status).toBe(404);
  expect((await ask("PUT /_mock/state", saved)).status).toBe(204);
  expect(await idsOf(`/api/v1/groups/${group.id}/users`)).toEqual([ADA]);

  const other = await startMockServer({ stateful: saved });
  await call(other.url, `DELETE /api/v1/groups/${group.id}`);
  other.reset();
  expect((await call(other.url, `GET /api/v1/groups/${group.id}`)).body._links.users.href).toMatch(other.url);
  await other.close();
});

test("what is no saved state is refused, and nothing is lost", async () => {
  const cases: [unknown, RegExp][] = [
    [[], /"version": 1/],
    [{ version: 1 }, /"collections" is not/],
    [{ ...mock.state(), collections: { users: {} } }, /"collections" at "users"/],
    [{ ...mock.state(), members: { "/a": [1] } }, /"members" at "\/a"/],
  ];
  for (const [state, message] of cases) {
    const { status, body } = await ask("PUT /_mock/state", state);
    expect([status, body.errorSummary]).toEqual([400, expect.stringMatching(message)]);
    expect(() => mock.load(state as never)).toThrow(message);
  }
  expect(await idsOf("/api/v1/users")).toContain(ADA);
});

test("a body cannot reach the prototypes of objects", async () => {
  const evil =
    '{"profile":{"name":"Evil","__proto__":{"polluted":true}},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  const headers = { "content-type": "application/json" };
  const { body } = await call(mock.url, "POST /api/v1/groups", evil, headers);
  await call(mock.url, `PUT /api/v1/groups/${body.id}`, evil, headers);
  await call(mock.url, "POST /api/v1/org", evil, headers);
  await call(mock.url, "POST /api/v1/meta/schemas/user/default", evil, headers);
  expect(({} as any).polluted).toBeUndefined();
});

test("a user has one primary in a linked object, who lists the user on the other side", async () => {
  const [ada, alan, grace] = ["00u1lovelace00000001", "00u2turing0000000002", "00u3hopper0000000003"];
  const linked = async (user: string, name: string) => {
    const { status, body } = await ask(`GET /api/v1/users/${user}/linkedObjects/${name}`);
    return status === 200 ? body.map((entry: any) => entry._links.self.href.split("/").at(-1)) : status;
  };
  const assign = async (user: string, name: string, primary: string) =>
    (await ask(`PUT /api/v1/users/${user}/linkedObjects/${name}/${primary}`)).status;
  expect(await assign(alan, "manager", "ada.lovelace@example.com")).toBe(204);
  expect(await assign(grace, "manager", alan)).toBe(204);
  expect(await assign(grace, "manager", ada)).toBe(204);
  expect(await linked(alan, "manager")).toEqual([ada]);
  expect(await linked(ada, "subordinate")).toEqual([alan, grace]);
  expect(await linked(alan, "subordinate")).toEqual([]);
  expect(await linked(ada, "friend")).toBe(404);
  expect(await assign(ada, "subordinate", alan)).toBe(404);
  expect(await assign(alan, "manager", "nobody")).toBe(404);
  expect((await ask(`DELETE /api/v1/users/${alan}/linkedObjects/manager`)).status).toBe(204);
  expect(await linked(ada, "subordinate")).toEqual([grace]);
  for (let i = 0; i < 2; i += 1) await ask(`DELETE /api/v1/users/${ada}`);
  expect(await linked(grace, "manager")).toEqual([]);
});
