import { describe, expect, test } from "vitest";
import {
  closedFor,
  countCall,
  hasQuota,
  type Moment,
  newWindow,
  type RateLimitWindow,
  report,
  type WindowPolicy,
} from "../../src/rate-limit/window.ts";

const policy: WindowPolicy = { share: 1, proactive: true, maxWait: 120_000 };
const at = (moment: Partial<Moment> = {}) => ({ server: 0, reliable: true, monotonic: 0, ...moment });
const windowWith = (state: Partial<RateLimitWindow>): RateLimitWindow => ({ ...newWindow(), known: true, ...state });
const limits = (limit: number, remaining: number, reset: number) => ({ limit, remaining, reset: new Date(reset) });
const never = () => {
  throw new Error("the clock was read");
};

describe("counting calls", () => {
  test("adds each to those in flight and to those used", () => {
    const window = newWindow();
    countCall(window, () => 5);
    countCall(window, () => 9);
    expect(window).toMatchObject({ inFlight: 2, used: 2, startedAt: 5 });
  });

  test("starts the cold start anew once all calls of it have ended", () => {
    const window = newWindow();
    countCall(window, () => 5);
    window.inFlight = 0;
    countCall(window, () => 9);
    expect(window.startedAt).toBe(9);
  });

  test("reads no clock once the bucket is known", () => {
    const window = windowWith({});
    countCall(window, never);
    expect(window.used).toBe(1);
  });
});

describe("a report", () => {
  test("of the first window sets everything, and keeps what was used", () => {
    const window = windowWith({ used: 3, inFlight: 2, ended: true });
    report(window, limits(10, 7, 60_000), 42);
    expect(window).toMatchObject({
      limit: 10,
      remaining: 7,
      reset: 60_000,
      used: 3,
      inFlight: 2,
      ended: false,
      reportedAt: 42,
    });
  });

  test("of the first window keeps what was used while none was known", () => {
    const window = windowWith({ used: 5, inFlight: 1 });
    report(window, limits(10, 7, 60_000), 1);
    expect(window.used).toBe(5);
  });

  test("of the same window can only lower what is left", () => {
    const window = windowWith({ limit: 10, remaining: 4, reset: 60_000, used: 6 });
    report(window, limits(10, 7, 60_000), 1);
    expect(window).toMatchObject({ remaining: 4, used: 6, reportedAt: 1 });
    report(window, limits(10, 2, 60_000), 2);
    expect(window).toMatchObject({ remaining: 2, used: 6, reportedAt: 2 });
  });

  test("of a new window counts the calls in flight and itself", () => {
    const window = windowWith({ limit: 10, remaining: 0, reset: 60_000, used: 10, inFlight: 3 });
    report(window, limits(20, 19, 120_000), 1);
    expect(window).toMatchObject({ limit: 20, remaining: 19, reset: 120_000, used: 4 });
  });

  test("of a new window keeps the count that began when the old one ended", () => {
    const window = windowWith({ limit: 10, remaining: 10, reset: 60_000, used: 7, inFlight: 3, ended: true });
    report(window, limits(10, 3, 120_000), 1);
    expect(window).toMatchObject({ remaining: 3, used: 7, ended: false });
  });

  test("of an earlier window changes nothing", () => {
    const window = windowWith({ limit: 10, remaining: 9, reset: 60_000, used: 1 });
    const before = { ...window };
    report(window, limits(5, 0, 59_999), 1);
    expect(window).toEqual(before);
  });
});

test.each<[Partial<RateLimitWindow>, number, boolean]>([
  [{ limit: 10, remaining: 1, used: 9 }, 1, true],
  [{ limit: 10, remaining: 0, used: 0 }, 1, false],
  [{ limit: 10, remaining: 3, used: 0, inFlight: 2 }, 1, true],
  [{ limit: 10, remaining: 3, used: 0, inFlight: 3 }, 1, false],
  [{ limit: 10, remaining: 9, used: 10 }, 1, false],
  [{ limit: 10, remaining: 9, used: 4 }, 0.5, true],
  [{ limit: 10, remaining: 9, used: 5 }, 0.5, false],
  [{ limit: 11, remaining: 9, used: 5 }, 0.5, false],
  [{ limit: 10, remaining: 9, used: 0 }, 0.01, true],
  [{ limit: 10, remaining: 9, used: 1 }, 0.01, false],
])("%j with a share of %d has room: %j", (state, share, expected) => {
  expect(hasQuota(windowWith(state), { ...policy, share })).toBe(expected);
});

describe("a window is closed", () => {
  const full = { limit: 10, remaining: 0, reset: 60_000, used: 10 };

  test.each<[string, Partial<RateLimitWindow>, Partial<Moment>, number]>([
    ["until its end", full, { server: 45_000 }, 15_000],
    ["no longer at its end", full, { server: 60_000 }, 0],
    ["no longer after its end", full, { server: 61_000 }, 0],
    ["as long as is waited at most", full, { server: -60_000 }, 120_000],
    ["not, where its end is farther than is waited", full, { server: -60_001 }, 0],
    [
      "until a response where its end has passed and calls fill the next",
      { ...full, limit: 2, inFlight: 2 },
      { server: 60_000 },
      Infinity,
    ],
    ["until a response where the next was filled", { ...full, ended: true, inFlight: 1 }, { server: 60_000 }, Infinity],
    ["not, where the next was filled and nothing is in flight", { ...full, ended: true }, { server: 60_000 }, 0],
    ["until a response where no clock is known", { ...full, inFlight: 1 }, { reliable: false }, Infinity],
    [
      "for two seconds from the last report otherwise",
      { ...full, reportedAt: 1000 },
      { reliable: false, monotonic: 1500 },
      1500,
    ],
    ["no longer than that", { ...full, reportedAt: 1000 }, { reliable: false, monotonic: 3500 }, 0],
  ])("%s", (_, state, moment, expected) => {
    expect(closedFor(windowWith(state), policy, () => at(moment))).toBe(expected);
  });

  test("and counts anew from its end on, calls in flight included", () => {
    const window = windowWith({ ...full, inFlight: 3 });
    expect(closedFor(window, policy, () => at({ server: 60_000 }))).toBe(0);
    expect(window).toMatchObject({ ended: true, remaining: 10, used: 3 });
  });

  test("never, where nothing is held back", () => {
    expect(closedFor(windowWith(full), { ...policy, proactive: false }, never)).toBe(0);
    expect(closedFor({ ...newWindow(), inFlight: 9 }, { ...policy, proactive: false }, never)).toBe(0);
  });

  test("never, and without a look at the clock, while it has room or no limits are reported", () => {
    expect(closedFor(windowWith({ ...full, remaining: 1, used: 9 }), policy, never)).toBe(0);
    expect(closedFor(windowWith({ inFlight: 50, used: 50 }), policy, never)).toBe(0);
  });
});

describe("a cold start", () => {
  test.each([
    [0, 0, 0],
    [1, 0, 1000],
    [1, 400, 600],
    [1, 1000, 0],
    [2, 1000, 1000],
    [2, 2000, 0],
    [3, 2000, 0],
    [4, 2500, 500],
    [8, 3000, 1000],
    [1_000_000, 60_000, 0],
  ])("with %d calls in flight after %d ms lets the next one go after %d ms", (inFlight, elapsed, expected) => {
    const window = { ...newWindow(), inFlight, startedAt: 500 };
    expect(closedFor(window, policy, () => at({ monotonic: 500 + elapsed }))).toBe(expected);
  });
});
