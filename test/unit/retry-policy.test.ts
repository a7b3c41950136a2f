import { describe, expect, test } from "vitest";
import { type AttemptOutcome, type RetryContext, type RetryHistory, retryPolicy } from "../../src/retry/policy.ts";
import { type RetrySettings, retrySettings } from "../../src/settings.ts";

const response = (status: number, more: Partial<AttemptOutcome & { type: "response" }> = {}): AttemptOutcome => ({
  type: "response",
  status,
  retryAfter: undefined,
  concurrencyLimit: false,
  ...more,
});
const lost: AttemptOutcome = { type: "no-response", neverSent: false };
const unsent: AttemptOutcome = { type: "no-response", neverSent: true };
const crowded = response(429, { concurrencyLimit: true });
const limited = (retryAfter?: number) => response(429, { retryAfter });

interface Case {
  settings?: Partial<RetrySettings>;
  history?: Partial<RetryHistory>;
  context?: Partial<RetryContext>;
  random?: number;
}

const decide = (outcome: AttemptOutcome, { settings = {}, history = {}, context = {}, random = 0.5 }: Case = {}) =>
  retryPolicy(
    retrySettings(settings),
    { faults: 0, rateLimits: 0, ...history },
    { idempotent: true, replayable: true, timeLeft: Infinity, ...context },
    outcome,
    () => random,
  );

describe("what is repeated", () => {
  test.each<[string, AttemptOutcome, Case, object]>([
    ["a success", response(200), {}, { because: "final" }],
    ["a refusal", response(403), {}, { because: "final" }],
    ["a missing resource", response(404), {}, { because: "final" }],
    ["an error of Okta's own", response(500), {}, { because: "final" }],
    ["a status beside those of gateways", response(501), {}, { because: "final" }],
    ["a status behind those of gateways", response(505), {}, { because: "final" }],
    ["a final response to a stream", response(400), { context: { replayable: false } }, { because: "final" }],
    ["a stream after a fault", lost, { context: { replayable: false } }, { because: "not-replayable" }],
    ["a stream after a 429", limited(), { context: { replayable: false } }, { because: "not-replayable" }],
    ["a stream that was never sent", unsent, { context: { replayable: false } }, { because: "not-replayable" }],
    ["a POST that may have arrived", lost, { context: { idempotent: false } }, { because: "not-idempotent" }],
    ["a POST at a gateway", response(502), { context: { idempotent: false } }, { because: "not-idempotent" }],
    [
      "a POST that may have arrived, with no retries left",
      lost,
      { context: { idempotent: false }, settings: { faults: 0 } },
      { because: "not-idempotent" },
    ],
    ["a call after its last retry", lost, { history: { faults: 2 } }, { because: "attempts" }],
    ["a call without retries", response(503), { settings: { faults: 0 } }, { because: "attempts" }],
    ["a 429 after its last retry", limited(0), { history: { rateLimits: 100 } }, { because: "attempts" }],
    ["a 429 without retries", limited(0), { settings: { rateLimits: 0 } }, { because: "attempts" }],
  ])("not %s", (_, outcome, circumstances, expected) => {
    expect(decide(outcome, circumstances)).toEqual({ retry: false, ...expected });
  });

  test.each<[string, AttemptOutcome, Case, "failure" | "rate-limit"]>([
    ["a lost response", lost, {}, "failure"],
    ["a 502", response(502), {}, "failure"],
    ["a 503", response(503), {}, "failure"],
    ["a 504", response(504), {}, "failure"],
    ["a POST that was never sent", unsent, { context: { idempotent: false } }, "failure"],
    ["a POST where that is allowed", lost, { context: { idempotent: false }, settings: { unsafe: true } }, "failure"],
    ["the last retry that is left", lost, { history: { faults: 1 } }, "failure"],
    ["a fault after many refusals", lost, { history: { rateLimits: 100 } }, "failure"],
    ["a POST that was refused", limited(), { context: { idempotent: false } }, "rate-limit"],
    ["a refusal after many retries", limited(), { history: { faults: 2 } }, "rate-limit"],
    ["the last refusal that is allowed", limited(), { history: { rateLimits: 99 } }, "rate-limit"],
    ["a refusal for concurrency", crowded, { context: { idempotent: false } }, "rate-limit"],
  ])("%s", (_, outcome, circumstances, because) => {
    expect(decide(outcome, circumstances)).toMatchObject({ retry: true, because });
  });
});

