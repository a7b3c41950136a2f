import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readRateLimit } from "../../src/rate-limit/headers.ts";
import { ServerClock } from "../../src/rate-limit/clock.ts";
import { Limiter, type LimiterOptions } from "../../src/rate-limit/limiter.ts";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-01-05T12:00:00.000Z") }));
afterEach(() => vi.useRealTimers());

const make = (options: Partial<LimiterOptions> = {}) =>
  new Limiter({ share: 1, proactive: true, concurrency: 100, maxWait: 120_000, ...options });
const reportOf = (headers: Headers, status = 200) => ({ status, headers, rateLimit: readRateLimit(headers) });
/** What a response reports; without `date` where `skew` is "unknown", with a reset by a clock an hour off. */
const report = (limit: number, remaining: number, inSeconds: number, skew: number | "unknown" = 0, status = 200) => {
  const now = Date.now() + (skew === "unknown" ? 3_600_000 : skew);
  const headers = new Headers({
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(Math.floor(now / 1000) + inSeconds),
  });
  if (skew !== "unknown") headers.set("date", new Date(now).toUTCString());
  return reportOf(headers, status);
};
/** A limiter that has had its first response, without any limits. */
const warm = (options: Partial<LimiterOptions> = {}, bucket = "a") => {
  const limiter = make(options);
  acquiring(limiter, { bucket });
  limiter.release(bucket, reportOf(new Headers()));
  return limiter;
};

