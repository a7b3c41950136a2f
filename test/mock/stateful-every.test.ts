import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { replay } from "../../scripts/lib/replay.ts";
import { createOktaClient } from "../../src/index.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { bodiesOf, document, exampleParams, operations } from "../support/document.ts";

/** What the example org refuses, each for a reason: what it is about is active, has that status already, or is there already. */
const REFUSED = new Set([400, 403, 404, 409]);

let mock: MockServer;
let okta: any;
const sources = new Map<string | null, number>();
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
  okta = createOktaClient({ orgUrl: mock.url, token: "any", retry: false, rateLimit: { proactive: false } });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test.each(
  operations.map((operation) => ({ ...operation, name: `${operation.method.toUpperCase()} ${operation.url}` })),
)("$name answers its own example with what the document allows", async (operation) => {
  const method = operation.method.toUpperCase();
  const [body] = bodiesOf(operation);
  const { data, error, response } = await okta[method](operation.url, {
    params: exampleParams(operation),
    ...(body && { body: body.value, headers: body.headers }),
  });
  sources.set(response.headers.get("x-mock-source"), (sources.get(response.headers.get("x-mock-source")) ?? 0) + 1);
  if (error) {
    expect(REFUSED).toContain(response.status);
    expect(error.errorCode).toMatch(/^E\d{7}$/);
  }
  const exchange = {
    operation: `${method} ${operation.url}`,
    request: { method, path: operation.url },
    response: { status: response.status, ...(data !== undefined && { body: data }) },
  };
  const { violations, undeclared } = replay(document, error ? [] : [exchange], { mutants: false });
  expect({ violations, undeclared }).toEqual({ violations: [], undeclared: [] });
});

test("every operation is modelled, and few of the examples are refused", () => {
  expect([...sources.keys()].sort()).toEqual([null, "state"]);
  expect(sources.get(null)).toBeLessThan(operations.length * 0.17);
});
