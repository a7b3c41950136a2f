import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OktaApiError } from "../../src/errors.ts";
import { operation } from "../../src/helpers/operation.ts";
import { deactivateAndDelete, type OktaClient, unwrap, waitFor, WaitTimeoutError } from "../../src/index.ts";

const errorOf = (status: number) =>
  new OktaApiError({ method: "GET", path: "/x", response: new Response(null, { status }), body: undefined });
const resultOf = (status: number): any =>
  status < 400 ? { ok: true, data: { status } } : { ok: false, error: errorOf(status) };

describe("unwrap", () => {
  test("gives the data of a success, and of a call to come", async () => {
    expect(await unwrap(resultOf(200))).toEqual({ status: 200 });
    expect(await unwrap(Promise.resolve(resultOf(201)))).toEqual({ status: 201 });
  });

  test("throws the error of a failure", async () => {
    const failure = resultOf(404);
    await expect(unwrap(failure)).rejects.toBe(failure.error);
  });
});

test("an operation calls its method and path with what it is given", () => {
  const POST = vi.fn(() => "result");
  const init = { body: {} };
  expect(operation("POST", "/api/v1/groups")({ POST } as unknown as OktaClient, init)).toBe("result");
  expect(POST).toHaveBeenCalledExactlyOnceWith("/api/v1/groups", init);
});

describe("deactivateAndDelete", () => {
  const USER = "/api/v1/users/{userId}";
  const RULE = "/api/v1/groups/rules/{ruleId}";

  /** Calls it on an org with these statuses, and gives the calls and the status it throws. */
  async function run(path: typeof USER | typeof RULE, ...statuses: number[]) {
    const calls: string[] = [];
    const inits: unknown[] = [];
    const send = (method: string) => async (called: string, init: unknown) => {
      calls.push(`${method} ${called}`);
      inits.push(init);
      return resultOf(statuses[calls.length - 1]!);
    };
    const okta = { POST: send("POST"), DELETE: send("DELETE") } as unknown as OktaClient;
    const params = { userId: "00u1", ruleId: "0pr1" };
    const thrown = await deactivateAndDelete(okta, path, params, { timeout: 5 }).then(
      () => undefined,
      (error: OktaApiError) => error.status,
    );
    for (const init of inits) expect(init).toEqual({ timeout: 5, params: { path: params } });
    return { calls, thrown };
  }
  const calls = (path: string, deletions: number) => [
    `POST ${path}/lifecycle/deactivate`,
    ...Array.from({ length: deletions }, () => `DELETE ${path}`),
  ];

  test.each([
    ["a rule that is active", RULE, [200, 204], 1, undefined],
    ["a rule that is inactive", RULE, [400, 204], 1, undefined],
    ["a rule that cannot be deactivated by this caller", RULE, [403, 204], 1, undefined],
    ["a rule that cannot be deactivated at all", RULE, [404], 0, 404],
    ["a rule that cannot be deleted", RULE, [200, 409], 1, 409],
    ["a rule that is still active", RULE, [400, 409], 1, 400],
    ["an active user", USER, [200, 204], 1, undefined],
    ["a user whose first DELETE may only deactivate", USER, [400, 204, 204], 2, undefined],
    ["a user whose first DELETE deleted", USER, [400, 204, 404], 2, undefined],
    ["a user whose second DELETE is refused", USER, [403, 204, 403], 2, 403],
  ] as const)("deals with %s", async (_, path, statuses, deletions, thrown) => {
    expect(await run(path, ...statuses)).toEqual({ calls: calls(path, deletions), thrown });
  });
});

describe("waitFor", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Waits for the n-th call; gives the times of all. */
  function wait(until: number, options?: Parameters<typeof waitFor>[2]) {
    const times: number[] = [];
    const start = performance.now();
    const waiting = waitFor(
      async () => times.push(performance.now() - start),
      (count) => count === until,
      options,
    );
    const state: { result?: number; error?: unknown } = {};
    waiting.then(
      (result) => (state.result = result),
      (error: unknown) => (state.error = error),
    );
    return { times, state };
  }

  test("calls at growing intervals until the condition is met", async () => {
    await vi.advanceTimersByTimeAsync(1000);
    const { times, state } = wait(9);
    await vi.advanceTimersByTimeAsync(60_000);
    const pauses = times.slice(1).map((time, i) => Math.round(time - times[i]!));
    expect(pauses).toEqual([500, 750, 1125, 1688, 2531, 3797, 5000, 5000].map((ms) => expect.closeTo(ms, -0.5)));
    expect(state).toEqual({ result: 9 });
    expect(times).toHaveLength(9);
  });

  test("gives up when the next call would come too late, with the last result", async () => {
    const { times, state } = wait(99, { timeout: 250, interval: 100 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(times).toEqual([0, 100, 250]);
    expect(state.error).toBeInstanceOf(WaitTimeoutError);
    expect(state.error).toMatchObject({
      name: "WaitTimeoutError",
      message: "Condition not met within 250 ms.",
      last: 3,
    });
  });

  test("gives up after a minute where no timeout is given", async () => {
    const { times, state } = wait(99);
    await vi.advanceTimersByTimeAsync(60_001);
    expect(state.error).toMatchObject({ message: "Condition not met within 60000 ms." });
    expect(times.at(-1)).toBeLessThanOrEqual(60_000);
  });

  test("ends with the reason of its signal, before a call and between two", async () => {
    const before = wait(9, { signal: AbortSignal.abort("gone") });
    await vi.advanceTimersByTimeAsync(0);
    expect([before.state.error, before.times]).toEqual(["gone", []]);
    const controller = new AbortController();
    const between = wait(9, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(100);
    controller.abort("gone");
    await vi.advanceTimersByTimeAsync(0);
    expect([between.state.error, between.times]).toEqual(["gone", [0]]);
  });
});
