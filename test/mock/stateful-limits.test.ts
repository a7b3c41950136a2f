import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, profile } from "./http.ts";
import * as given from "./refusal-cases/fixtures.ts";

/** Cases of one error that the document names together: each is brought about, and what is beside it is taken. */

let mock: MockServer;
let org: given.Org;
const V = "/api/v1";
const ask = (request: string, body?: unknown) => call(mock.url, request.replace(" ", ` ${V}`), body);
const causesOf = ({ body }: { body: any }) => body?.errorCauses?.map((cause: any) => cause.errorSummary).join();

beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
  org = given.orgOf(mock);
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

async function refuses(request: string, body: unknown, cause: RegExp): Promise<void> {
  const response = await ask(request, body);
  expect([response.status, response.body?.errorCode]).toEqual([400, "E0000001"]);
  expect(causesOf(response)).toMatch(cause);
}

async function takes(request: string, body: unknown): Promise<any> {
  const response = await ask(request, body);
  expect([response.status < 300, causesOf(response)]).toEqual([true, undefined]);
  return response.body;
}

test("users fit the schema of their type: sizes, addresses, own attributes, unique ones", async () => {
  const user = (name: string, more = {}) => ({ profile: { ...profile(name), ...more } });
  await refuses("POST /users", user("long", { firstName: "x".repeat(51) }), /^firstName: .*50 characters at most/);
  await refuses("POST /users", user("brief", { login: "ab" }), /^login: .*5 characters at least/);
  await refuses("POST /users", user("lost", { email: "nowhere" }), /^email: must be an email address/);
  await takes("POST /users", user("free", { nobodyDeclared: [1] }));

  const custom = {
    badge: { title: "Badge", type: "integer", unique: "UNIQUE_VALIDATED" },
    desk: { title: "Desk", type: "string", required: true },
    floor: { title: "Floor", type: "integer", minimum: 1, maximum: 9 },
    tags: { title: "Tags", type: "array", items: { type: "string" } },
  };
  await takes("POST /meta/schemas/user/default", { definitions: { custom: { properties: custom } } });
  await refuses("POST /users", user("bare"), /^desk: The field cannot be left blank/);
  await refuses("POST /users", user("odd", { desk: "1", badge: "seven" }), /^badge: must be of the type integer/);
  await refuses("POST /users", user("low", { desk: "1", floor: 0 }), /^floor: must be 1 at least/);
  await refuses("POST /users", user("high", { desk: "1", floor: 10 }), /^floor: must be 9 at most/);
  await refuses(
    "POST /users",
    user("tag", { desk: "1", tags: ["a", 1] }),
    /^tags: each value must be of the type string/,
  );
  const first = await takes("POST /users", user("first", { desk: "1", badge: 7, floor: 9, tags: ["a"] }));
  await refuses("POST /users", user("second", { desk: "2", badge: 7 }), /^badge: An object with this field already/);
  const second = await takes("POST /users", user("second", { desk: "2", badge: 8 }));
  await refuses(`POST /users/${second.id}`, { profile: { badge: 7 } }, /^badge: /);
  await takes(`POST /users/${first.id}`, { profile: { badge: 7 } });
});

test("logins have the form of an email address, unless the schema has a pattern for them", async () => {
  const user = (login: string) => ({ profile: { ...profile(login), login } });
  const pattern = (value: string | null) =>
    takes("POST /meta/schemas/user/default", { definitions: { base: { properties: { login: { pattern: value } } } } });
  await refuses("POST /users", user("not-an-address"), /^login: Username must be in the form of an email address/);
  await pattern("[a-z\\_]+");
  await takes("POST /users", user("no_body"));
  await refuses("POST /users", user("somebody7"), /^login: must match/);
  await pattern(".+");
  await takes("POST /users", user("me7"));
  await pattern(null);
  await refuses("POST /users", user("another-one"), /^login: Username/);
  await refuses(
    "POST /meta/schemas/user/default",
    { definitions: { base: { properties: { login: { pattern: "[a-" } } } } },
    /pattern/,
  );
});

test("groups have the attributes of their schema and no others", async () => {
  const group = (more: object) => ({ profile: { name: "Odd", ...more } });
  await refuses("POST /groups", group({ name: "x".repeat(256) }), /^name: .*255 characters at most/);
  await refuses("POST /groups", group({ floor: 5 }), /^floor: The group schema has no such attribute/);
  const floor = { title: "Floor", type: "integer" };
  await takes("POST /meta/schemas/group/default", { definitions: { custom: { properties: { floor } } } });
  await takes("POST /groups", group({ floor: 5 }));
  await refuses("POST /groups", group({ name: "Other", floor: "5" }), /^floor: must be of the type integer/);
});

