import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OktaClient } from "../../src/index.ts";
import { OktaApiError, OktaConnectionError } from "../../src/errors.ts";
import { followLog, type FollowLogOptions } from "../../src/lists/follow-log.ts";

const NOW = new Date("2026-01-05T12:00:00.000Z");
beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

interface Scripted {
  events?: string[];
  /** Cursor of the next page; none for no link. */
  next?: string;
  limit?: number;
  error?: unknown;
  status?: number;
}
const page = (after: string) => `/api/v1/logs?after=${after}`;
const lost = () =>
  new OktaConnectionError({ reason: "network", method: "GET", path: "/api/v1/logs", attempts: 3, message: "lost" });

/** An org whose log gives the scripted pages one after the other; the last one stays. */
function org(...script: Scripted[]) {
  const asked: { at: number; path: string; init: unknown }[] = [];
  const request = async (method: string, path: string, init: unknown) => {
    const { events = [], next, limit, error, status = 200 } = script[Math.min(asked.length, script.length - 1)]!;
    expect(method).toBe("GET");
    asked.push({ at: Date.now() - NOW.getTime(), path, init });
    if (error) throw error;
    const headers = new Headers(next === undefined ? {} : { link: `<https://x.okta.com${page(next)}>; rel="next"` });
    const response = new Response(null, { status, headers });
    if (status >= 400) {
      const failed = new OktaApiError({ method: "GET", path: "/api/v1/logs", response, body: undefined });
      return { ok: false, error: failed, response };
    }
    const rateLimit = limit === undefined ? undefined : { limit, remaining: 1, reset: NOW };
    return { ok: true, data: events.map((uuid) => ({ uuid })), response, rateLimit };
  };
  const okta = { request } as unknown as OktaClient;
  const follow = (options: FollowLogOptions = {}) => {
    const log = followLog(okta, options);
    const seen: string[] = [];
    const state = { error: undefined as any, ended: false };
    void (async () => {
      for await (const { uuid } of log) seen.push(uuid!);
      state.ended = true;
    })().catch((error: unknown) => (state.error = error));
    return { log, seen, state };
  };
  return { asked, follow, okta };
}
const times = (asked: { at: number }[]) => asked.map(({ at }) => at);

describe("following the log", () => {
  test("begins now, in ascending order, with full pages", async () => {
    const { asked, follow } = org({ next: "1" });
    follow();
    await pass(0);
    expect(asked[0]!.path).toBe("/api/v1/logs?since=2026-01-05T12%3A00%3A00.000Z&sortOrder=ASCENDING&limit=1000");
  });

  test("takes since, filter, q, limit and what each call may set", async () => {
    const { asked, follow } = org({ next: "1" });
    const call = { signal: new AbortController().signal, headers: { "x-a": "1" }, timeout: 5, retry: false as const };
    follow({ since: new Date(0), filter: 'eventType eq "x"', q: "a b", limit: 5, ...call });
    follow({ since: "2026-01-01T00:00:00Z" });
    await pass(0);
    expect(asked[0]!.path).toBe(
      "/api/v1/logs?since=1970-01-01T00%3A00%3A00.000Z&sortOrder=ASCENDING&limit=5&filter=eventType+eq+%22x%22&q=a+b",
    );
    expect(asked[0]!.init).toEqual(call);
    expect(asked[1]!.path).toContain("since=2026-01-01T00%3A00%3A00Z&");
  });

  test("asks once an interval where a page is below the limit", async () => {
    const { asked, follow } = org(
      { events: ["a"], next: "1", limit: 600 },
      { events: ["b"], next: "2", limit: 600 },
      { next: "3", limit: 600 },
    );
    const { seen } = follow({ interval: 5000 });
    await pass(11_000);
    expect(seen).toEqual(["a", "b"]);
    expect(times(asked)).toEqual([0, 5000, 10_000]);
    expect(asked.map(({ path }) => path.slice(0, 20))).toEqual(
      ["/api/v1/logs?since=2", page("1"), page("2")].map((p) => p.slice(0, 20)),
    );
  });

  test("waits ten seconds where nothing is said", async () => {
    const { asked, follow } = org({ next: "1" });
    follow();
    await pass(20_000);
    expect(times(asked)).toEqual([0, 10_000, 20_000]);
  });

  test.each([
    [0.5, 2000],
    [1, 1000],
    [0.25, 4000],
  ])("asks for full pages as its share of %d of 60 a minute allows, every %d ms", async (share, spacing) => {
    const full = (next: string) => ({ events: ["a", "b"], next, limit: 60 });
    const { asked, follow } = org(full("1"), full("2"), full("3"), { next: "4", limit: 60 });
    follow({ limit: 2, share, interval: 60_000 });
    await pass(3 * spacing + 10);
    expect(times(asked)).toEqual([0, spacing, 2 * spacing, 3 * spacing]);
  });

  test("uses half of the limit where no share is given, and all of it where none is reported", async () => {
    const half = org({ events: ["a", "b"], next: "1", limit: 60 }, { next: "2" });
    half.follow({ limit: 2 });
    await pass(2000);
    expect(times(half.asked)).toEqual([0, 2000]);
    const free = org({ events: ["a", "b"], next: "1" }, { events: ["c", "d"], next: "2", limit: 0 }, { next: "3" });
    free.follow({ limit: 2 });
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    expect(free.asked).toHaveLength(3);
  });

  test("counts what its reader takes towards the spacing", async () => {
    const { asked, okta } = org({ events: ["a", "b"], next: "1", limit: 60 }, { next: "2" });
    const taken: unknown[] = [];
    void (async () => {
      for await (const event of followLog(okta, { limit: 2, share: 1 })) {
        taken.push(event);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    })();
    await pass(1000);
    expect(times(asked)).toEqual([0, 1000]);
  });

  test.each<[string, Scripted]>([
    ["leads to itself", { events: ["a", "b"], next: "1" }],
    ["has no link", { events: ["a", "b"] }],
  ])("asks a page again that %s after the interval, and gives no event twice", async (_, same) => {
    const cursor = JSON.stringify({ page: page("1") });
    const { asked, follow } = org(same, same, { events: ["a", "b", "c"], next: "1" }, { events: ["d"], next: "2" });
    const { seen } = follow({ cursor, limit: 2, interval: 1000 });
    await pass(2500);
    expect(seen).toEqual(["a", "b", "c"]);
    expect(times(asked)).toEqual([0, 1000, 2000]);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set([page("1")]));
  });
});

