import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { evaluate, parseRule } from "../../src/mock/state/expression/evaluate.ts";
import { call, profile } from "./http.ts";

const subject = {
  user: {
    id: "00u1",
    status: "ACTIVE",
    profile: { department: "Navy", city: "New York", level: 7, skills: ["cobol", "math"], login: "grace@navy.test" },
  },
  groups: [{ id: "00g1", type: "OKTA_GROUP", profile: { name: "Crew of the ship" } }],
  now: Date.parse("2026-11-26T12:00:00Z"),
};

test.each<[string, unknown]>([
  ['user.department == "Navy"', true],
  ["user.department == 'Navy' AND user.level > 5", true],
  ['user.department != "Navy" || user.city eq "New York"', true],
  ['!(user.department == "Navy")', false],
  ['NOT user.department == "Navy"', false],
  ["user.profile.level + 1", 8],
  ["user.nothing == null", true],
  ["user.nothing > 3", null],
  ['user.level >= 7 ? "high" : "low"', "high"],
  ['String.stringContains(user.login, "@navy")', true],
  ['String.substringAfter(user.login, "@")', "navy.test"],
  ['String.toUpperCase(String.substringBefore(user.login, "@")) + "!"', "GRACE!"],
  ['String.startsWith(user.city, "New")', true],
  ['String.stringSwitch(user.city, "none", "York", "NY", "Paris", "FR")', "NY"],
  ["String.len(user.department) == 4", true],
  ['user.city.toLowerCase().contains("york")', true],
  ['user.city matches "New.*"', true],
  ['Arrays.contains(user.skills, "math")', true],
  ["Arrays.size(user.skills)", 2],
  ['Arrays.contains({"a", "b"}, "b")', true],
  ['Convert.toInt("41") + 1', 42],
  ['isMemberOfGroup("00g1")', true],
  ['isMemberOfGroupName("Crew")', false],
  ['isMemberOfGroupNameStartsWith("Crew")', true],
  ['isMemberOfAnyGroup("00g0", "00g1")', true],
  ["user.isMemberOf({'group.profile.name': 'Crew', 'operator': 'STARTS_WITH'})", true],
  ['user.getInternalProperty("status") == "ACTIVE"', true],
  ["Time.now()", "2026-11-26T12:00:00.000Z"],
  ['Time.fromIso8601ToUnix("1970-01-02T00:00:00Z")', "86400"],
])("%s is %j", (text, value) => expect(evaluate(parseRule(text), subject)).toEqual(value));

test.each([
  ['user.department = "Navy"', "cannot be read"],
  ["user.department ==", "a value is missing"],
  ["(user.level > 5", 'A ")" is missing'],
  ["String.noSuch(user.login)", "no function String.noSuch"],
  ["", "empty"],
  [`${"(".repeat(60)}true${")".repeat(60)}`, "nested"],
])("%s is refused", (text, why) => expect(() => parseRule(text)).toThrow(why));

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

async function ruleFor(url: string, expression: string) {
  const { body: group } = await call(url, "POST /api/v1/groups", { profile: { name: `By rule ${expression}` } });
  const { body: rule } = await call(url, "POST /api/v1/groups/rules", {
    type: "group_rule",
    name: "Rule",
    conditions: { expression: { type: "urn:okta:expression:1.0", value: expression } },
    actions: { assignUserToGroups: { groupIds: [group.id] } },
  });
  await call(url, `POST /api/v1/groups/rules/${rule.id}/lifecycle/activate`);
  const members = async () =>
    (await call(url, `GET /api/v1/groups/${group.id}/users`)).body.map((user: any) => user.id) as string[];
  return { group, rule, members };
}

test("a rule puts users into its group, and takes out whom it no longer fits", async () => {
  const { members } = await ruleFor(mock.url, 'user.department == "Navy"');
  const { body: user } = await ask("POST /api/v1/users", { profile: { ...profile("grace"), department: "Navy" } });
  expect(await members()).toEqual([user.id]);
  await ask(`POST /api/v1/users/${user.id}`, { profile: { department: "Retired" } });
  expect(await members()).toEqual([]);
});

test("whoever is taken out by hand stays out", async () => {
  const { group, rule, members } = await ruleFor(mock.url, 'user.department == "Navy"');
  const { body: user } = await ask("POST /api/v1/users", { profile: { ...profile("grace"), department: "Navy" } });
  await ask(`DELETE /api/v1/groups/${group.id}/users/${user.id}`);
  await ask(`POST /api/v1/users/${user.id}`, { profile: { title: "Admiral" } });
  expect(await members()).toEqual([]);
  expect((await ask(`GET /api/v1/groups/rules/${rule.id}`)).body.conditions.people.users.exclude).toEqual([user.id]);
});

test("a broken expression is refused with where it breaks", async () => {
  const { status, body } = await ask("POST /api/v1/groups/rules", {
    type: "group_rule",
    name: "Broken",
    conditions: { expression: { type: "urn:okta:expression:1.0", value: "user.department ==" } },
    actions: { assignUserToGroups: { groupIds: [] } },
  });
  expect([status, body.errorCauses[0].errorSummary]).toEqual([400, expect.stringContaining("a value is missing")]);
});

test("rules and searches can take their time, as an org does", async () => {
  const slow = await startMockServer({ stateful: true, groupRuleDelayMs: 300, searchLagMs: 300 });
  try {
    const { members } = await ruleFor(slow.url, 'user.department == "Navy"');
    const { body: user } = await call(slow.url, "POST /api/v1/users", {
      profile: { ...profile("late"), department: "Navy" },
    });
    const search = `/api/v1/users?${new URLSearchParams({ search: 'profile.firstName eq "late"' })}`;
    const found = async () => (await call(slow.url, `GET ${search}`)).body.length;
    expect([await members(), await found()]).toEqual([[], 0]);
    expect((await call(slow.url, `GET /api/v1/users/${user.id}`)).status).toBe(200);
    await expect.poll(members, { timeout: 5000 }).toEqual([user.id]);
    await expect.poll(found, { timeout: 5000 }).toBe(1);
  } finally {
    await slow.close();
  }
});
