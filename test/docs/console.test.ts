import { afterAll, beforeAll, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import { consoleBody, preparedOperations, type Step, stepsBefore } from "../../reference/model/console.ts";
import { type Call, referenceOf } from "../../reference/model/reference.ts";
import { sampleArguments } from "../../reference/samples/arguments.ts";
import { pathOf } from "../../reference/theme/console/form.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";

const reference = referenceOf(readDocument());
/** What a fresh org refuses as Okta would, and no step before it prepares yet. */
const REFUSED = [
  "unlockUser", // nobody is locked out
  // The org holds what the example would create or assign.
  "assignRoleToUser",
  "createUserType",
  "enrollFactor",
  "activateFactor",
  "assignRoleToGroup",
  "createPolicy",
  "createOAuth2Scope",
  "createEmailCustomization",
  "createCustomDomain",
  // Only an application administrator can be limited to apps, and the example's role is another one.
  "assignAllAppsAsTargetToRoleForUser",
  "assignAppTargetToAdminRoleForUser",
  "assignAppInstanceTargetToAppAdminRoleForUser",
  "assignAppTargetToAdminRoleForGroup",
  "assignAppInstanceTargetToAppAdminRoleForGroup",
  // The example names what only a response would tell, or what must not be removed.
  "getFactorTransactionStatus",
  "verifyFactor",
  "deactivateOAuth2ClientSecret",
  "assignApplicationPolicy",
  "updateProfileMapping",
  "cloneIdentityProviderKey",
  "verifyEventHook",
  "deleteEmailCustomization",
  "upsertCertificate",
  "extendOktaSupport",
];

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
});
afterAll(() => mock.close());

const strings = (values: Record<string, unknown>): [string, string][] =>
  Object.entries(values).map(([name, value]) => [name, String(value)]);

async function request(method: string, path: string, type?: string, body?: string): Promise<Response> {
  const headers = { authorization: "SSWS 00mock", ...(body !== undefined && { "content-type": type! }) };
  return fetch(mock.url + path, { method, headers, ...(body !== undefined && { body }) });
}

async function take(step: Step, path: Record<string, unknown>): Promise<void> {
  const response = await request(
    step.method,
    pathOf(step.url, strings(path), strings(step.query)),
    step.bodyType,
    step.body,
  );
  expect(response.ok, `${step.method} ${step.url}: ${response.status}`).toBe(true);
  const taken = Object.entries(step.takes);
  const body = taken.length > 0 ? await response.json() : {};
  for (const [parameter, field] of taken) path[parameter] = body[field];
}

/** Sends what the console of a call sends at first, after what it does before. */
async function send(call: Call): Promise<Response> {
  const { path, query, body } = sampleArguments(reference, call);
  for (const step of stepsBefore(reference, call)) await take(step, path);
  const text =
    body?.kind === "json" ? JSON.stringify(consoleBody(call, body.value)) : body && String(body.value).trim();
  return request(call.method.toUpperCase(), pathOf(call.url, strings(path), strings(query)), body?.type, text);
}

test(
  "the console of every call starts with a request that succeeds on a fresh mock",
  { timeout: 120_000 },
  async () => {
    const refused: string[] = [];
    for (const call of reference.calls) {
      if (sampleArguments(reference, call).body?.kind === "form") continue;
      mock.reset();
      const response = await send(call);
      if (!response.ok) refused.push(call.id);
    }
    expect(refused.toSorted()).toEqual(REFUSED.toSorted());
  },
);

test("only calls that would be refused are prepared", { timeout: 60_000 }, async () => {
  const prepared = preparedOperations();
  for (const id of prepared) {
    const call = reference.calls.find((other) => other.id === id)!;
    mock.reset();
    const { path, query, body } = sampleArguments(reference, call);
    const text = body && JSON.stringify(body.value);
    const url = pathOf(call.url, strings(path), strings(query));
    const response = await request(call.method.toUpperCase(), url, body?.type, text);
    expect(response.ok, id).toBe(false);
  }
  expect(prepared.length).toBeGreaterThan(10);
});
