import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, `${request.replace(" ", " /api/v1")}`, body);
const create = async (list: string, body: object) => (await ask(`POST ${list}`, body)).body;
const causesOf = ({ status, body }: { status: number; body: any }) => [
  status,
  body.errorCode,
  body.errorCauses.map((cause: any) => cause.errorSummary),
];
/** What a list holds in the order it comes, as `name priority`. */
const orderOf = async (list: string) =>
  (await ask(`GET ${list}`)).body.map(({ name, priority }: any) => `${name} ${priority}`);

const signOn = (name: string, more = {}) => ({ type: "OKTA_SIGN_ON", name, ...more });
const signOnRule = (name: string, more = {}) => ({
  type: "SIGN_ON",
  name,
  actions: { signon: { access: "DENY" } },
  ...more,
});
const accessRule = (name: string, more = {}) => ({
  type: "ACCESS_POLICY",
  name,
  actions: { appSignOn: { access: "DENY" } },
  ...more,
});

beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("policies of a type are counted from 1, Okta's own last, whatever is put between them or goes", async () => {
  const list = "/policies?type=OKTA_SIGN_ON";
  const before = await orderOf(list);
  const first = await create("/policies", signOn("First", { priority: 1 }));
  const last = await create("/policies", signOn("Last"));
  await create("/policies", signOn("Far", { priority: 50 }));
  expect(before).toEqual(["Engineering 1", "Default Policy 2"]);
  expect(await orderOf(list)).toEqual(["First 1", "Engineering 2", "Last 3", "Far 4", "Default Policy 5"]);

  await ask(`PUT /policies/${first.id}`, { ...first, priority: 3 });
  expect(await orderOf(list)).toEqual(["Engineering 1", "Last 2", "First 3", "Far 4", "Default Policy 5"]);
  await ask(`PUT /policies/${last.id}`, signOn("Last but renamed"));
  await ask(`DELETE /policies/${first.id}`);
  expect(await orderOf(list)).toEqual(["Engineering 1", "Last but renamed 2", "Far 3", "Default Policy 4"]);
  expect(await orderOf("/policies?type=PASSWORD")).toEqual(["Engineering 1", "Default Policy 2"]);
});

test("rules of older policies are in an order without gaps", async () => {
  const { id } = await create("/policies", signOn("With rules"));
  const list = `/policies/${id}/rules`;
  const a = await create(list, signOnRule("A"));
  await create(list, signOnRule("B"));
  await create(list, signOnRule("C", { priority: 1 }));
  expect(await orderOf(list)).toEqual(["C 1", "A 2", "B 3"]);
  const [policy] = (await ask("GET /policies?type=OKTA_SIGN_ON&expand=rules&q=With")).body;
  expect(policy._embedded.rules.map(({ name }: any) => name)).toEqual(["C", "A", "B"]);
  await ask(`DELETE ${list}/${a.id}`);
  expect(await orderOf(list)).toEqual(["C 1", "B 2"]);

  const [own] = (await ask("GET /policies?type=PASSWORD")).body.filter(({ system }: any) => system);
  await create(`/policies/${own.id}/rules`, { type: "PASSWORD", name: "Before the default one" });
  expect((await orderOf(`/policies/${own.id}/rules`)).at(-1)).toBe("Default Rule 2");
});

test("rules of newer policies may leave gaps, and move only as far as they have to", async () => {
  const { id } = await create("/policies", { type: "ACCESS_POLICY", name: "Access with rules" });
  const list = `/policies/${id}/rules`;
  const rules = [];
  for (const name of ["One", "Two", "Three", "Four"]) rules.push(await create(list, accessRule(name)));
  expect(await orderOf(list)).toEqual(["One 1", "Two 2", "Three 3", "Four 4", "Catch-all Rule 99"]);

  await ask(`DELETE ${list}/${rules[0].id}`);
  expect(await orderOf(list)).toEqual(["Two 2", "Three 3", "Four 4", "Catch-all Rule 99"]);
  await ask(`PUT ${list}/${rules[1].id}`, { ...rules[1], priority: 1 });
  expect(await orderOf(list)).toEqual(["Two 1", "Three 3", "Four 4", "Catch-all Rule 99"]);
  await create(list, accessRule("Zero", { priority: 0 }));
  await create(list, accessRule("New", { priority: 1 }));
  expect(await orderOf(list)).toEqual(["Zero 0", "New 1", "Two 2", "Three 3", "Four 4", "Catch-all Rule 99"]);
});

