import { afterAll, beforeAll, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import type { Step } from "../../reference/model/console-call.ts";
import { consoleArguments, preparedOperations, requestedStatus, stepsBefore } from "../../reference/model/console.ts";
import { replaced } from "../../reference/model/pointer.ts";
import { type Call, referenceOf } from "../../reference/model/reference.ts";
import { tryIt } from "../../reference/pages/try-it.ts";
import { type SampleArguments, sampleArguments } from "../../reference/samples/arguments.ts";
import { pathOf } from "../../reference/theme/console/form.ts";
import { takenFrom } from "../../reference/theme/console/takes.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";

const reference = referenceOf(readDocument());
let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
});
afterAll(() => mock.close());

const strings = (values: Record<string, unknown>): [string, string][] =>
  Object.entries(values).map(([name, value]) => [name, String(value)]);

interface Sent {
  method: string;
  path: string;
  type?: string | undefined;
  body?: string | undefined;
  status?: string | undefined;
}

async function request({ method, path, type, body, status }: Sent): Promise<Response> {
  const headers = {
    authorization: "SSWS 00mock",
    ...(body !== undefined && { "content-type": type! }),
    ...(status && { prefer: `code=${status}` }),
  };
  return fetch(mock.url + path, { method, headers, ...(body !== undefined && { body }) });
}

/** Takes a step; what it brings goes into the arguments of the call. */
async function take(step: Step, call: Call, start: SampleArguments): Promise<void> {
  const path = pathOf(step.url, strings(start.path), strings(step.query));
  const response = await request({ method: step.method, path, type: step.bodyType, body: step.body });
  expect(response.ok, `${call.id}: ${step.method} ${path}: ${response.status}`).toBe(true);
  const taken = await takenFrom(step, response);
  expect(taken.map(([into]) => into)).toEqual(Object.keys(step.takes));
  for (const [into, value] of taken) {
    if (into.startsWith("body/")) start.body!.value = replaced(start.body!.value, into.slice(5), value);
    else start[call.url.includes(`{${into}}`) ? "path" : "query"][into] = value;
  }
}

const textOf = ({ body }: SampleArguments): string | undefined =>
  body?.kind === "json" ? JSON.stringify(body.value) : body && String(body.value).trim();

const send = (call: Call, start: SampleArguments, status?: string): Promise<Response> =>
  request({
    method: call.method.toUpperCase(),
    path: pathOf(call.url, strings(start.path), strings(start.query)),
    type: start.body?.type,
    body: textOf(start),
    status,
  });

/** Sends what the console of a call sends at first, after what it does before. */
async function sendFirst(call: Call): Promise<Response> {
  const start = consoleArguments(reference, call);
  for (const step of stepsBefore(reference, call)) await take(step, call, start);
  return send(call, start, requestedStatus(call)?.code);
}

test(
  "the console of every call starts with a request that succeeds on a fresh mock",
  { timeout: 120_000 },
  async () => {
    const refused: string[] = [];
    for (const call of reference.calls) {
      if (sampleArguments(reference, call).body?.kind === "form") continue;
      mock.reset();
      const response = await sendFirst(call);
      if (!response.ok) refused.push(`${call.id}: ${response.status} ${await response.text()}`);
    }
    expect(refused).toEqual([]);
  },
);

test("only calls that would be refused are prepared", { timeout: 60_000 }, async () => {
  const prepared = preparedOperations();
  for (const id of prepared) {
    const call = reference.calls.find((other) => other.id === id)!;
    mock.reset();
    const response = await send(call, sampleArguments(reference, call));
    expect(response.ok, id).toBe(false);
  }
  expect(prepared.length).toBeGreaterThan(10);
});

test("the few calls that only the outside world can make succeed say so in the console", () => {
  const asked = reference.calls.filter((call) => requestedStatus(call));
  expect(asked.map(({ id }) => id).sort()).toEqual(["upsertCertificate", "verifyEventHook"]);
  for (const call of asked) {
    const { code, reason } = requestedStatus(call)!;
    expect(tryIt(reference, call).text).toMatch(new RegExp(`<option value="${code}" +selected>`));
    expect(tryIt(reference, call).text).toContain(reason.split(".")[0]);
  }
});
