import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AccessToken, AccessTokenRequest } from "../../src/auth/auth.ts";
import { tokenCache } from "../../src/auth/token-cache.ts";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-01-05T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

type Next = AccessToken | Error | Promise<AccessToken>;

/** A cache over tokens that come one after the other: `t1`, `t2` … unless others are given. */
function cacheOf(...next: (Next | undefined)[]) {
  const reasons: AccessTokenRequest["reason"][] = [];
  const cache = tokenCache(async ({ reason }) => {
    const number = reasons.push(reason);
    const given = next[number - 1] ?? `t${number}`;
    if (given instanceof Error) throw given;
    return given;
  });
  return { cache, reasons };
}
const living = (accessToken: string, expiresIn: number) => ({ accessToken, expiresIn });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("getting a token", () => {
  test("asks once for all calls that wait, and not again", async () => {
    const { cache, reasons } = cacheOf();
    expect(await Promise.all([cache.get(), cache.get(), cache.get()])).toEqual(["t1", "t1", "t1"]);
    expect(cache.get()).toBe("t1");
    await pass(1e9);
    expect(cache.get()).toBe("t1");
    expect(reasons).toEqual(["first"]);
  });

  test("asks again after a failure", async () => {
    const { cache, reasons } = cacheOf(new Error("down"));
    await expect(cache.get()).rejects.toThrow("down");
    expect(await cache.get()).toBe("t2");
    expect(reasons).toEqual(["first", "first"]);
  });

  test.each<[Next, RegExp]>([
    ["", /accessToken is missing\. The function gave none\./],
    ["Bearer x", /without the word Bearer/],
    [{ accessToken: "a b" }, /accessToken holds a space/],
    [{} as never, /accessToken is missing/],
  ])("refuses %j", async (given, message) => {
    await expect(cacheOf(given).cache.get()).rejects.toThrow(message);
  });
});

describe("a token that expires", () => {
  test.each([
    [3600, 3_540_000],
    [600, 540_000],
    [100, 90_000],
    [10, 9000],
  ])("of %d s is renewed after %d ms, while it is still given out", async (seconds, renewAt) => {
    const { cache, reasons } = cacheOf(living("t1", seconds));
    await cache.get();
    await pass(renewAt - 1);
    expect(cache.get()).toBe("t1");
    expect(reasons).toEqual(["first"]);
    await pass(1);
    expect(cache.get()).toBe("t1");
    expect(reasons).toEqual(["first", "expired"]);
    await pass(0);
    expect(cache.get()).toBe("t2");
  });

  test("is given out until its end although renewals fail, and each call tries again", async () => {
    const { cache, reasons } = cacheOf(living("t1", 10), new Error("down"), new Error("down"), new Error("still down"));
    await cache.get();
    await pass(9000);
    expect(cache.get()).toBe("t1");
    // Not to the last moment: a token must not expire on its way.
    await pass(499);
    expect(cache.get()).toBe("t1");
    await pass(1);
    await expect(cache.get()).rejects.toThrow("still down");
    expect(await cache.get()).toBe("t5");
    expect(reasons).toEqual(["first", "expired", "expired", "expired", "expired"]);
  });

  test("is not asked for twice while its renewal is under way", async () => {
    let settle: (token: AccessToken) => void = () => {};
    const slow = new Promise<AccessToken>((resolve) => (settle = resolve));
    const { cache, reasons } = cacheOf(living("t1", 10), slow);
    await cache.get();
    await pass(9500);
    cache.get();
    cache.get();
    await pass(500);
    const waiting = cache.get();
    settle("t2");
    expect(await waiting).toBe("t2");
    expect(reasons).toEqual(["first", "expired"]);
  });
});

describe("a renewal that does not settle", () => {
  test("keeps others from being tried for a minute, and no longer", async () => {
    const { cache, reasons } = cacheOf(new Promise(() => {}));
    cache.get();
    await pass(59_999);
    cache.get();
    expect(reasons).toHaveLength(1);
    await pass(1);
    expect(await cache.get()).toBe("t2");
    expect(reasons).toEqual(["first", "first"]);
  });

  test("and settles late does not end the one after it", async () => {
    let settleFirst: (token: AccessToken) => void = () => {};
    const first = new Promise<AccessToken>((resolve) => (settleFirst = resolve));
    const { cache, reasons } = cacheOf(first, new Promise(() => {}));
    const early = cache.get();
    await pass(60_000);
    cache.get();
    settleFirst(living("t1", 10));
    expect(await early).toBe("t1");
    await pass(9500);
    cache.get();
    await pass(0);
    expect(reasons).toHaveLength(2);
  });
});

describe("judging how a token was received", () => {
  test.each([200, 204, 400, 403, 404, 429, 500, 503])("a %d is no refusal of it", async (status) => {
    const { cache } = cacheOf();
    await cache.get();
    expect(cache.judge("t1", status)).toBe(false);
    expect(cache.get()).toBe("t1");
  });

  test("a 401 lets the call be sent once more, with a new token for all", async () => {
    const { cache, reasons } = cacheOf();
    await cache.get();
    expect(cache.judge("t1", 401)).toBe(true);
    expect(cache.judge("t1", 401)).toBe(true);
    expect(await Promise.all([cache.get(), cache.get()])).toEqual(["t2", "t2"]);
    expect(reasons).toEqual(["first", "refused"]);
  });

  test("a 401 of a token that was replaced meanwhile costs no new one", async () => {
    const { cache, reasons } = cacheOf();
    await cache.get();
    cache.judge("t1", 401);
    await cache.get();
    expect(cache.judge("t1", 401)).toBe(true);
    expect(cache.get()).toBe("t2");
    expect(reasons).toHaveLength(2);
  });

  test("a fresh token that is refused at once is kept for half a minute", async () => {
    const { cache, reasons } = cacheOf();
    await cache.get();
    cache.judge("t1", 401);
    await cache.get();
    expect(cache.judge("t2", 401)).toBe(false);
    expect(cache.get()).toBe("t2");
    await pass(29_999);
    expect(cache.judge("t2", 401)).toBe(false);
    await pass(1);
    expect(cache.judge("t2", 401)).toBe(true);
    expect(await cache.get()).toBe("t3");
    expect(reasons).toEqual(["first", "refused", "refused"]);
  });

  test.each([200, 403, 404])("a %d of it in between says that it was good", async (status) => {
    const { cache } = cacheOf();
    await cache.get();
    cache.judge("t1", 401);
    await cache.get();
    expect(cache.judge("t2", status)).toBe(false);
    expect(cache.judge("t2", 401)).toBe(true);
  });

  test.each<[string, string, number]>([
    ["a 429", "t2", 429],
    ["a 500", "t2", 500],
    ["a success of another token", "t1", 200],
  ])("%s in between says nothing", async (_, token, status) => {
    const { cache } = cacheOf();
    await cache.get();
    cache.judge("t1", 401);
    await cache.get();
    cache.judge(token, status);
    expect(cache.judge("t2", 401)).toBe(false);
  });

  test("a 401 before any token was had is worth another one", () => {
    expect(cacheOf().cache.judge("t0", 401)).toBe(true);
    expect(cacheOf().cache.judge("t0", 200)).toBe(false);
  });
});