/** Acquires a place, and shows whether it is there yet. */
function acquiring(
  limiter: Limiter,
  { bucket = "a", repeated = false, signal = undefined as AbortSignal | undefined } = {},
) {
  const state = { acquired: false, reasons: [] as unknown[], error: undefined as unknown };
  const turn = limiter.acquire({ bucket, repeated, signal, onWait: (reason) => state.reasons.push(reason) });
  if (turn)
    turn.then(
      () => (state.acquired = true),
      (error) => (state.error = error),
    );
  else state.acquired = true;
  return state;
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the limiter", () => {
  test("sends one call ahead while nothing is known, then as many as the response allows", async () => {
    const limiter = make();
    const calls = [...Array(50)].map(() => acquiring(limiter));
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(1);
    expect(calls[1]!.reasons).toEqual([{ reason: "cold-start" }]);
    limiter.release("a", report(20, 19, 60));
    await settle();
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(20);
  });

  test("sends more calls ahead the longer the first response takes", async () => {
    const limiter = make();
    const calls = [...Array(50)].map(() => acquiring(limiter));
    const sent = () => calls.filter(({ acquired }) => acquired).length;
    await vi.advanceTimersByTimeAsync(999);
    expect(sent()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent()).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent()).toBe(8);
  });

  test("lets calls through at once where responses report no limits", () => {
    const limiter = warm();
    expect([...Array(50)].map(() => acquiring(limiter).acquired)).not.toContain(false);
  });

  test("takes a refusal of too many calls at once for no window, and sends fewer at once", async () => {
    const limiter = warm({ concurrency: 10 });
    const calls = [...Array(12)].map(() => acquiring(limiter));
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(10);
    for (let i = 0; i < 4; i += 1) limiter.release("a", report(0, 0, 60, 0, 429));
    await settle();
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(10);
    for (let i = 0; i < 6; i += 1) limiter.release("a", report(600, 500, 60));
    await settle();
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(12);
    expect(calls.flatMap(({ reasons }) => reasons)).not.toContainEqual(
      expect.objectContaining({ delay: expect.anything() }),
    );
  });

  test("grows back to its concurrency with each success after such a refusal", async () => {
    const limiter = warm({ concurrency: 4 });
    [...Array(4)].forEach(() => acquiring(limiter));
    for (let i = 0; i < 4; i += 1) limiter.release("a", report(0, 0, 60, 0, 429));
    const atOnce = () => {
      const calls = [...Array(6)].map(() => acquiring(limiter));
      const count = calls.filter(({ acquired }) => acquired).length;
      for (let i = 0; i < 6; i += 1) limiter.release("a", report(600, 500, 60));
      return count;
    };
    const counts = [...Array(4)].map(atOnce);
    expect(counts[0]).toBe(1);
    expect(counts.at(-1)).toBe(4);
    await settle();
  });

  test("tries a used-up bucket now and then where nobody knows its end: neither never nor in a storm", async () => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 0, 30, "unknown"));
    const calls = [...Array(5)].map(() => acquiring(limiter));
    const sent = () => calls.filter(({ acquired }) => acquired).length;
    await vi.advanceTimersByTimeAsync(1900);
    expect(sent()).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent()).toBe(1);
    limiter.release("a", report(10, 0, 28, "unknown", 429));
    await vi.advanceTimersByTimeAsync(2100);
    expect(sent()).toBe(2);
    limiter.release("a", report(10, 9, 60, "unknown"));
    await settle();
    expect(sent()).toBe(5);
  });

  test("closes a used-up bucket until its window ends, and opens it at once then", async () => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5));
    const call = acquiring(limiter);
    expect(call.reasons).toEqual([{ reason: "rate-limit", delay: 5000 }]);
    await vi.advanceTimersByTimeAsync(4990);
    expect(call.acquired).toBe(false);
    await vi.advanceTimersByTimeAsync(20);
    expect(call.acquired).toBe(true);
    expect(acquiring(limiter, { bucket: "b" }).acquired).toBe(true);
  });

  test.each([1, 2, 3, 4, 5])("opens a window that ends while it is being looked at (look %d)", async (look) => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5));
    await vi.advanceTimersByTimeAsync(4999.5);
    const clock = vi.spyOn(performance, "now");
    const before = performance.now();
    let looks = 0;
    clock.mockImplementation(() => before + (++looks >= look ? 1 : 0));
    const call = acquiring(limiter);
    clock.mockRestore();
    await vi.advanceTimersByTimeAsync(2);
    expect(call.acquired).toBe(true);
  });

  test.each([-500_000, 500_000])("goes by the server's clock, %d ms away from ours", async (skew) => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5, skew));
    const call = acquiring(limiter);
    await vi.advanceTimersByTimeAsync(4900);
    expect(call.acquired).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(call.acquired).toBe(true);
  });

  test("counts calls under way against what is left", () => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 2, 5));
    expect([1, 2, 3].map(() => acquiring(limiter).acquired)).toEqual([true, true, false]);
  });

  test("uses its share of the limit and no more", () => {
    const limiter = make({ share: 0.5 });
    acquiring(limiter);
    limiter.release("a", report(10, 9, 5));
    expect([...Array(6)].map(() => acquiring(limiter).acquired)).toEqual([true, true, true, true, false, false]);
  });

  test("does not open the floodgates when a window ends and nothing is known of the next", async () => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(3, 0, 1));
    const calls = [...Array(9)].map(() => acquiring(limiter));
    await vi.advanceTimersByTimeAsync(1100);
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(3);
    limiter.release("a", report(3, 0, 1));
    await settle();
    expect(calls.filter(({ acquired }) => acquired)).toHaveLength(3);
  });

  test("lets repeated calls go first", async () => {
    const limiter = warm({ concurrency: 1 });
    acquiring(limiter);
    const fresh = acquiring(limiter);
    const repeated = acquiring(limiter, { repeated: true });
    limiter.release("a");
    await settle();
    expect([repeated.acquired, fresh.acquired]).toEqual([true, false]);
  });

  test("lets no new call overtake those that wait in its bucket", async () => {
    const limiter = warm({ concurrency: 1 });
    const first = acquiring(limiter);
    const [waiting, repeated] = [acquiring(limiter), acquiring(limiter, { repeated: true })];
    expect([first.acquired, waiting.acquired, repeated.acquired]).toEqual([true, false, false]);
    limiter.release("a", reportOf(new Headers()));
    const late = acquiring(limiter);
    await settle();
    expect([waiting.acquired, repeated.acquired, late.acquired]).toEqual([false, true, false]);
  });

  test("says why a call waits: for a place, for its window, or for the first response", () => {
    const crowded = warm({ concurrency: 1 });
    acquiring(crowded);
    expect(acquiring(crowded).reasons).toEqual([{ reason: "concurrency" }]);
    const used = make();
    acquiring(used);
    used.release("a", report(10, 0, 30));
    expect(acquiring(used).reasons).toEqual([{ reason: "rate-limit", delay: 30_000 }]);
    const cold = make();
    acquiring(cold);
    expect(acquiring(cold).reasons).toEqual([{ reason: "cold-start" }]);
  });

  test("takes no place for a call that was aborted before it came", async () => {
    const limiter = warm({ concurrency: 1 });
    acquiring(limiter);
    const aborted = acquiring(limiter, { signal: AbortSignal.abort("gone") });
    const next = acquiring(limiter);
    await settle();
    expect(aborted.error).toBe("gone");
    limiter.release("a", reportOf(new Headers()));
    await settle();
    expect([aborted.acquired, next.acquired]).toEqual([false, true]);
  });

  test("keeps to its concurrency across buckets", async () => {
    const limiter = warm({ concurrency: 2 });
    const calls = ["a", "b", "c"].map((bucket) => acquiring(limiter, { bucket }));
    expect(calls.map(({ acquired }) => acquired)).toEqual([true, true, false]);
    expect(calls[2]!.reasons).toEqual([{ reason: "concurrency" }]);
    limiter.release("b");
    await settle();
    expect(calls[2]!.acquired).toBe(true);
  });

  test("ignores a response of an earlier window that comes late", () => {
    const limiter = warm();
    acquiring(limiter);
    acquiring(limiter);
    const late = report(10, 0, 1);
    limiter.release("a", report(10, 9, 60));
    limiter.release("a", late);
    expect(acquiring(limiter).acquired).toBe(true);
  });

  test("never holds a call back longer than the longest wait", () => {
    const limiter = make({ maxWait: 1000 });
    acquiring(limiter);
    limiter.release("a", report(10, 0, 9999));
    expect(acquiring(limiter).acquired).toBe(true);
  });

  test("leaves everything to Okta when it is not to be proactive", () => {
    const limiter = make({ proactive: false });
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5));
    expect(acquiring(limiter).acquired).toBe(true);
  });

  describe("where a window has ended and its timer has not fired yet", () => {
    /** A used-up bucket whose server is past the end of its window before any timer fires. */
    function ended() {
      let elapsed = 0;
      const start = Date.now();
      const clock = new ServerClock({ monotonic: () => elapsed, wall: () => start + elapsed });
      const limiter = make({ clock });
      acquiring(limiter);
      limiter.release("a", report(10, 0, 5));
      return { limiter, end: () => (elapsed = 5000) };
    }

    test.each([
      ["a new call waits behind a new one", false, false, false],
      ["a new call waits behind a repeated one", true, false, false],
      ["a repeated call goes before a new one", false, true, true],
      ["a repeated call waits behind a repeated one", true, true, false],
    ])("%s", async (_, first, second, overtakes) => {
      const { limiter, end } = ended();
      const waiting = acquiring(limiter, { repeated: first });
      end();
      const late = acquiring(limiter, { repeated: second });
      expect([waiting.acquired, late.acquired]).toEqual([false, overtakes]);
      if (!overtakes) expect(late.reasons).toEqual([{ reason: "concurrency" }]);
      await vi.advanceTimersByTimeAsync(5000);
      expect([waiting.acquired, late.acquired]).toEqual([true, true]);
    });
  });

  test("says that a call waits for those in flight where nobody knows when the window ends", () => {
    const limiter = warm();
    acquiring(limiter);
    acquiring(limiter);
    limiter.release("a", report(10, 0, 30, "unknown"));
    expect(acquiring(limiter).reasons).toEqual([{ reason: "concurrency" }]);
  });

  test.each([300, 400, 500])("sends no more at once after a %d", async (status) => {
    const limiter = warm({ concurrency: 4 });
    acquiring(limiter);
    limiter.release("a", report(0, 0, 60, 0, 429));
    for (let i = 0; i < 9; i += 1) {
      acquiring(limiter);
      limiter.release("a", report(600, 500, 60, 0, status));
    }
    expect([acquiring(limiter), acquiring(limiter)].map(({ acquired }) => acquired)).toEqual([true, false]);
  });

  // 1, then 2, 2.5, 2.9 and 3.24.
  test.each([
    [0, 1],
    [1, 2],
    [3, 2],
    [4, 3],
  ])("after %d successes in a row sends %d at once", (successes, count) => {
    const limiter = warm({ concurrency: 10 });
    acquiring(limiter);
    limiter.release("a", report(0, 0, 60, 0, 429));
    for (let i = 0; i < successes; i += 1) {
      acquiring(limiter);
      limiter.release("a", report(600, 500, 60));
    }
    expect([...Array(10)].map(() => acquiring(limiter)).filter(({ acquired }) => acquired)).toHaveLength(count);
  });

  test("has one timer for all that wait in a bucket, and none for those that wait for a place", async () => {
    const limiter = make();
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5));
    const calls = [acquiring(limiter), acquiring(limiter, { repeated: true })];
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.map(({ acquired }) => acquired)).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
    const crowded = warm({ concurrency: 1 });
    acquiring(crowded);
    acquiring(crowded);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("wakes as many repeated calls as new ones that wait for a place and then for the window", async () => {
    const limiter = warm({ concurrency: 1 });
    acquiring(limiter);
    const calls = [acquiring(limiter), acquiring(limiter, { repeated: true })];
    limiter.release("a", report(10, 0, 5));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.map(({ acquired }) => acquired)).toEqual([false, true]);
  });

  test("opens a bucket in which one repeated and one new call wait", async () => {
    const limiter = make({ share: 0.1 });
    acquiring(limiter);
    limiter.release("a", report(10, 0, 5));
    const calls = [false, false, true].map((repeated) => acquiring(limiter, { repeated }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.map(({ acquired }) => acquired)).toEqual([false, false, true]);
    limiter.release("a", report(10, 0, 5));
    const repeated = acquiring(limiter, { repeated: true });
    await vi.advanceTimersByTimeAsync(5000);
    limiter.release("a", report(10, 0, 5));
    await vi.advanceTimersByTimeAsync(5000);
    expect([...calls, repeated].map(({ acquired }) => acquired)).toEqual([true, false, true, true]);
  });

  test("takes an aborted call out of the queue", async () => {
    const limiter = warm({ concurrency: 1 });
    acquiring(limiter);
    const controller = new AbortController();
    const aborted = acquiring(limiter, { signal: controller.signal });
    const next = acquiring(limiter);
    controller.abort(new Error("gone"));
    await settle();
    expect(aborted.error).toEqual(new Error("gone"));
    limiter.release("a");
    await settle();
    expect(next.acquired).toBe(true);
  });
});