test("policies and rules of authorization servers are in order too", async () => {
  const { id } = await create("/authorizationServers", { name: "API", description: "", audiences: ["api://x"] });
  const list = `/authorizationServers/${id}/policies`;
  const policy = (name: string, priority: number) => ({
    type: "OAUTH_AUTHORIZATION_POLICY",
    name,
    description: name,
    priority,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
  const first = await create(list, policy("A", 1));
  const second = await create(list, policy("B", 1));
  expect(await orderOf(list)).toEqual(["B 1", "A 2"]);
  await ask(`PUT ${list}/${first.id}`, policy("A", 1));
  expect(await orderOf(list)).toEqual(["A 1", "B 2"]);
  await ask(`DELETE ${list}/${first.id}`);
  expect(await orderOf(list)).toEqual(["B 1"]);

  const rules = `${list}/${second.id}/rules`;
  const rule = (name: string, priority?: number) => ({
    type: "RESOURCE_ACCESS",
    name,
    ...(priority && { priority }),
    conditions: { people: { groups: { include: ["EVERYONE"] } }, grantTypes: { include: ["implicit"] } },
  });
  const { id: gone } = await create(rules, rule("R"));
  await create(rules, rule("S", 1));
  await create(rules, rule("T"));
  expect(await orderOf(rules)).toEqual(["S 1", "R 2", "T 3"]);
  await ask(`DELETE ${rules}/${gone}`);
  expect(await orderOf(rules)).toEqual(["S 1", "T 2"]);
});

test("what a policy or a rule names has to be there", async () => {
  const groups = (id: string) => ({ people: { groups: { include: [id] } } });
  const missing = (field: string, id: string, kind: string) => [
    400,
    "E0000001",
    [`conditions.${field}: Resource(s) not found: ${id} (${kind})`],
  ];
  expect(causesOf(await ask("POST /policies", signOn("Nobody's", { conditions: groups("00gnothing") })))).toEqual(
    missing("people.groups.include", "00gnothing", "UserGroup"),
  );
  const policy = await create("/policies", signOn("Somebody's", { conditions: groups("00g1engineering00001") }));
  const changed = { ...policy, conditions: groups("00gnothing") };
  expect((await ask(`PUT /policies/${policy.id}`, changed)).status).toBe(400);

  const rules = `/policies/${policy.id}/rules`;
  const zoned = { network: { connection: "ZONE", include: ["nzonothing"] } };
  expect(causesOf(await ask(`POST ${rules}`, signOnRule("Nowhere", { conditions: zoned })))).toEqual(
    missing("network.include", "nzonothing", "NetworkZone"),
  );
  const without = { people: { users: { exclude: ["00unothing"] } } };
  expect(causesOf(await ask(`POST ${rules}`, signOnRule("Without", { conditions: without })))).toEqual(
    missing("people.users.exclude", "00unothing", "User"),
  );
});

test("a name serves for one rule of a policy, and enrollment policies take no second rule", async () => {
  const { id } = await create("/policies", signOn("Named"));
  const rule = await create(`/policies/${id}/rules`, signOnRule("Taken"));
  expect(causesOf(await ask(`POST /policies/${id}/rules`, signOnRule("Taken")))).toEqual([
    400,
    "E0000001",
    ["name: Policy rule name already in use"],
  ]);
  expect((await ask(`PUT /policies/${id}/rules/${rule.id}`, signOnRule("Taken"))).status).toBe(200);
  const other = await create("/policies", signOn("Also named"));
  expect((await ask(`POST /policies/${other.id}/rules`, signOnRule("Taken"))).status).toBe(200);

  const enrollment = await create("/policies", { type: "PROFILE_ENROLLMENT", name: "Enrollment" });
  const second = { type: "PROFILE_ENROLLMENT", name: "Second", actions: { profileEnrollment: { access: "ALLOW" } } };
  expect((await ask(`POST /policies/${enrollment.id}/rules`, second)).status).toBe(400);
  expect(await orderOf(`/policies/${enrollment.id}/rules`)).toEqual(["Catch-all Rule 99"]);
});

test.each(["IDP_DISCOVERY", "ENTITY_RISK", "POST_AUTH_SESSION"])("nobody else creates a policy of %s", async (type) => {
  expect((await ask("POST /policies", { type, name: "Mine" })).body.errorCode).toBe("E0000001");
});

test.each([
  ["CIDR", "999.2.3.4/24"],
  ["CIDR", "1.2.3.4/33"],
  ["CIDR", "1.2.3.4"],
  ["CIDR", "2001:db8::/129"],
  ["RANGE", "1.2.3.9-1.2.3.4"],
  ["RANGE", "1.2.3.4-2001:db8::1"],
  ["RANGE", "anywhere"],
])("a zone has no %s %s", async (type, value) => {
  const zone = { type: "IP", name: "Strange", gateways: [{ type, value }] };
  expect(causesOf(await ask("POST /zones", zone))).toEqual([
    400,
    "E0000001",
    [`gateways: ${value} is no ${type} of IP addresses.`],
  ]);
  const proxied = { type: "IP", name: "Strange", gateways: [], proxies: [{ type, value }] };
  expect((await ask("POST /zones", proxied)).body.errorSummary).toBe("Api validation failed: proxies");
});

test.each([
  ["CIDR", "1.2.3.4/24"],
  ["CIDR", "2001:db8::/32"],
  ["RANGE", "1.2.3.4-1.2.3.9"],
  ["RANGE", "123.123.123.123-123.123.123.123"],
  ["RANGE", "2001:db8::1-2001:db8::9"],
])("a zone can have the %s %s", async (type, value) => {
  const zone = { type: "IP", name: "Fine", gateways: [{ type, value }] };
  expect((await ask("POST /zones", zone)).body.gateways).toEqual([{ type, value }]);
});
