import { beforeEach, describe, expect, test } from "vitest";
import { ServerClock } from "../../src/rate-limit/clock.ts";

/** A machine whose monotonic clock has run for `elapsed`, and whose wall clock is `wrongBy` ms ahead of the server's. */
const START = Date.parse("2026-01-05T12:00:00Z");
let elapsed: number;
let wrongBy: number;
let clock: ServerClock;
beforeEach(() => {
  [elapsed, wrongBy] = [0, 0];
  clock = new ServerClock({ monotonic: () => 7000 + elapsed, wall: () => START + elapsed + wrongBy });
});

const dated = (ms: number) => new Headers({ date: new Date(ms).toUTCString() });
const HOUR = 3_600_000;

describe("a clock that dates were seen for", () => {
  test.each([0, HOUR, -HOUR])("goes by them, this machine's being wrong by %d ms", (ms) => {
    wrongBy = ms;
    clock.observe(dated(START), START + 30_000);
    expect(clock.reliable).toBe(true);
    expect(clock.now()).toBe(START);
    elapsed = 1234;
    expect(clock.now()).toBe(START + 1234);
    expect(clock.monotonic()).toBe(8234);
  });

  test("takes the latest that whole seconds allow", () => {
    elapsed = 900;
    clock.observe(dated(START), START + 30_000);
    expect(clock.now()).toBe(START);
    elapsed = 1100;
    clock.observe(dated(START + 1000), START + 30_000);
    expect(clock.now()).toBe(START + 1000 + 0);
    elapsed = 2950;
    clock.observe(dated(START + 2000), START + 30_000);
    expect(clock.now()).toBe(START + 2950 - 100);
  });

  test("learns nothing from a second response of the same second", () => {
    clock.observe(dated(START), START + 30_000);
    elapsed = 5000;
    clock.observe(dated(START), START + 30_000);
    expect(clock.now()).toBe(START + 5000);
  });

  test("follows a server whose clock is set back", () => {
    clock.observe(dated(START), START + 30_000);
    elapsed = 1000;
    clock.observe(dated(START - 60_000), START);
    expect(clock.now()).toBe(START - 59_000);
  });
});

describe("a clock without dates", () => {
  test("goes by this machine's while nothing is known", () => {
    expect(clock.reliable).toBe(true);
    expect(clock.now()).toBe(START);
  });

  test.each([
    ["the window ends now", 0],
    ["the window ends in a minute", 60_000],
    ["the window ends in half a minute", 30_000],
  ])("goes by this machine's where windows agree with it: %s", (_, left) => {
    clock.observe(new Headers(), START + left);
    expect(clock.reliable).toBe(true);
    elapsed = 10;
    expect(clock.now()).toBe(START + 10);
  });

  test.each([
    ["a window that is over already", -1, -60_001],
    ["a window that ends in more than a minute", 60_001, 1],
    ["a window of a server an hour behind", 30_000 - HOUR, -30_000 - HOUR],
    ["a window of a server an hour ahead", 30_000 + HOUR, HOUR - 30_000],
  ])("does not rely on this machine's at %s, and takes the earliest possible", (_, left, now) => {
    clock.observe(new Headers(), START + left);
    expect(clock.reliable).toBe(false);
    expect(clock.now()).toBe(START + now);
  });

  test("takes an unreadable date for none", () => {
    clock.observe(new Headers({ date: "yesterday" }), START - 1);
    expect(clock.reliable).toBe(false);
  });

  test("narrows its bounds with each window", () => {
    clock.observe(new Headers({ date: "a" }), START + HOUR + 30_000);
    expect(clock.now()).toBe(START + HOUR - 30_000);
    elapsed = 5000;
    clock.observe(new Headers({ date: "b" }), START + HOUR + 60_000);
    expect(clock.now()).toBe(START + HOUR);
    clock.observe(new Headers({ date: "c" }), START + HOUR + 30_000);
    expect(clock.now()).toBe(START + HOUR);
  });

  test("keeps the tighter end of its bounds", () => {
    wrongBy = 40_000;
    clock.observe(new Headers(), START + 50_000);
    expect(clock.reliable).toBe(true);
    clock.observe(new Headers(), START + 30_000);
    expect(clock.reliable).toBe(false);
    clock.observe(new Headers(), START + 50_000);
    expect(clock.reliable).toBe(false);
  });

  test("keeps bounds that leave a single moment", () => {
    clock.observe(new Headers(), START + HOUR);
    clock.observe(new Headers(), START + HOUR + 60_000);
    wrongBy = HOUR + 1;
    expect(clock.reliable).toBe(false);
    wrongBy = HOUR;
    expect(clock.reliable).toBe(true);
  });

  test("goes by the first date, whatever windows said before", () => {
    clock.observe(new Headers(), START - 1);
    expect(clock.reliable).toBe(false);
    clock.observe(dated(START), START + 30_000);
    expect([clock.reliable, clock.now()]).toEqual([true, START]);
  });

  test("begins anew where bounds contradict each other", () => {
    clock.observe(new Headers(), START + HOUR);
    expect(clock.reliable).toBe(false);
    clock.observe(new Headers(), START + 30_000);
    expect(clock.reliable).toBe(true);
    expect(clock.now()).toBe(START);
  });
});

test("is the platform's where none is injected", () => {
  const real = new ServerClock();
  expect(Math.abs(real.now() - Date.now())).toBeLessThan(1000);
  expect(Math.abs(real.monotonic() - performance.now())).toBeLessThan(1000);
});
