import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, profile } from "./http.ts";

let mock: MockServer;
const ask = (request: string, body?: unknown) => call(mock.url, request, body);
beforeAll(async () => void (mock = await startMockServer({ stateful: true, errors: true })));
beforeEach(() => {
  mock.reset();
  mock.clock.reset();
});
afterAll(() => mock.close());

const password = { value: "correct-horse-1" };
const user = async (more = {}) =>
  (await ask("POST /api/v1/users", { profile: profile("edith"), credentials: { password, ...more } })).body;
const causesOf = ({ body }: { body: any }) => body.errorCauses.map((cause: any) => cause.errorSummary);

test("the answer to the recovery question gives a new password, and another question if one is sent", async () => {
  const { id, passwordChanged } = await user({ recovery_question: { question: "Which horse?", answer: "A grey one" } });
  mock.clock.advance(60_000);
  const path = `POST /api/v1/users/${id}/credentials/forgot_password`;
  expect((await ask(path, { password, recovery_question: { answer: "A black one" } })).status).toBe(403);
  const { status, body } = await ask(path, {
    password,
    recovery_question: { question: "Which bridge?", answer: " a GREY one " },
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { recovery_question: { question: "Which bridge?" } } });
  expect(JSON.stringify(body)).not.toMatch(/grey/i);
  const { body: after } = await ask(`GET /api/v1/users/${id}`);
  expect(Date.parse(after.passwordChanged)).toBeGreaterThan(Date.parse(passwordChanged));
  expect(after.status).toBe("ACTIVE");
});

test("without a password in the body the flow begins with a link", async () => {
  const { id } = await user();
  const { body } = await ask(`POST /api/v1/users/${id}/credentials/forgot_password?sendEmail=false`);
  expect(body.resetPasswordUrl).toMatch(mock.url);
});

test.each([
  ["push", "YUBICO", "Factor not enabled."],
  ["push", "NOBODY", "Invalid Provider."],
  ["pigeon", "OKTA", "Invalid Factor Type."],
])("a factor %s of %s is refused in Okta's words", async (factorType, provider, cause) => {
  const { id } = await user();
  const response = await ask(`POST /api/v1/users/${id}/factors`, { factorType, provider });
  expect(response.body.errorSummary).toBe("Api validation failed: factorEnrollRequest");
  expect(causesOf(response)).toEqual([cause]);
});

test("a user who waits for a new password can be activated anew, and a replacement keeps a profile that is not sent", async () => {
  const { id } = await user();
  await ask(`POST /api/v1/users/${id}/lifecycle/reset_password?sendEmail=false`);
  expect((await ask(`POST /api/v1/users/${id}/lifecycle/reactivate?sendEmail=false`)).status).toBe(200);
  await ask(`PUT /api/v1/users/${id}`, { credentials: { password: { value: "correct-horse-2" } } });
  expect((await ask(`GET /api/v1/users/${id}`)).body.profile).toMatchObject(profile("edith"));
});

test("an authenticator goes once no policy enrolls it", async () => {
  const { body: authenticators } = await ask("GET /api/v1/authenticators");
  const { id } = authenticators.find((one: any) => one.key === "security_question");
  const { body: policies } = await ask("GET /api/v1/policies?type=MFA_ENROLL");
  for (const policy of policies) {
    const authenticators = [{ key: "security_question", enroll: { self: "NOT_ALLOWED" } }];
    await ask(`PUT /api/v1/policies/${policy.id}`, { ...policy, settings: { ...policy.settings, authenticators } });
  }
  const { status, body } = await ask(`POST /api/v1/authenticators/${id}/lifecycle/deactivate`);
  expect({ status, body }).toMatchObject({ status: 200, body: { status: "INACTIVE" } });
});

test("features need each other as the document's example says", async () => {
  const { body: features } = await ask("GET /api/v1/features");
  const named = new Map(features.map((one: any) => [one.id, one]));
  let found = 0;
  for (const id of named.keys()) {
    for (const needed of (await ask(`GET /api/v1/features/${id}/dependencies`)).body) {
      found += 1;
      expect(named.has(needed.id)).toBe(true);
      const dependents = (await ask(`GET /api/v1/features/${needed.id}/dependents`)).body;
      expect(dependents.map((one: any) => one.id)).toContain(id);
    }
  }
  expect(found).toBeGreaterThan(1);
});

test("what no response can show as null stays as it was, or goes", async () => {
  const sms = { name: "Code", type: "SMS_VERIFY_CODE", template: "Code: ${code}" };
  const translations = { de: "Zahl: ${code}", fr: "Chiffre : ${code}" };
  const { id: template } = (await ask("POST /api/v1/templates/sms", { ...sms, translations })).body;
  const fewer = await ask(`POST /api/v1/templates/sms/${template}`, { translations: { de: null, fr: "" } });
  expect(fewer).toMatchObject({ status: 200, body: { translations: {} } });
  expect(fewer.body.translations).toEqual({});

  const zone = { type: "IP", name: "Annex", gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] };
  const { id: annex } = (await ask("POST /api/v1/zones", { ...zone, usage: "BLOCKLIST" })).body;
  const renamed = { ...zone, name: "Old annex", usage: null };
  expect((await ask(`PUT /api/v1/zones/${annex}`, renamed)).body).toMatchObject({ usage: "BLOCKLIST" });

  const [authenticator] = (await ask("GET /api/v1/authenticators")).body;
  const path = `PUT /api/v1/authenticators/${authenticator.id}`;
  expect((await ask(path, { ...authenticator, type: null })).body).toMatchObject({ type: authenticator.type });

  const threats = "POST /api/v1/threats/configuration";
  await ask(threats, { action: "audit", excludeZones: [annex] });
  expect((await ask(threats, { action: "audit", excludeZones: null })).body).toMatchObject({ excludeZones: [] });
});
