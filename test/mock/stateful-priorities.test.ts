import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

/** What is evaluated one after the other: policies and rules, of the org and of its authorization servers. */

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request.replace(" ", " /api/v1"), body);
beforeAll(async () => void (mock = await startMockServer({ stateful: true, errors: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

interface Ranked {
  /** The list, and what it is asked with. */
  list: string;
  query?: string;
  body: object;
}

const idOf = async (list: string, body: object): Promise<string> => {
  const made = await ask(`POST ${list}`, body);
  expect(made.status, made.text).toBeLessThan(300);
  return made.body.id;
};
const server = async () =>
  `/authorizationServers/${await idOf("/authorizationServers", { name: "Fresh", audiences: ["api://fresh"] })}`;
const serverPolicy = { type: "OAUTH_AUTHORIZATION_POLICY", description: "Ranked" };

const LISTS: Record<string, () => Promise<Ranked>> = {
  "policies of a type": async () => ({
    list: "/policies",
    query: "?type=OKTA_SIGN_ON",
    body: { type: "OKTA_SIGN_ON" },
  }),
  "rules of a policy": async () => ({
    list: `/policies/${await idOf("/policies", { type: "PASSWORD", name: "Long ones" })}/rules`,
    body: { type: "PASSWORD" },
  }),
  "rules of a default policy": async () => {
    const { body } = await ask("GET /policies?type=OKTA_SIGN_ON");
    return { list: `/policies/${body.find((one: any) => one.system).id}/rules`, body: { type: "SIGN_ON" } };
  },
  "policies of an authorization server": async () => ({ list: `${await server()}/policies`, body: serverPolicy }),
  "rules of an authorization server": async () => {
    const policies = `${await server()}/policies`;
    const list = `${policies}/${await idOf(policies, { ...serverPolicy, name: "All" })}/rules`;
    const conditions = { grantTypes: { include: ["client_credentials"] }, scopes: { include: ["*"] } };
    return { list, body: { type: "RESOURCE_ACCESS", conditions } };
  },
};

test.each(Object.keys(LISTS))("%s have priorities without gaps, and those of Okta come last", async (name) => {
  const { list, query = "", body } = await LISTS[name]!();
  const before: any[] = (await ask(`GET ${list}${query}`)).body;
  const systems = before.filter((one) => one.system).map((one) => one.name);
  const others = before.filter((one) => !one.system).map((one) => one.name);
  const order = async () => {
    const found: any[] = (await ask(`GET ${list}${query}`)).body;
    expect(found.map((one) => one.priority)).toEqual(found.map((_, i) => i + 1));
    expect(found.slice(found.length - systems.length).map((one) => one.name)).toEqual(systems);
    return found.slice(0, found.length - systems.length).map((one) => one.name);
  };

  const first = await idOf(list, { ...body, name: "first" });
  expect(await order()).toEqual([...others, "first"]);
  const second = await idOf(list, { ...body, name: "second", priority: 1 });
  await idOf(list, { ...body, name: "third", priority: 1000 });
  expect(await order()).toEqual(["second", ...others, "first", "third"]);

  const { body: known } = await ask(`GET ${list}/${first}`);
  expect((await ask(`PUT ${list}/${first}`, { ...known, priority: 1 })).body.priority).toBe(1);
  expect(await order()).toEqual(["first", "second", ...others, "third"]);
  const { priority, ...unranked } = known;
  expect(priority).toBeGreaterThan(1);
  expect((await ask(`PUT ${list}/${first}`, unranked)).body.priority).toBe(1);

  await ask(`DELETE ${list}/${second}`);
  expect(await order()).toEqual(["first", ...others, "third"]);
});

test("policies that apps name have no order, and a catch-all rule stays the last one", async () => {
  const first = await idOf("/policies", { type: "ACCESS_POLICY", name: "First", description: "One" });
  await idOf("/policies", { type: "ACCESS_POLICY", name: "Second", description: "Two", priority: 2 });
  const { body: policies } = await ask("GET /policies?type=ACCESS_POLICY");
  expect(new Set(policies.map((one: any) => one.priority))).toEqual(new Set([1]));

  const list = `/policies/${first}/rules`;
  await idOf(list, { type: "ACCESS_POLICY", name: "Own" });
  const { body: rules } = await ask(`GET ${list}`);
  expect(rules.map((one: any) => [one.name, one.priority])).toEqual([
    ["Own", 1],
    ["Catch-all Rule", 99],
  ]);
  const catchAll = rules[1];
  await ask(`PUT ${list}/${catchAll.id}`, { ...catchAll, priority: 1 });
  expect((await ask(`GET ${list}/${catchAll.id}`)).body.priority).toBe(99);
});