describe("its cursor", () => {
  test("points behind the event handed out last, and past a page that is done", async () => {
    const { okta } = org({ events: ["a", "b"], next: "1" }, { events: ["c"], next: "2" });
    const log = followLog(okta, { since: new Date(0) });
    const events = log[Symbol.asyncIterator]();
    await events.next();
    expect(JSON.parse(log.cursor)).toEqual({ page: expect.stringMatching(/since=1970/), last: "a" });
    await events.next();
    const third = events.next();
    await pass(10_000);
    await third;
    expect(JSON.parse(log.cursor)).toEqual({ page: expect.stringMatching(/^\/api\/v1\/logs\?after=1&/), last: "c" });
  });

  test.each([{ page: page("1") }, { page: page("1"), last: "a" }])("is %j until the first event comes", (position) => {
    const cursor = JSON.stringify(position);
    expect(followLog(org({}).okta, { cursor }).cursor).toBe(cursor);
  });

  test("that names no event leaves out none, not even one without a uuid", async () => {
    const { follow } = org({ events: [undefined as never, "b"], next: "1" });
    const { seen } = follow({ cursor: JSON.stringify({ page: page("0") }) });
    await pass(0);
    expect(seen).toEqual([undefined, "b"]);
  });

  test("goes on behind its event in a page that has grown since", async () => {
    const { follow } = org({ events: ["a", "b", "c"], next: "1" });
    const { seen } = follow({ cursor: JSON.stringify({ page: page("0"), last: "a" }) });
    await pass(0);
    expect(seen).toEqual(["b", "c"]);
  });

  test("gives the whole page where its event is gone from it", async () => {
    const { follow } = org({ events: ["b", "c"], next: "1" });
    const { seen } = follow({ cursor: JSON.stringify({ page: page("0"), last: "a" }) });
    await pass(0);
    expect(seen).toEqual(["b", "c"]);
  });

  test.each([
    "",
    "{",
    "null",
    "{}",
    '{"page":1}',
    '{"page":"/api/v1/users?x"}',
    '{"page":"/x/api/v1/logs?a"}',
    '{"page":"https://evil.example/api/v1/logs?a"}',
  ])("that is none is refused: %s", (cursor) => {
    expect(() => followLog(org({}).okta, { cursor })).toThrow(
      new TypeError("cursor must be the value of a follower's cursor property."),
    );
  });
});

