import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Limiter, type LimiterOptions } from "../../src/rate-limit/limiter.ts";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-01-05T12:00:00.000Z") }));
afterEach(() => vi.useRealTimers());

const make = (options: Partial<LimiterOptions> = {}) =>
  new Limiter({ share: 1, proactive: true, concurrency: 100, maxWait: 120_000, ...options });
const told = (limit: number, remaining: number, inSeconds: number, skew = 0) =>
  new Headers({
    date: new Date(Date.now() + skew).toUTCString(),
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(Math.floor((Date.now() + skew) / 1000) + inSeconds),
  });

/** Enters, and tells whether the place is taken yet. */
function entering(
  limiter: Limiter,
  { bucket = "a", again = false, signal = undefined as AbortSignal | undefined } = {},
) {
  const state = { entered: false, reasons: [] as unknown[], error: undefined as unknown };
  const turn = limiter.enter(bucket, again, signal, (reason) => state.reasons.push(reason));
  if (turn)
    turn.then(
      () => (state.entered = true),
      (error) => (state.error = error),
    );
  else state.entered = true;
  return state;
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the limiter", () => {
  test("lets calls through at once while nothing is known", () => {
    const limiter = make();
    expect([...Array(50)].map(() => entering(limiter).entered)).not.toContain(false);
  });

  test("closes a used-up bucket until its window ends, and opens it at once then", async () => {
    const limiter = make();
    entering(limiter);
    limiter.leave("a", told(10, 0, 5));
    const call = entering(limiter);
    expect(call.reasons).toEqual([{ reason: "rate-limit", delay: 5000 }]);
    await vi.advanceTimersByTimeAsync(4990);
    expect(call.entered).toBe(false);
    await vi.advanceTimersByTimeAsync(20);
    expect(call.entered).toBe(true);
    expect(entering(limiter, { bucket: "b" }).entered).toBe(true);
  });

  test.each([1, 2, 3, 4, 5])("opens a window that ends while it is being looked at (look %d)", async (look) => {
    const limiter = make();
    entering(limiter);
    limiter.leave("a", told(10, 0, 5));
    await vi.advanceTimersByTimeAsync(4999.5);
    const clock = vi.spyOn(performance, "now");
    const before = performance.now();
    let looks = 0;
    clock.mockImplementation(() => before + (++looks >= look ? 1 : 0));
    const call = entering(limiter);
    clock.mockRestore();
    await vi.advanceTimersByTimeAsync(2);
    expect(call.entered).toBe(true);
  });

  test.each([-500_000, 500_000])("goes by the server's clock, %d ms away from ours", async (skew) => {
    const limiter = make();
    entering(limiter);
    limiter.leave("a", told(10, 0, 5, skew));
    const call = entering(limiter);
    await vi.advanceTimersByTimeAsync(4900);
    expect(call.entered).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(call.entered).toBe(true);
  });

  test("counts calls under way against what is left", () => {
    const limiter = make();
    entering(limiter);
    limiter.leave("a", told(10, 2, 5));
    expect([1, 2, 3].map(() => entering(limiter).entered)).toEqual([true, true, false]);
  });

  test("uses its share of the limit and no more", () => {
    const limiter = make({ share: 0.5 });
    entering(limiter);
    limiter.leave("a", told(10, 9, 5));
    expect([...Array(6)].map(() => entering(limiter).entered)).toEqual([true, true, true, true, false, false]);
  });

  test("does not open the floodgates when a window ends and nothing is known of the next", async () => {
    const limiter = make();
    entering(limiter);
    limiter.leave("a", told(3, 0, 1));
    const calls = [...Array(9)].map(() => entering(limiter));
    await vi.advanceTimersByTimeAsync(1100);
    expect(calls.filter(({ entered }) => entered)).toHaveLength(3);
    limiter.leave("a", told(3, 0, 1));
    await settle();
    expect(calls.filter(({ entered }) => entered)).toHaveLength(3);
  });

  test("lets repeated calls go first", async () => {
    const limiter = make({ concurrency: 1 });
    entering(limiter);
    const fresh = entering(limiter);
    const again = entering(limiter, { again: true });
    limiter.leave("a");
    await settle();
    expect([again.entered, fresh.entered]).toEqual([true, false]);
  });

  test("keeps to its concurrency across buckets", async () => {
    const limiter = make({ concurrency: 2 });
    const calls = ["a", "b", "c"].map((bucket) => entering(limiter, { bucket }));
    expect(calls.map(({ entered }) => entered)).toEqual([true, true, false]);
    expect(calls[2]!.reasons).toEqual([{ reason: "concurrency" }]);
    limiter.leave("b");
    await settle();
    expect(calls[2]!.entered).toBe(true);
  });

  test("ignores an answer of an earlier window that comes late", () => {
    const limiter = make();
    entering(limiter);
    entering(limiter);
    const late = told(10, 0, 1);
    limiter.leave("a", told(10, 9, 60));
    limiter.leave("a", late);
    expect(entering(limiter).entered).toBe(true);
  });

  test("never holds a call back longer than the longest wait", () => {
    const limiter = make({ maxWait: 1000 });
    entering(limiter);
    limiter.leave("a", told(10, 0, 9999));
    expect(entering(limiter).entered).toBe(true);
  });

  test("leaves everything to Okta when it shall not be proactive", () => {
    const limiter = make({ proactive: false });
    entering(limiter);
    limiter.leave("a", told(10, 0, 5));
    expect(entering(limiter).entered).toBe(true);
  });

  test("takes an aborted call out of the queue", async () => {
    const limiter = make({ concurrency: 1 });
    entering(limiter);
    const controller = new AbortController();
    const aborted = entering(limiter, { signal: controller.signal });
    const next = entering(limiter);
    controller.abort(new Error("gone"));
    await settle();
    expect(aborted.error).toEqual(new Error("gone"));
    limiter.leave("a");
    await settle();
    expect(next.entered).toBe(true);
  });
});
