import { afterAll, beforeAll, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { exampleParams, operations } from "../support/document.ts";

/** What a PUT or POST takes that is not what its GET gives. */
const OTHER_BODIES = new Set([
  "PUT /api/v1/apps/{appId}/features/{name}", // takes the capabilities of the feature
  "POST /api/v1/apps/{appId}/connections/default", // needs the token, which is never read back
  "POST /api/v1/domains", // the GET gives the list of them
  "POST /api/v1/idps/{idpId}/users/{userId}", // makes a link that the GET does not find before
]);

let mock: MockServer;
let okta: any;
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
  okta = createOktaClient({ orgUrl: mock.url, token: "any", retry: false, rateLimit: { proactive: false } });
});
afterAll(() => mock.close());

const isList = (definition: any) =>
  definition.responses["200"]?.content?.["application/json"]?.schema?.type === "array";
const takesJson = (definition: any) => definition.requestBody?.content?.["application/json"] !== undefined;
const updates = operations.flatMap(({ method, url, definition }) => {
  if ((method !== "put" && method !== "post") || !takesJson(definition)) return [];
  const read = operations.find((other) => other.method === "get" && other.url === url);
  return read && !isList(read.definition) ? [{ name: `${method.toUpperCase()} ${url}`, method, read }] : [];
});

test("every kind of update is looked at", () => {
  expect(updates.length).toBeGreaterThanOrEqual(29);
});

test.each(updates.filter(({ name }) => !OTHER_BODIES.has(name)))(
  "$name takes what was read",
  async ({ method, read }) => {
    const params = { path: exampleParams(read).path };
    const { data, error } = await okta.GET(read.url, { params });
    expect(error).toBeUndefined();
    const sent = await okta[method.toUpperCase()](read.url, { params, body: data });
    expect([sent.error?.message, sent.response.headers.get("sl-violations")]).toEqual([undefined, null]);
  },
);
