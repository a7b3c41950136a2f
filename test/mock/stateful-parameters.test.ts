import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { bodiesOf, exampleParams, operations, resolve } from "../support/document.ts";
import { call, profile } from "./http.ts";

/** Parameters without an effect, each with the reason; the response names them. */
const IGNORED = new Map([
  ["language", "default emails are in English"],
  ["strict", "no password policy is applied"],
  ["revokeSessions", "nobody has a session"],
  ["forgetDevices", "nobody has a device"],
  ["removeRecoveryEnrollment", "a factor is no way to recover a password"],
]);

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
beforeAll(async () => void (mock = await startMockServer({ stateful: true, errors: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const cases = operations.flatMap((operation) => {
  const parameters = ((operation.definition.parameters ?? []) as any[]).map((one) => resolve(one));
  const queried = parameters.filter((one) => one.in === "query" && one.name !== "after");
  return queried.map((parameter) => ({
    operation,
    parameter,
    others: queried.filter((one) => one.required && one !== parameter),
    name: `${operation.method.toUpperCase()} ${operation.url}?${parameter.name}`,
  }));
});

const valueOf = (parameter: any) =>
  encodeURIComponent(parameter.example ?? Object.values<any>(parameter.examples ?? {})[0]?.value ?? "x");

test.each(cases)("$name has its effect, or is named as ignored", async ({ operation, parameter, others }) => {
  const path = operation.url.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(exampleParams(operation).path?.[name])),
  );
  const query = [parameter, ...others].map((one) => `${one.name}=${valueOf(one)}`).join("&");
  const [body] = bodiesOf(operation);
  const response = await ask(`${operation.method.toUpperCase()} ${path}?${query}`, body?.value);
  expect(response.status).toBeLessThan(500);
  const ignored = response.headers.get("x-mock-ignored") ?? "";
  expect(ignored).toBe(IGNORED.has(parameter.name) && response.status < 300 ? parameter.name : "");
});

test("group rules are found by words of their name and of their groups, which are no expression", async () => {
  const { body: group } = await ask("POST /api/v1/groups", { profile: { name: "Night watch" } });
  const { body: rule } = await ask("POST /api/v1/groups/rules", {
    type: "group_rule",
    name: "Late shift",
    conditions: { expression: { value: "true", type: "urn:okta:expression:1.0" } },
    actions: { assignUserToGroups: { groupIds: [group.id] } },
  });
  const found = async (words: string) =>
    (await ask(`GET /api/v1/groups/rules?search=${words}`)).body.map((one: any) => one.id);
  expect(await found("shift")).toEqual([rule.id]);
  expect(await found("night+late")).toEqual([rule.id]);
  expect(await found("night+early")).toEqual([]);
});

test("an expired password can be replaced by a temporary one", async () => {
  const { body: user } = await ask("POST /api/v1/users", {
    profile: profile("temporary"),
    credentials: { password: { value: "correct-horse-1" } },
  });
  const { status, body } = await ask(`POST /api/v1/users/${user.id}/lifecycle/expire_password?tempPassword=true`);
  expect({ status, body }).toEqual({ status: 200, body: { tempPassword: expect.stringMatching(/^\w{8,}$/) } });
  expect((await ask(`GET /api/v1/users/${user.id}`)).body.status).toBe("PASSWORD_EXPIRED");
});

test("trusted origins are filtered by the type of their scopes", async () => {
  const site = (name: string, ...types: string[]) =>
    ask("POST /api/v1/trustedOrigins", {
      name,
      origin: `https://${name}.test`,
      scopes: types.map((type) => ({ type })),
    });
  await site("both", "CORS", "REDIRECT");
  await site("cors", "CORS");
  const { body } = await ask(`GET /api/v1/trustedOrigins?filter=type+eq+"REDIRECT"`);
  const names = body.map((one: any) => one.name);
  expect(names).toContain("both");
  expect(names).not.toContain("cors");
});

test("a page of an app's groups can be small", async () => {
  const { body: app } = await ask("POST /api/v1/apps", {
    name: "bookmark",
    label: "Paged",
    signOnMode: "BOOKMARK",
    settings: { app: { url: "https://a.test", requestIntegration: false } },
  });
  for (const name of ["Page one", "Page two", "Page three"]) {
    const { body: group } = await ask("POST /api/v1/groups", { profile: { name } });
    await ask(`PUT /api/v1/apps/${app.id}/groups/${group.id}`, {});
  }
  expect((await ask(`GET /api/v1/apps/${app.id}/groups?limit=2`)).body).toHaveLength(2);
});

test("authenticators are listed by their name, and app metadata comes in the type that is accepted", async () => {
  const names = (await ask("GET /api/v1/authenticators")).body.map((one: any) => one.name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  const { body: app } = await ask("POST /api/v1/apps", {
    label: "Signs in",
    signOnMode: "SAML_2_0",
    settings: { signOn: {} },
  });
  const metadata = `GET /api/v1/apps/${app.id}/sso/saml/metadata?kid=${app.credentials.signing.kid}`;
  for (const [accept, type] of [
    ["*/*", "text/xml"],
    ["application/json, */*;q=0.8", "text/xml"],
    ["application/xml", "application/xml"],
  ] as const) {
    const { headers, text } = await call(mock.url, metadata, undefined, { accept });
    expect(headers.get("content-type")).toMatch(type);
    expect(text).toMatch(/^<\?xml/);
  }
});