describe("failures that may pass", () => {
  test.each<[string, Scripted]>([
    ["a 500", { status: 500 }],
    ["a 503", { status: 503 }],
    ["a 429", { status: 429 }],
    ["a lost connection", { error: lost() }],
  ])("are retried: %s", async (_, failing) => {
    const { asked, follow } = org(failing, failing, failing, { events: ["a"], next: "1" });
    const { seen, state } = follow();
    await pass(7000);
    expect(seen).toEqual(["a"]);
    expect(times(asked)).toEqual([0, 1000, 3000, 7000]);
    expect(state.error).toBeUndefined();
  });

  test("are tried every half a minute at most, and given up in time", async () => {
    const { asked, follow } = org({ status: 500 });
    const { state } = follow({ retryFor: 120_000 });
    await pass(119_000);
    expect(times(asked)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000]);
    expect(state.error).toMatchObject({ status: 500 });
  });

  test("are retried for five minutes where nothing is said, anew for each request", async () => {
    const { follow } = org({ status: 500 });
    const { state } = follow();
    await pass(270_000);
    expect(state.error).toBeUndefined();
    await pass(31_000);
    expect(state.error).toMatchObject({ status: 500 });
    const passing = org({ status: 500 }, { next: "1" }, { status: 500 }, { next: "2" });
    const { state: alive } = passing.follow({ retryFor: 1000 });
    await pass(12_000);
    expect(alive.error).toBeUndefined();
    expect(passing.asked).toHaveLength(4);
  });

  test("end it at once where retryFor is 0", async () => {
    const { asked, follow } = org({ error: lost() });
    const { state } = follow({ retryFor: 0 });
    await pass(0);
    expect(state.error).toBeInstanceOf(OktaConnectionError);
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Scripted, unknown]>([
    ["a 403", { status: 403 }, { status: 403 }],
    ["a 400", { status: 400 }, { status: 400 }],
    ["an error of the program", { error: new TypeError("no") }, { message: "no" }],
  ])("do not include %s", async (_, failing, expected) => {
    const { asked, follow } = org(failing);
    const { state } = follow();
    await pass(0);
    expect(state.error).toMatchObject(expected as object);
    expect(asked).toHaveLength(1);
  });
});

describe("an abort", () => {
  const reason = new Error("enough");

  test.each<[string, Scripted[], number]>([
    ["while it waits for the next page", [{ events: ["a"], next: "1" }], 100],
    ["while it waits after a failure", [{ status: 500 }], 500],
  ])("ends it with the reason, %s", async (_, script, at) => {
    const controller = new AbortController();
    const { follow, asked } = org(...script);
    const { state } = follow({ signal: controller.signal });
    await pass(at);
    controller.abort(reason);
    await pass(0);
    expect([state.error, state.ended]).toEqual([reason, false]);
    expect(asked).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("between two events of a page gives no further one", async () => {
    const controller = new AbortController();
    const { okta } = org({ events: ["a", "b"], next: "1" });
    const events = followLog(okta, { signal: controller.signal })[Symbol.asyncIterator]();
    await events.next();
    controller.abort(reason);
    await expect(events.next()).rejects.toBe(reason);
  });

  test("behind the last event of a page asks for no further one", async () => {
    const controller = new AbortController();
    const { okta, asked } = org({ events: ["a"], next: "1" });
    const events = followLog(okta, { signal: controller.signal, interval: 0 })[Symbol.asyncIterator]();
    await events.next();
    controller.abort(reason);
    await expect(events.next()).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });
});

test.each(["limit", "interval", "share", "retryFor"] as const)("refuses a %s that is no number of its kind", (name) => {
  for (const value of [NaN, -1, Infinity, -Infinity, "5"]) {
    expect(() => followLog(org({}).okta, { [name]: value })).toThrow(
      new RegExp(`^${name} must be a finite number of at least [01]; got`),
    );
  }
});

test("refuses a share of nothing or of more than all, and a limit that no page has", () => {
  for (const share of [0, 1.1]) expect(() => followLog(org({}).okta, { share })).toThrow(/share must be above 0/);
  expect(() => followLog(org({}).okta, { limit: 0 })).toThrow("limit must be a finite number of at least 1; got 0.");
  expect(() => followLog(org({}).okta, { limit: 1001 })).toThrow("limit must be at most 1000; got 1001.");
});
