import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clockHint } from "../../src/timing/clock-hint.ts";
import { DeadlineExceeded, startDeadline } from "../../src/timing/deadline.ts";
import { LightAbortController } from "../../src/timing/light-abort.ts";
import { abortable, onAbort } from "../../src/timing/signals.ts";
import { sleep } from "../../src/timing/sleep.ts";
import { startTimer } from "../../src/timing/timer.ts";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-01-05T12:00:00Z") }));
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A signal of the caller that shows how many listeners it has. */
function counted() {
  const controller = new AbortController();
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  const listeners = new Set<unknown>();
  signal.addEventListener = ((type: "abort", listener: never) => (
    listeners.add(listener),
    add(type, listener)
  )) as never;
  signal.removeEventListener = ((type: "abort", listener: never) => (
    listeners.delete(listener),
    remove(type, listener)
  )) as never;
  return { signal, listeners, abort: (reason: unknown) => controller.abort(reason) };
}
const reason = new Error("the caller left");

describe("listening for an abort", () => {
  test("takes one listener of a signal however many calls share it, and none once they have ended", () => {
    const { signal, listeners } = counted();
    const releases = Array.from({ length: 5000 }, () => onAbort(signal, () => {}));
    expect(listeners.size).toBe(1);
    releases.slice(1).forEach((release) => release());
    expect(listeners.size).toBe(1);
    releases[0]!();
    expect(listeners.size).toBe(0);
    onAbort(signal, () => {});
    expect(listeners.size).toBe(1);
  });

  test("calls each listener once with the reason, but for those released", () => {
    const { signal, abort, listeners } = counted();
    const calls: unknown[] = [];
    const twice = (why: unknown) => calls.push(why);
    onAbort(signal, twice);
    const release = onAbort(signal, twice);
    onAbort(signal, twice);
    release();
    abort(reason);
    expect(calls).toEqual([reason, reason]);
    expect(listeners.size).toBe(0);
  });

  test("asks the signal only for its first listener and after its last", () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    const releases = [onAbort(signal, () => {}), onAbort(signal, () => {})];
    for (const release of releases) release();
    expect(add.mock.calls).toEqual([["abort", expect.any(Function)]]);
    expect(remove.mock.calls).toEqual(add.mock.calls);
  });

  test("lets go of the signal once it is aborted", () => {
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    onAbort(controller.signal, () => {});
    controller.abort(reason);
    expect(remove.mock.calls).toEqual([["abort", expect.any(Function)]]);
  });

  test("lets one listener end another's wait", () => {
    const { signal, abort } = counted();
    const calls: string[] = [];
    onAbort(signal, () => {
      calls.push("first");
      release();
    });
    const release = onAbort(signal, () => calls.push("second"));
    abort(reason);
    expect(calls).toEqual(["first", "second"]);
  });

  test("does nothing without a signal", () => {
    expect(() => onAbort(undefined, () => {})()).not.toThrow();
    expect(() => onAbort(null, () => {})()).not.toThrow();
  });
});

describe("a light signal", () => {
  test("is aborted once, with the first reason, and calls its listeners with itself", () => {
    const controller = new LightAbortController();
    const { signal } = controller;
    expect([signal.aborted, signal.reason]).toEqual([false, undefined]);
    const calls: unknown[] = [];
    function listener(this: unknown) {
      calls.push(this);
    }
    const removed = vi.fn();
    signal.addEventListener("abort", listener);
    signal.addEventListener("abort", removed);
    signal.removeEventListener("abort", removed);
    controller.abort(reason);
    controller.abort(new Error("later"));
    expect([signal.aborted, signal.reason]).toEqual([true, reason]);
    expect(calls).toEqual([signal]);
    expect(removed).not.toHaveBeenCalled();
  });

  test("serves a deadline as the platform's does", async () => {
    const { signal } = startDeadline(undefined, 50, "late", undefined, LightAbortController);
    expect(signal).toBeInstanceOf(LightAbortController);
    await pass(50);
    expect(signal!.reason).toMatchObject({ message: "late" });
  });
});

describe("an abortable promise", () => {
  test("is itself without a signal", () => {
    const promise = Promise.resolve(1);
    expect(abortable(promise, undefined)).toBe(promise);
  });

  test("settles as it does, and lets go of the signal", async () => {
    const { signal, listeners } = counted();
    expect(await abortable(Promise.resolve(1), signal)).toBe(1);
    await expect(abortable(Promise.reject(reason), signal)).rejects.toBe(reason);
    await pass(0);
    expect(listeners.size).toBe(0);
  });

  test("rejects as soon as the signal is aborted, or where it is already", async () => {
    const { signal, abort } = counted();
    const waiting = abortable(new Promise(() => {}), signal);
    abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(abortable(Promise.resolve(1), signal)).rejects.toBe(reason);
  });
});