test("a schema has five unique attributes, and keeps Okta's own as they are", async () => {
  const unique = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`u${i}`, { title: "U", type: "string", unique: "UNIQUE_VALIDATED" }]),
    );
  const path = "POST /meta/schemas/user/default";
  await takes(path, { definitions: { custom: { properties: unique(5) } } });
  await refuses(path, { definitions: { custom: { properties: unique(6) } } }, /5 unique attributes/);
  const base = (attribute: object) => ({ definitions: { base: { properties: attribute } } });
  await refuses(path, base({ email: { title: "E", type: "integer" } }), /^email: /);
  await refuses(path, base({ nickname: { title: "N", type: "string" } }), /^nickname: /);
  await takes(path, base({ nickName: { title: "Pet name", permissions: [{ principal: "SELF", action: "HIDE" }] } }));
});

test.each([
  ["POST /meta/types/user", 9, () => given.userType()],
  ["POST /inlineHooks", 50, () => given.inlineHook()],
  ["POST /meta/schemas/user/linkedObjects", 200, () => given.relation()],
])("%s makes %d at most", async (request, most, body) => {
  const path = request.slice("POST ".length);
  const had = (await ask(`GET ${path}`)).body.filter((one: any) => one.default !== true).length;
  for (let i = had; i < most; i += 1) await takes(request, body());
  await refuses(request, body(), new RegExp(`${most} .* at most`));
});

test.each([
  ["eventHooks", () => given.eventHook()],
  ["inlineHooks", () => given.inlineHook()],
])("%s are called by HTTPS, and on this machine by HTTP", async (path, hook) => {
  const at = (uri: string) => {
    const { channel, ...rest } = hook() as { channel: { config: object } };
    return { ...rest, channel: { ...channel, config: { ...channel.config, uri } } };
  };
  for (const uri of ["http://hooks.test", "ftp://hooks.test", "https://hooks.test/a b", "hooks.test"]) {
    await refuses(`POST /${path}`, at(uri), /uri/);
  }
  for (const uri of ["https://hooks.test/a", "http://127.0.0.1:9/a"]) await takes(`POST /${path}`, at(uri));
});

test("a rule of an authorization server has lifetimes within the limits, and names what there is", async () => {
  const rules = `POST ${(await given.rulesOf(org)).slice(V.length)}`;
  const token = (lifetimes: object) => given.serverRule({ actions: { token: lifetimes } });
  await refuses(rules, token({ accessTokenLifetimeMinutes: 4 }), /from 5 to 1440/);
  await refuses(rules, token({ accessTokenLifetimeMinutes: 1441 }), /from 5 to 1440/);
  await refuses(rules, token({ refreshTokenWindowMinutes: 9 }), /from 10 to/);
  await takes(rules, token({ accessTokenLifetimeMinutes: 5, refreshTokenWindowMinutes: 10 }));
  const { conditions } = given.serverRule();
  const on = (more: object) => given.serverRule({ conditions: { ...conditions, ...more } });
  await refuses(rules, on({ people: { groups: { include: ["00gnobody"] } } }), /There is no 00gnobody/);
  await refuses(rules, on({ people: { users: { include: ["00unobody"] } } }), /There is no 00unobody/);
  await refuses(rules, on({ scopes: { include: ["unheard.of"] } }), /There is no unheard\.of/);
  await takes(
    rules,
    on({ people: { groups: { include: [await given.group(org)] } }, scopes: { include: ["openid"] } }),
  );
});

test("a zone stays as long as a rule uses it", async () => {
  const zone = await given.idOf(org, "/zones", given.zone());
  const rules = `/policies/${await given.policy(org)}/rules`;
  const network = { connection: "ZONE", include: [zone] };
  const rule = await takes(`POST ${rules}`, given.signOnRule({ conditions: { network } }));
  await refuses(`DELETE /zones/${zone}`, undefined, /uses the zone/);
  await takes(`DELETE ${rules}/${rule.id}`, undefined);
  await takes(`DELETE /zones/${zone}`, undefined);
});

test("an app has the sign-on mode of its entry in the catalog, and a client an address to return to", async () => {
  const label = "New app";
  await refuses(
    "POST /apps",
    { name: "bookmark", signOnMode: "SAML_2_0", label, settings: {} },
    /has the mode BOOKMARK/,
  );
  const client = (more: object) => ({
    name: "oidc_client",
    signOnMode: "OPENID_CONNECT",
    label,
    settings: {
      oauthClient: { application_type: "web", grant_types: ["authorization_code"], response_types: ["code"], ...more },
    },
  });
  await refuses("POST /apps", client({}), /redirect_uris/);
  await takes("POST /apps", client({ redirect_uris: ["https://a.test/callback"] }));
  await takes("POST /apps", client({ grant_types: ["client_credentials"], response_types: ["token"] }));
});