describe("how long is waited after a fault", () => {
  test.each<[string, AttemptOutcome, Case, number]>([
    ["a random part of the first delay", lost, { random: 0.5 }, 250],
    ["nothing, by chance", lost, { random: 0 }, 0],
    ["the whole first delay, by chance", lost, { random: 1 }, 500],
    ["twice that before the second retry", lost, { random: 1, history: { faults: 1 } }, 1000],
    ["32 times that before the sixth", lost, { random: 1, history: { faults: 5 }, settings: { faults: 9 } }, 16_000],
    ["the longest delay at most", lost, { random: 1, history: { faults: 6 }, settings: { faults: 9 } }, 20_000],
    ["by the settings", lost, { random: 1, settings: { baseDelay: 10, maxDelay: 15 }, history: { faults: 1 } }, 15],
    ["what a gateway asks for", response(503, { retryAfter: 3000 }), {}, 3000],
    ["the backoff where a gateway asks for less", response(503, { retryAfter: 100 }), {}, 250],
    ["as long as is allowed at most", response(503, { retryAfter: 120_000 }), {}, 120_000],
  ])("%s", (_, outcome, circumstances, delay) => {
    expect(decide(outcome, circumstances)).toEqual({ retry: true, because: "failure", delay });
  });

  test.each<[string, AttemptOutcome, Case, string]>([
    ["a gateway asks for more", response(503, { retryAfter: 120_001 }), {}, "max-wait"],
    ["the backoff is more", lost, { settings: { maxWait: 249 } }, "max-wait"],
    ["the total time ends with the delay", lost, { context: { timeLeft: 250 } }, "total-timeout"],
    ["the total time ends before it", response(502), { context: { timeLeft: 100 } }, "total-timeout"],
  ])("not at all where %s", (_, outcome, circumstances, because) => {
    expect(decide(outcome, circumstances)).toEqual({ retry: false, because });
  });

  test("to the end of the total time", () => {
    expect(decide(lost, { context: { timeLeft: 251 } })).toMatchObject({ retry: true, delay: 250 });
  });
});

describe("how long is waited after a 429", () => {
  test.each<[string, AttemptOutcome, Case, number]>([
    ["until its reset, and a random time", limited(5000), {}, 5500],
    ["no random time by chance", limited(5000), { random: 0 }, 5000],
    ["a random time of the set length", limited(5000), { settings: { jitter: 200 } }, 5100],
    ["the random time alone where the reset is now", limited(0), {}, 500],
    ["a growing time where no reset is known", limited(), { random: 0 }, 1000],
    ["more of it at each retry", limited(), { random: 0, history: { rateLimits: 3 } }, 8000],
    ["a window at most", limited(), { random: 0, history: { rateLimits: 50 } }, 60_000],
    ["some time although the base is nothing", limited(), { random: 0, settings: { baseDelay: 0 } }, 2],
    ["by a base of its own", limited(), { random: 0, settings: { baseDelay: 50 } }, 100],
    ["a growing time where resets lie in the past", limited(0), { random: 0, history: { rateLimits: 2 } }, 1000],
    ["more where they still do", limited(0), { random: 0, history: { rateLimits: 3 } }, 2000],
    ["until a reset that is far enough", limited(1001), { random: 0, history: { rateLimits: 2 } }, 1001],
    ["as long as is allowed, the random time on top", limited(120_000), { random: 1 }, 121_000],
    ["a moment where too many calls were made at once", crowded, {}, 100],
    ["half of that by chance", crowded, { random: 0 }, 50],
    ["half as much again by chance", crowded, { random: 1 }, 150],
    ["twice that at the second such refusal", crowded, { history: { rateLimits: 1 } }, 200],
    ["two seconds and their random part at most", crowded, { history: { rateLimits: 9 } }, 2000],
  ])("%s", (_, outcome, circumstances, delay) => {
    expect(decide(outcome, circumstances)).toEqual({ retry: true, because: "rate-limit", delay });
  });

  test.each<[string, AttemptOutcome, Case, string]>([
    ["the reset is too far away", limited(120_001), {}, "max-wait"],
    ["no wait is allowed", limited(1), { settings: { maxWait: 0 } }, "max-wait"],
    ["no wait is allowed, not for concurrency either", crowded, { settings: { maxWait: 0 } }, "max-wait"],
    ["the total time ends with the wait", limited(1000), { context: { timeLeft: 1500 } }, "total-timeout"],
  ])("not at all where %s", (_, outcome, circumstances, because) => {
    expect(decide(outcome, circumstances)).toEqual({ retry: false, because });
  });

  test.each<[string, AttemptOutcome, Case]>([
    ["the reset is unknown and the growing time longer than allowed", limited(), { settings: { maxWait: 10 } }],
    ["any wait is allowed", limited(1e9), { settings: { maxWait: Infinity } }],
    ["the total time ends right after the wait", limited(1000), { context: { timeLeft: 1501 } }],
  ])("where %s", (_, outcome, circumstances) => {
    expect(decide(outcome, circumstances)).toMatchObject({ retry: true });
  });
});

test("chance comes from the platform where none is injected", () => {
  const context = { idempotent: true, replayable: true, timeLeft: Infinity };
  const delays = Array.from({ length: 50 }, () => {
    const decision = retryPolicy(retrySettings(), { faults: 0, rateLimits: 0 }, context, lost);
    return decision.retry ? decision.delay : NaN;
  });
  expect(new Set(delays).size).toBeGreaterThan(10);
  expect(delays.every((delay) => delay >= 0 && delay <= 500)).toBe(true);
});