describe("a timer", () => {
  const DAY = 86_400_000;

  test.each([0, 1, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 5, 90 * DAY])(
    "fires after %d ms, and not before",
    async (ms) => {
      const fire = vi.fn();
      startTimer(ms, fire);
      if (ms > 0) await pass(ms - 1);
      expect(fire).not.toHaveBeenCalled();
      await pass(1);
      expect(fire).toHaveBeenCalledTimes(1);
    },
  );

  test("gives the platform no longer time than it keeps", async () => {
    const platform = vi.spyOn(globalThis, "setTimeout");
    startTimer(90 * DAY, () => {});
    await pass(90 * DAY);
    expect(platform.mock.calls.length).toBeGreaterThan(3);
    expect(Math.max(...platform.mock.calls.map(([, ms]) => ms!))).toBe(2 ** 31 - 1);
    platform.mockRestore();
  });

  test("fires at once for a time that has passed", async () => {
    const fire = vi.fn();
    startTimer(-5, fire);
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  test("never fires for an infinite time, and takes nothing for it", () => {
    const stop = startTimer(Infinity, () => expect.unreachable());
    expect(vi.getTimerCount()).toBe(0);
    stop();
  });

  test("is stopped at any moment, also in its second part", async () => {
    const fire = vi.fn();
    startTimer(10, fire)();
    const stop = startTimer(2 ** 31 + 1000, fire);
    await pass(2 ** 31);
    stop();
    await pass(5000);
    expect(fire).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that began on real timers keeps its time when timers are faked meanwhile, and ends on them", async () => {
    vi.useRealTimers();
    const { setTimeout: real } = globalThis;
    const fired = vi.fn();
    startTimer(20, fired);
    const stopped = startTimer(20, () => expect.unreachable());
    vi.useFakeTimers();
    stopped();
    await new Promise((resolve) => real(resolve, 60));
    expect(fired).toHaveBeenCalledTimes(1);
  });

  test("keeps several apart", async () => {
    const fired: number[] = [];
    for (const ms of [30, 10, 20]) startTimer(ms, () => fired.push(ms));
    startTimer(15, () => fired.push(15))();
    await pass(30);
    expect(fired).toEqual([10, 20, 30]);
  });
});

describe("a sleep", () => {
  test("ends in time, and lets go of the signal", async () => {
    const { signal, listeners } = counted();
    let over = false;
    const sleeping = sleep(100, signal).then(() => (over = true));
    await pass(99);
    expect(over).toBe(false);
    await pass(1);
    await sleeping;
    expect(listeners.size).toBe(0);
    await expect(Promise.race([sleep(0), pass(0)])).resolves.toBeUndefined();
  });

  test("is ended by an abort, and leaves no timer", async () => {
    const { signal, abort } = counted();
    const sleeping = sleep(100, signal);
    abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    await expect(sleep(100, signal)).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a deadline", () => {
  test("needs no signal where nothing can end it", () => {
    const deadline = startDeadline(undefined, Infinity, "late");
    expect(deadline.signal).toBeUndefined();
    deadline.restart(1);
    deadline.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("aborts with its message when the time is up", async () => {
    const onEnd = vi.fn();
    const { signal } = startDeadline(undefined, 50, "late", onEnd);
    await pass(49);
    expect(signal!.aborted).toBe(false);
    await pass(1);
    expect(signal!.reason).toBeInstanceOf(DeadlineExceeded);
    expect(signal!.reason).toMatchObject({ name: "TimeoutError", message: "late" });
    expect(onEnd.mock.calls).toEqual([[signal!.reason]]);
  });

  test("aborts with the caller's reason, without a time too", () => {
    for (const ms of [50, Infinity]) {
      const { signal: caller, abort } = counted();
      const onEnd = vi.fn();
      const { signal } = startDeadline(caller, ms, "late", onEnd);
      abort(reason);
      expect(signal!.reason).toBe(reason);
      expect(onEnd).toHaveBeenCalledWith(reason);
    }
  });

  test("that is released leaves neither timer nor listener", async () => {
    const { signal: caller, listeners } = counted();
    const deadline = startDeadline(caller, 50, "late");
    deadline.release();
    expect([vi.getTimerCount(), listeners.size]).toEqual([0, 0]);
    await pass(100);
    expect(deadline.signal!.aborted).toBe(false);
  });

  test("begins anew with another length", async () => {
    const deadline = startDeadline(undefined, 50, "late");
    await pass(40);
    deadline.restart(100);
    await pass(99);
    expect(deadline.signal!.aborted).toBe(false);
    await pass(1);
    expect(deadline.signal!.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    const released = startDeadline(undefined, 50, "late");
    released.restart(10);
    released.release();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each<[number, string | undefined]>([
  [0, undefined],
  [29_000, undefined],
  [-29_000, undefined],
  [30_000, "The clock of this machine is 30 s ahead of Okta's. Set it."],
  [-30_000, "The clock of this machine is 30 s behind Okta's. Set it."],
  [3_600_000, "The clock of this machine is 3600 s ahead of Okta's. Set it."],
])("a machine %d ms ahead of the server is told: %s", (ms, hint) => {
  expect(clockHint(new Headers({ date: new Date(Date.now() - ms).toUTCString() }))).toBe(hint);
});

test("nothing is said of the clock without a readable date", () => {
  expect(clockHint(new Headers())).toBeUndefined();
  expect(clockHint(new Headers({ date: "x" }))).toBeUndefined();
});
