import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createOktaClient, type OktaClientOptions, type OktaEvent } from "../../src/index.ts";

const NOW = new Date("2026-01-05T12:00:00.000Z");
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

type Script = (Response | Error | Promise<Response> | ((init: RequestInit) => Response | Promise<Response>))[];
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const limits = (remaining: number, inSeconds: number, limit = 10) => ({
  date: new Date().toUTCString(),
  "x-rate-limit-limit": String(limit),
  "x-rate-limit-remaining": String(remaining),
  "x-rate-limit-reset": String(Math.floor(Date.now() / 1000) + inSeconds),
});
const forEver = new Promise<never>(() => {});
const lost = new TypeError("fetch failed", {
  cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
});
const refused = new TypeError("fetch failed", {
  cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
});

/** A client whose platform gives the scripted outcomes one after the other, the last one for ever. */
function org(script: Script, options: OktaClientOptions = {}) {
  const sent: { at: number; url: string; init: RequestInit; headers: Record<string, string> }[] = [];
  const events: OktaEvent[] = [];
  const okta = createOktaClient({
    orgUrl: "https://example.okta.com",
    ...(options.accessToken === undefined && options.auth === undefined && { token: "00secret" }),
    onEvent: (event) => events.push(event),
    fetch: async (url, init) => {
      sent.push({ at: Date.now() - NOW.getTime(), url, init, headers: init.headers as Record<string, string> });
      const outcome = script[Math.min(sent.length, script.length) - 1]!;
      if (outcome instanceof Error) throw outcome;
      const response = await (typeof outcome === "function" ? outcome(init) : outcome);
      return sent.length > script.length ? response.clone() : response;
    },
    ...options,
  });
  return { okta, sent, events, times: () => sent.map(({ at }) => at) };
}
/** What a promise has come to, without waiting for it. */
function watch<T>(promise: Promise<T>) {
  const state = { result: undefined as T | undefined, error: undefined as any, settled: false };
  promise.then(
    (result) => Object.assign(state, { result, settled: true }),
    (error: unknown) => Object.assign(state, { error, settled: true }),
  );
  return state;
}
const fail =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    json({}, status, headers);

describe("retries", () => {
  test("after retries come after growing delays, and end after their number", async () => {
    const { okta, times, events } = org([fail(503)], { retry: { faults: 3 } });
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(times()).toEqual([0, 250, 750, 1750]);
    expect(call.result).toMatchObject({ ok: false, status: 503, attempts: 4 });
    expect(events.filter(({ type }) => type === "limit")).toEqual([]);
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([
      { attempt: 1, delay: 250, status: 503 },
      { attempt: 2, delay: 500, status: 503 },
      { attempt: 3, delay: 1000, status: 503 },
    ]);
  });

  test("of a lost response are counted, and its error told", async () => {
    const { okta, times, events } = org([lost]);
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(times()).toEqual([0, 250, 750]);
    expect(call.error).toMatchObject({ name: "OktaConnectionError", reason: "network", attempts: 3, cause: lost });
    expect(call.error.message).toBe("GET /x: no response (read ECONNRESET) after 3 attempts");
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([{ error: lost }, { error: lost }]);
  });

  test("after a 429 come at its reset, by the response's clock", async () => {
    const { okta, times, events } = org([() => json({}, 429, limits(0, 5)), json({ id: 1 })]);
    const call = watch(okta.request("POST", "/x", { body: {} }));
    await pass(60_000);
    expect(times()).toEqual([0, 5500]);
    expect(call.result).toMatchObject({ ok: true, attempts: 2 });
    expect(events.find(({ type }) => type === "limit")).toMatchObject({
      kind: "window",
      limit: 10,
      delay: 5000,
      bucket: "/api/v1",
    });
  });

  test.each([1, 4])("after a 429 end after their number of %d", async (rateLimits) => {
    const { okta, sent } = org([fail(429, { "retry-after": "1" })], { retry: { rateLimits } });
    const call = watch(okta.request("GET", "/x"));
    await pass(3_600_000);
    expect(sent).toHaveLength(rateLimits + 1);
    expect(call.result).toMatchObject({ status: 429, error: { attempts: rateLimits + 1, retryAfter: 1000 } });
  });

  test.each<[string, string, number]>([
    ["seconds", "3", 3500],
    ["a date", "Mon, 05 Jan 2026 12:00:04 GMT", 4500],
  ])("after a 429 come after Retry-After in %s", async (_, value, at) => {
    const { okta, times } = org([fail(429, { "retry-after": value, date: NOW.toUTCString() }), json({})]);
    watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(times()).toEqual([0, at]);
  });

  test("after too many calls at once come soon, and teach the bucket nothing", async () => {
    const crowded = { "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1767614460" };
    const { okta, times, events } = org([fail(429, crowded), fail(429, crowded), json({})]);
    watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(times()).toEqual([0, 100, 300]);
    const limit = { type: "limit", method: "GET", path: "/x", id: expect.any(Number), bucket: "/api/v1", limit: 0 };
    expect(events.filter(({ type }) => type === "limit")).toStrictEqual([
      { ...limit, kind: "concurrency" },
      { ...limit, kind: "concurrency" },
    ]);
    expect(events.filter(({ type }) => type === "wait")).toEqual([]);
  });

  test.each([429, 503])("do not come where a %d asks for more than is waited", async (status) => {
    const { okta, sent } = org([fail(status, { "retry-after": "121" })]);
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.result).toMatchObject({ status, error: { retryAfter: 121_000 } });
    expect(sent).toHaveLength(1);
  });

  test("do not come where the total time would end before them", async () => {
    const { okta, sent } = org([fail(503, { "retry-after": "10" })], { totalTimeout: 9000 });
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.result).toMatchObject({ status: 503, attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, Script, number]>([
    ["a POST after a lost response", [lost], 1],
    ["a POST at a gateway", [fail(502)], 1],
    ["a POST that was never sent", [refused], 3],
    ["a POST that was refused", [fail(429), json({})], 2],
  ])("of %s", async (_, script, count) => {
    const { okta, sent } = org(script);
    watch(okta.request("POST", "/x", { body: { a: 1 } }));
    await pass(60_000);
    expect(sent).toHaveLength(count);
    expect(sent.every(({ init }) => init.body === '{"a":1}')).toBe(true);
  });
});

describe("a DELETE", () => {
  const userId = { params: { path: { userId: "00u1" } } };

  test.each<[string, Script[0]]>([
    ["a lost response", lost],
    ["a 504", fail(504)],
  ])("of a user is sent once at %s, and the message says to check first", async (_, outcome) => {
    for (const request of ["typed", "untyped"]) {
      const { okta, sent } = org([outcome]);
      const call = watch<any>(
        request === "typed"
          ? okta.DELETE("/api/v1/users/{userId}", userId)
          : okta.request("DELETE", "/api/v1/users/00u1"),
      );
      await pass(60_000);
      expect(sent).toHaveLength(1);
      if (outcome === lost) expect(call.error.message).toMatch(/may have been carried out.*check first/);
    }
  });

  test.each([
    [
      "a DELETE that was repeated",
      "DELETE",
      "DELETE /api/v1/groups/00g1: no response (read ECONNRESET) after 3 attempts",
    ],
    ["a POST", "POST", "POST /api/v1/groups/00g1: no response (read ECONNRESET)"],
  ])("alone is to be checked first: not %s", async (_, method, message) => {
    const { okta } = org([lost]);
    const call = watch(okta.request(method, "/api/v1/groups/00g1"));
    await pass(60_000);
    expect(call.error.message).toBe(message);
  });

  test.each<[string, Script[0]]>([
    ["a lost response", lost],
    ["a 502", fail(502)],
  ])("of anything else is sent again after %s; a 404 is a success that says so", async (_, outcome) => {
    const { okta, sent } = org([outcome, fail(404)]);
    const call = watch(okta.request("DELETE", "/api/v1/groups/00g1"));
    await pass(60_000);
    expect(sent).toHaveLength(2);
    expect(call.result).toMatchObject({
      ok: true,
      status: 204,
      data: undefined,
      error: undefined,
      alreadyDeleted: true,
    });
  });

  test.each<[string, Script, string]>([
    ["at once", [fail(404)], "DELETE"],
    ["after one that was never sent", [refused, fail(404)], "DELETE"],
    ["after a 429", [fail(429, { "retry-after": "0" }), fail(404)], "DELETE"],
    ["to another method", [lost, fail(404)], "GET"],
  ])("whose 404 comes %s is a failure", async (_, script, method) => {
    const { okta } = org(script);
    const call = watch(okta.request(method, "/api/v1/groups/00g1"));
    await pass(60_000);
    expect(call.result).toMatchObject({ ok: false, status: 404 });
    expect(call.result).not.toHaveProperty("alreadyDeleted");
  });
});

describe("headers", () => {
  test("go from the client over those of parameters to those of the call, without regard to case", async () => {
    const { okta, sent } = org([json({})], { headers: { "X-A": "client", "x-b": "client", "x-c": "client" } });
    await okta.request("GET", "/x", { headers: { "x-a": "call" } });
    expect(sent[0]!.headers).toMatchObject({
      "x-a": "call",
      "x-b": "client",
      accept: "application/json, */*;q=0.5",
      authorization: "SSWS 00secret",
    });
    expect(sent[0]!.headers).not.toHaveProperty("content-type");
  });

  test("of parameters that are undefined are not sent, others over all", async () => {
    const { okta, sent } = org([json({}), json({})]);
    const get = okta.GET as unknown as (path: string, init: object) => Promise<unknown>;
    await get("/api/v1/users", { params: { header: { "If-Match": undefined, "x-null": null, "x-set": 5 } } });
    expect(sent[0]!.headers).toMatchObject({ "x-set": "5" });
    expect(Object.keys(sent[0]!.headers).filter((name) => /if-match|x-null/.test(name))).toEqual([]);
    await get("/api/v1/users", { headers: { "x-set": "call" }, params: { header: { "x-set": "parameter" } } });
    expect(sent[1]!.headers["x-set"]).toBe("parameter");
  });

  test("never replace the credential", async () => {
    const { okta, sent } = org([json({})], { headers: { authorization: "SSWS other" } });
    await okta.request("GET", "/x", { headers: { Authorization: "SSWS third" } });
    expect(sent[0]!.headers["authorization"]).toBe("SSWS 00secret");
  });

  test("keep a content type that is given", async () => {
    const { okta, sent } = org([json({}), json({})]);
    await okta.request("POST", "/x", { body: "a=1", headers: { "Content-Type": "text/plain" } });
    expect(sent[0]!.headers["content-type"]).toBe("text/plain");
    await okta.request("POST", "/x", { body: {} });
    expect(sent[1]!.headers["content-type"]).toBe("application/json");
  });

  test.each<[string, OktaClientOptions, object, RegExp]>([
    ["the options", { headers: { "x-a": "a\nsecret" } }, {}, /^The option headers: the value of x-a holds/],
    ["a call", {}, { headers: { "x-a": "a\nsecret" } }, /^The headers of the call: the value of x-a/],
    ["parameters", {}, { params: { header: { "x-a": "a\nsecret" } } }, /^The header parameters: the value of x-a/],
    [
      "a credential",
      { auth: { authorize: () => ({ authorization: "a\nsecret" }) } },
      {},
      /^auth: the value of authorization/,
    ],
    [
      "a late credential",
      { auth: { authorize: async () => ({ authorization: "a\nsecret" }) } },
      {},
      /^auth: the value of authorization/,
    ],
  ])("of %s with a line break are refused without their value", async (_, options, init, message) => {
    const error = await (async () => {
      const { okta } = org([json({})], options);
      await (okta.GET as unknown as (path: string, init: object) => Promise<unknown>)("/api/v1/users", init);
    })().catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).stack).not.toContain("secret");
  });
});

describe("time limits", () => {
  test("of the client and of a call end an attempt", async () => {
    const { okta } = org([forEver], { timeout: 5000, retry: false });
    const calls = [watch(okta.request("GET", "/x")), watch(okta.request("GET", "/x", { timeout: 1000 }))];
    await pass(1000);
    expect(calls.map(({ settled }) => settled)).toEqual([false, false]);
    await pass(10_000);
    expect(calls[0]!.error).toMatchObject({
      reason: "timeout",
      attempts: 1,
      message: "GET /x: no complete response within 5000 ms",
    });
    expect(calls[1]!.error).toMatchObject({ message: "GET /x: no complete response within 1000 ms" });
  });

  test("are a minute and five where nothing is said", async () => {
    const { okta, times } = org([forEver], { retry: { faults: 99, baseDelay: 0 } });
    const call = watch(okta.request("GET", "/x"));
    await pass(299_999);
    // Fake timers take a delay of nothing for one of a millisecond.
    const seconds = times().map((at) => Math.round(at / 1000));
    expect([call.settled, seconds]).toEqual([false, [0, 60, 120, 180, 240]]);
    await pass(1);
    expect(call.error).toMatchObject({ reason: "timeout", attempts: 5 });
  });

  test("of 0 are none", async () => {
    const { okta } = org([forEver], { timeout: 0, totalTimeout: 0 });
    const calls = [watch(okta.request("GET", "/x")), watch(okta.request("GET", "/x", { timeout: 0, totalTimeout: 0 }))];
    await pass(1e10);
    expect(calls.map(({ settled }) => settled)).toEqual([false, false]);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  });

  test("of a call's total hold for a body that does not come", async () => {
    const { okta } = org([new Response(new ReadableStream({}))], { totalTimeout: 700, retry: false });
    const call = watch(okta.request("GET", "/x"));
    await pass(700);
    expect(call.error).toMatchObject({ reason: "timeout" });
  });

  test.each([
    ["the delay that would have come", {}, 250],
    ["what the response says", { "retry-after": "1" }, 1000],
  ])("give the last response back where a retry's turn does not come in time, with %s", async (_, headers, ms) => {
    const { okta } = org([fail(503, headers), forEver], { concurrency: 1, totalTimeout: 2000, timeout: 0 });
    const first = watch(okta.request("GET", "/x"));
    watch(okta.request("GET", "/y", { totalTimeout: 0 }));
    await pass(2100);
    expect(first.result).toMatchObject({ status: 503, attempts: 1, error: { retryAfter: ms } });
  });

  test.each([
    [fail(503, { "retry-after": "7" }), 7000],
    [() => json({}, 429, limits(0, 30)), 30_000],
    [() => json({}, 429, { "retry-after": "3" }), 3000],
    [fail(500), undefined],
    [fail(404), undefined],
    [fail(400, { "retry-after": "7" }), 7000],
    [fail(302, { "retry-after": "7" }), undefined],
  ])("of no retry say when one makes sense, where the response does (%#)", async (outcome, retryAfter) => {
    const { okta } = org([outcome], { retry: false });
    expect((await okta.request("GET", "/x")).error?.retryAfter).toBe(retryAfter);
  });
});

describe("a credential that is had by a request", () => {
  test("is cut off by the total time, counted from any moment on", async () => {
    await pass(3000);
    const { okta } = org([json({})], { accessToken: () => forEver, timeout: 0, totalTimeout: 800 });
    const call = watch(okta.request("GET", "/x"));
    await pass(799);
    expect(call.settled).toBe(false);
    await pass(1);
    expect(call.error).toMatchObject({ reason: "timeout", message: "GET /x: no access token within 800 ms" });
  });

  test("is cut off by the time of an attempt, as a timeout", async () => {
    const { okta, sent } = org([json({})], { accessToken: () => forEver, timeout: 800 });
    const call = watch(okta.request("GET", "/x"));
    await pass(800);
    expect(call.error).toMatchObject({ reason: "timeout", message: "GET /x: no access token within 800 ms" });
    expect(sent).toEqual([]);
  });

  test("is waited for no longer once the caller aborts", async () => {
    const controller = new AbortController();
    const reason = new Error("the caller left");
    const { okta, sent } = org([json({})], { accessToken: () => forEver });
    const call = watch(okta.request("GET", "/x", { signal: controller.signal }));
    await pass(10);
    controller.abort(reason);
    await pass(0);
    expect([call.error, sent]).toEqual([reason, []]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("and fails, fails the call with its own error, sent once", async () => {
    const source = vi.fn(() => Promise.reject(new Error("no token today")));
    const { okta } = org([json({})], { accessToken: source });
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(call.error).toEqual(new Error("no token today"));
    expect(source).toHaveBeenCalledTimes(1);
  });

  test.each<[string, Script[0], boolean]>([
    ["a 401", fail(401), true],
    ["a 200 that asks for more", json({}), false],
  ])("is renewed three times at most for %s", async (_, outcome, repeated) => {
    const auth = { authorize: () => ({ authorization: "X 1" }), onResponse: () => true };
    const { okta, sent, events } = org([outcome], { auth });
    watch(okta.request("POST", "/x", { body: {} }));
    await pass(60_000);
    expect(sent).toHaveLength(repeated ? 4 : 1);
    expect(events.filter(({ type }) => type === "retry")).toHaveLength(repeated ? 3 : 0);
  });

  test("is not renewed for a stream, which cannot be sent again", async () => {
    const auth = { authorize: () => ({ authorization: "X 1" }), onResponse: () => true };
    const { okta, sent } = org([fail(401)], { auth });
    watch(okta.request("POST", "/x", { body: new Response("x").body!, headers: { "content-type": "text/plain" } }));
    await pass(60_000);
    expect(sent).toHaveLength(1);
  });
});

describe("a token request", () => {
  const URL_ = "https://example.okta.com/oauth2/v1/token";
  const make = (
    script: Script,
    options: OktaClientOptions = {},
    init: RequestInit | (() => Promise<RequestInit>) = { method: "POST", body: "grant_type=client_credentials" },
  ) =>
    org(script, {
      headers: { "x-client": "1" },
      auth: {
        async authorize({ fetch }) {
          const response = await fetch(URL_, init);
          return { authorization: `Bearer ${response.status}-${await response.text()}` };
        },
      },
      ...options,
    });

  test("has the client's headers and its own, and no credential", async () => {
    const { okta, sent } = make(
      [new Response("abc"), json({})],
      {},
      { method: "POST", body: "x=1", headers: { "X-Own": "1" } },
    );
    await okta.request("GET", "/x");
    expect(sent[0]).toMatchObject({
      url: URL_,
      init: { method: "POST", body: "x=1" },
      headers: { "x-client": "1", "x-own": "1" },
    });
    expect(sent[0]!.headers).not.toHaveProperty("authorization");
    expect(sent[1]!.headers["authorization"]).toBe("Bearer 200-abc");
  });

  test("is repeated after retries, although it is a POST", async () => {
    const { okta, sent, events } = make([lost, fail(503), new Response("abc"), json({})]);
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(call.result).toMatchObject({ ok: true, attempts: 1 });
    expect(sent.map(({ url }) => url)).toEqual([URL_, URL_, URL_, "https://example.okta.com/x"]);
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([
      { path: "/oauth2/v1/token" },
      { path: "/oauth2/v1/token" },
    ]);
  });

  test("is made anew for each attempt by a function", async () => {
    let count = 0;
    const { okta, sent } = make([fail(503), new Response("abc"), json({})], {}, async () => ({
      body: `n=${(count += 1)}`,
    }));
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(call.result).toMatchObject({ ok: true });
    expect(sent.map(({ init }) => init.body)).toEqual(["n=1", "n=2", undefined]);
  });

  test.each([204, 400, 401])("resolves to any response: %d", async (status) => {
    const { okta, sent } = make([new Response(status === 204 ? null : "abc", { status }), json({})]);
    await okta.request("GET", "/x");
    expect(sent[1]!.headers["authorization"]).toBe(`Bearer ${status}-${status === 204 ? "" : "abc"}`);
  });

  test("is never held up by calls that wait for it", async () => {
    const { okta } = make([new Response("abc"), json({})], { concurrency: 1 });
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.result).toMatchObject({ ok: true });
  });

  test("that never comes is a timeout of its own", async () => {
    const { okta } = make([forEver], { timeout: 500, retry: false });
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(call.error).toMatchObject({ name: "OktaConnectionError", reason: "timeout" });
  });

  test("may do without settings", async () => {
    const { okta, sent } = make([new Response("abc"), json({})], {}, {});
    await okta.request("GET", "/x");
    expect(sent[0]).toMatchObject({ init: { method: "POST" }, headers: { "x-client": "1" } });
    expect(sent[0]!.init).not.toHaveProperty("body");
  });

  test("names the header that is at fault, and not its value", async () => {
    const { okta } = make([json({})], {}, { headers: { "x-own": "a\nb" } });
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.error).toBeInstanceOf(TypeError);
    expect(call.error.message).toMatch(/^The token request.*x-own/);
    expect(call.error.message).not.toContain("a\nb");
  });

  test.each([
    ["a value of 21 characters is hidden", 21, true],
    ["one of 20 is no secret", 20, false],
  ])("in an error of the platform, %s", async (_, length, hidden) => {
    const value = "s".repeat(length);
    const { okta } = make([new Error(`cannot send ${value}!`)], { retry: false }, { body: `a=${value}` });
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.error.message.includes(value)).toBe(!hidden);
  });

  test("whose body is bytes has no secrets to look for", async () => {
    const { okta } = make([new Error("no")], { retry: false }, { body: new Uint8Array([1]) });
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.error.message).toBe("POST /oauth2/v1/token: no response (no)");
  });

  test("shows nothing of its body in an error of the platform", async () => {
    const assertion = "eyJ".padEnd(60, "x");
    const leaky = new Error(`cannot send ${assertion}`);
    const { okta } = make(
      [leaky],
      { retry: false },
      { method: "POST", body: `client_assertion=${assertion}&short=cannot` },
    );
    const call = watch(okta.request("GET", "/x"));
    await pass(0);
    expect(call.error.message).toBe("POST /oauth2/v1/token: no response (cannot send [redacted])");
    expect(`${call.error.stack}${call.error.cause.stack}`).not.toContain(assertion);
  });
});

test("without a transport of its own, a client takes the platform's fetch as it is at the call", async () => {
  const okta = createOktaClient({ orgUrl: "https://example.okta.com", token: "00secret" });
  const platform = vi.spyOn(globalThis, "fetch").mockImplementation(async () => json({ id: 1 }));
  expect(await okta.request("GET", "/x")).toMatchObject({ data: { id: 1 } });
  expect(platform).toHaveBeenCalledWith("https://example.okta.com/x", expect.objectContaining({ method: "GET" }));
});

describe("headers", () => {
  test.each([
    ["the client", { headers: { "x-a": "a\nb" } }, {}, /^The option headers.*x-a/],
    ["the call", {}, { headers: { "x-a": "a\nb" } }, /^The headers of the call.*x-a/],
    ["a parameter", {}, { params: { header: { "x-a": "a\nb" } } }, /^The header parameters.*x-a/],
  ])("of %s that cannot be sent are named before anything is", async (_, options, init, message) => {
    const attempt = async () => {
      const { okta } = org([json({})], options);
      await okta.GET("/api/v1/org", init as object);
    };
    await expect(attempt()).rejects.toThrow(message);
  });

  test("of a call win over those of the client, those of its parameters over both; a type of its own stays", async () => {
    const { okta, sent } = org([json({})], { headers: { "x-a": "client", "x-b": "client", "x-c": "client" } });
    const init = {
      headers: { "x-b": "call", "x-c": "call", "Content-Type": "application/scim+json" },
      params: { header: { "x-c": "parameter" } },
      body: { a: 1 },
    };
    await okta.POST("/api/v1/groups", init as never);
    expect(sent[0]!.headers).toMatchObject({
      "x-a": "client",
      "x-b": "call",
      "x-c": "parameter",
      "content-type": "application/scim+json",
    });
  });

  test("have no content type without a body, nor with one that brings its own", async () => {
    const { okta, sent } = org([() => json({})]);
    await okta.request("POST", "/x");
    await okta.request("POST", "/x", { body: new FormData() });
    expect(sent.map(({ headers }) => "content-type" in headers)).toEqual([false, false]);
  });
});

describe("a redirect that a browser hides", () => {
  const hidden = () => Object.defineProperty(Response.error(), "status", { value: 0 });

  test("is an error with the status 0", async () => {
    const { okta } = org([hidden()], { retry: false });
    expect(await okta.request("GET", "/x")).toMatchObject({ ok: false, status: 0, error: { status: 0 } });
  });

  test("is what middleware makes of it", async () => {
    const { okta } = org([hidden()], { retry: false });
    okta.use({ onResponse: () => json({}, 404) });
    expect(await okta.request("GET", "/x")).toMatchObject({ status: 404, response: { status: 404 } });
  });

  test("is one behind middleware too, and a 500 of Okta stays one", async () => {
    for (const [outcome, status] of [
      [hidden(), 0],
      [fail(500)(), 500],
    ] as const) {
      const { okta } = org([outcome], { retry: false });
      okta.use({ onRequest: () => undefined });
      expect((await okta.request("GET", "/x")).status).toBe(status);
    }
  });
});

describe("a failure by middleware", () => {
  test.each([404, 500])("that answers itself with a %d is one", async (status) => {
    const { okta, sent } = org([json({})]);
    okta.use({ onRequest: () => json({}, status) });
    expect(await okta.request("GET", "/x")).toMatchObject({ ok: false, status, attempts: 0 });
    expect(sent).toEqual([]);
  });

  test("in place of a 500 has its own response", async () => {
    const { okta } = org([fail(500)]);
    const own = json({}, 500, { "x-own": "1" });
    okta.use({ onResponse: () => own });
    expect((await okta.request("GET", "/x")).response.headers.get("x-own")).toBe("1");
  });

  test("in place of the 404 of a retried DELETE is one", async () => {
    const { okta } = org([lost, fail(404)]);
    okta.use({ onResponse: () => json({}, 403) });
    const call = watch(okta.request("DELETE", "/api/v1/groups/00g1"));
    await pass(60_000);
    expect(call.result).toMatchObject({ ok: false, status: 403 });
  });
});

test.each([
  ["a header of four characters is hidden", "abcd", true],
  ["one of three is no secret", "abc", false],
])("in an error of the platform, %s", async (_, value, hidden) => {
  const auth = { authorize: () => ({ "x-key": value }) };
  const { okta } = org([new TypeError(`bad ${value}!`)], { auth, retry: false });
  const call = watch(okta.request("GET", "/x"));
  await pass(0);
  expect(call.error.message.includes(value)).toBe(!hidden);
});

test("an error of the platform that holds the token is handed out without it", async () => {
  const { okta, events } = org([new TypeError('Headers: "SSWS 00secret" is invalid')], { retry: { faults: 1 } });
  const call = watch(okta.request("GET", "/x"));
  await pass(60_000);
  expect(call.error.message).toBe('GET /x: no response (Headers: "SSWS [redacted]" is invalid) after 2 attempts');
  expect(String(call.error.cause.stack)).not.toContain("00secret");
  expect(JSON.stringify(events.map((event) => ("error" in event ? String(event.error) : "")))).not.toContain(
    "00secret",
  );
});

describe("the caller's abort", () => {
  const reason = new Error("the caller left");

  test.each<[string, Script, OktaClientOptions, number]>([
    ["before the call", [json({})], {}, 0],
    ["while it is sent", [forEver], {}, 1],
    ["in a wait for a retry", [fail(503, { "retry-after": "30" })], {}, 1],
    ["in a wait for the window", [fail(429, { "retry-after": "30" })], {}, 1],
  ])("%s rejects with its reason", async (_, script, options, count) => {
    const controller = new AbortController();
    if (count === 0) controller.abort(reason);
    const { okta, sent } = org(script, options);
    const call = watch(okta.request("GET", "/x", { signal: controller.signal }));
    await pass(100);
    controller.abort(reason);
    await pass(0);
    expect(call.error).toBe(reason);
    expect(sent).toHaveLength(count);
  });

  test("of a POST rejects with its reason too, and nothing is announced", async () => {
    const controller = new AbortController();
    const { okta, events } = org([forEver]);
    const call = watch(okta.request("POST", "/x", { signal: controller.signal }));
    await pass(100);
    controller.abort(reason);
    await pass(0);
    expect(call.error).toBe(reason);
    expect(events.map(({ type }) => type)).toEqual(["start", "end"]);
  });

  test("in a queue gives no place away", async () => {
    const controller = new AbortController();
    let finish: (response: Response) => void = () => {};
    const { okta, sent } = org([new Promise<Response>((resolve) => (finish = resolve)), json({})], { concurrency: 1 });
    watch(okta.request("GET", "/1"));
    const second = watch(okta.request("GET", "/2", { signal: controller.signal }));
    const third = watch(okta.request("GET", "/3"));
    controller.abort(reason);
    await pass(0);
    expect(second.error).toBe(reason);
    finish(json({}));
    await pass(0);
    expect(third.result).toMatchObject({ ok: true });
    expect(sent.map(({ url }) => url.slice(-2))).toEqual(["/1", "/3"]);
  });
});

describe("events", () => {
  test("tell start and end of a call, with what it came to", async () => {
    const { okta, events } = org([json({}, 200, { "x-okta-request-id": "r1" }), lost], { retry: false });
    await okta.request("GET", "/api/v1/groups/00g1?x=1");
    await okta.request("GET", "/y").catch(() => {});
    const [start, end, second, failed] = events;
    expect(start).toEqual({ method: "GET", path: "/api/v1/groups/00g1", id: expect.any(Number), type: "start" });
    expect(end).toEqual({
      method: "GET",
      path: "/api/v1/groups/00g1",
      id: (start as { id: number }).id,
      type: "end",
      status: 200,
      attempts: 1,
      duration: expect.any(Number),
      bucket: "/api/v1/groups/{id}",
      requestId: "r1",
    });
    expect((second as { id: number }).id).not.toBe((start as { id: number }).id);
    expect(failed).toMatchObject({ type: "end", error: { name: "OktaConnectionError" }, attempts: 1 });
    expect(failed).not.toHaveProperty("status");
    expect(failed).not.toHaveProperty("requestId");
  });

  test("tell how long a call took", async () => {
    await pass(1000);
    const { okta, events } = org([fail(503), json({})]);
    watch(okta.request("GET", "/x"));
    await pass(1000);
    expect(events.at(-1)).toMatchObject({ type: "end", duration: 250 });
  });

  test("tell a wait for the window, and none where nothing waits", async () => {
    const { okta, events } = org([() => json([], 200, limits(0, 3, 1)), () => json([], 200, limits(0, 60, 1))]);
    await okta.request("GET", "/x");
    expect(events.filter(({ type }) => type === "wait")).toEqual([]);
    watch(okta.request("GET", "/x"));
    await pass(4000);
    expect(events.filter(({ type }) => type === "wait")).toMatchObject([{ reason: "rate-limit", delay: 3000 }]);
  });
});

describe("a stream", () => {
  const reading = (okta: ReturnType<typeof org>["okta"], path: string, signal?: AbortSignal) =>
    okta.request("GET", path, { parseAs: "stream", signal } as object);
  /** A body whose end or failure the test decides. */
  function body() {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({ start: (own) => void (controller = own) });
    return {
      response: new Response(stream),
      end: () => controller.close(),
      fail: (error: unknown) => controller.error(error),
    };
  }

  test("holds one place until it is read", async () => {
    const { response, end } = body();
    const { okta, sent } = org([response, forEver], { concurrency: 1, timeout: 0 });
    const { data } = await reading(okta, "/1");
    watch(okta.request("GET", "/2"));
    watch(okta.request("GET", "/3"));
    await pass(100);
    expect(sent).toHaveLength(1);
    end();
    expect(await (data as ReadableStream).getReader().read()).toEqual({ done: true, value: undefined });
    await pass(100);
    expect(sent.map(({ url }) => url.slice(-2))).toEqual(["/1", "/2"]);
  });

  test.each([0, 1000])("that breaks off is an error of the connection, with a limit of %d ms", async (timeout) => {
    const { response, fail } = body();
    const { okta } = org([response], { timeout, totalTimeout: 0 });
    const { data } = await reading(okta, "/x");
    fail(new TypeError("terminated"));
    await expect((data as ReadableStream).getReader().read()).rejects.toMatchObject({
      name: "OktaConnectionError",
      message: "GET /x: no response (terminated)",
    });
  });

  test("that the caller aborts ends with the caller's reason", async () => {
    const controller = new AbortController();
    const { okta } = org([body().response]);
    const { data } = await reading(okta, "/x", controller.signal);
    const part = (data as ReadableStream).getReader().read();
    controller.abort(new Error("the caller left"));
    await expect(part).rejects.toThrow(/^the caller left$/);
  });
});

describe("a repeated call", () => {
  test("waits before the new ones, and leaves no timer behind", async () => {
    let finish: (response: Response) => void = () => {};
    const script = [fail(503), new Promise<Response>((resolve) => (finish = resolve)), json({}), json({})];
    const { okta, sent } = org(script, { concurrency: 1 });
    for (const path of ["/1", "/2", "/3"]) {
      watch(okta.request("GET", path));
      await pass(10);
    }
    await pass(1000);
    finish(json({}));
    await pass(0);
    expect(sent.map(({ url }) => url.slice(-2))).toEqual(["/1", "/2", "/1", "/3"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that gets no turn in time after a lost response is a timeout", async () => {
    const { okta, sent } = org([lost, forEver], { concurrency: 1, timeout: 0 });
    const first = watch(okta.request("DELETE", "/x", { totalTimeout: 2000 }));
    watch(okta.request("GET", "/y", { totalTimeout: 0 }));
    await pass(2000);
    expect(sent).toHaveLength(2);
    expect(first.error).toMatchObject({ reason: "timeout", message: "DELETE /x: the total time is up", attempts: 1 });
  });
});

describe("what a call gets", () => {
  test.each<[string, string | undefined, Response, unknown]>([
    ["JSON", undefined, json({ a: 1 }), { a: 1 }],
    ["text", "text", json({ a: 1 }), '{"a":1}'],
    ["nothing", undefined, new Response(null, { status: 204 }), undefined],
    ["an empty text", "text", new Response(null, { status: 204 }), ""],
    ["no stream", "stream", new Response(null, { status: 204 }), null],
  ])("%s", async (_, parseAs, response, expected) => {
    const { okta } = org([response]);
    expect((await okta.request("GET", "/x", { parseAs } as object)).data).toEqual(expected);
  });

  test("a Blob with its type, and empty bytes, of an empty response", async () => {
    const typed = new Response("abc", { headers: { "content-type": "image/png" } });
    const { okta } = org([typed, new Response(null, { status: 204 }), new Response(null, { status: 204 })]);
    const blob = (await okta.request("GET", "/x", { parseAs: "blob" } as object)).data as Blob;
    expect([blob.type, await blob.text()]).toEqual(["image/png", "abc"]);
    expect(((await okta.request("GET", "/x", { parseAs: "blob" } as object)).data as Blob).size).toBe(0);
    expect(
      ((await okta.request("GET", "/x", { parseAs: "arrayBuffer" } as object)).data as ArrayBuffer).byteLength,
    ).toBe(0);
  });

  test.each(["blob", "arrayBuffer"] as const)(
    "an empty %s of an empty response that middleware saw",
    async (parseAs) => {
      const { okta } = org([new Response(null, { status: 204 })]);
      okta.use({ onResponse: () => undefined });
      const { data } = await okta.request("GET", "/x", { parseAs } as object);
      const bytes = parseAs === "blob" ? await (data as Blob).arrayBuffer() : (data as ArrayBuffer);
      expect(bytes.byteLength).toBe(0);
    },
  );

  test("an error with the body as it came", async () => {
    const { okta } = org([
      json({ errorCode: "E0000007" }, 404),
      new Response("", { status: 404 }),
      new Response("<p>", { status: 404 }),
    ]);
    const bodies = [];
    for (let i = 0; i < 3; i += 1) bodies.push((await okta.request("GET", "/x")).error!.body);
    expect(bodies).toEqual([{ errorCode: "E0000007" }, undefined, "<p>"]);
  });

  test("an error with a hint for the path as it was sent, without its query", async () => {
    const { okta } = org([fail(404), fail(404)]);
    const get = (userId: string, query?: object) =>
      okta.GET("/api/v1/users/{userId}", { params: { path: { userId }, query } } as never);
    expect((await get("ada/b")).error!.message).toContain('login holds a "/"');
    expect((await get("ada", { expand: "blocks/x" })).error!.message).not.toContain("login");
  });

  test("a success that cannot be read is an error of the connection", async () => {
    const { okta, sent } = org([new Response("<html>", { headers: { "content-type": "text/html" } })]);
    const call = watch(okta.request("GET", "/x"));
    await pass(60_000);
    expect(call.error).toMatchObject({
      reason: "unreadable",
      status: 200,
      attempts: 1,
      message: expect.stringMatching(/^GET \/x: 200, but the response body is a web page/),
    });
    expect(sent).toHaveLength(1);
  });

  test("what it sets for the platform reaches it, and nothing of the client's does", async () => {
    const { okta, sent } = org([json({})]);
    await okta.request("GET", "/x", {
      cache: "no-store",
      next: { revalidate: 60 },
      cf: { cacheTtl: 1 },
      retry: false,
      timeout: 0,
      query: { a: 1 },
    });
    const init = { ...sent[0]!.init };
    delete init.headers;
    delete init.signal;
    expect(init).toEqual({
      method: "GET",
      redirect: "manual",
      cache: "no-store",
      next: { revalidate: 60 },
      cf: { cacheTtl: 1 },
    });
  });
});

test.each<[string, RegExp]>([
  ["api/v1/users", /must begin with "\/"/],
  ["/api/v1/users#x", /holds a "#"/],
  ["/api/v1/../x", /holds the segment "\.\."/],
  ["//evil.example/x", /holds the segment ""/],
])("the path %s is refused by every way of a call, before anything is sent", async (path, message) => {
  const { okta, sent } = org([json([])]);
  const any = okta as any;
  await expect(okta.request("GET", path)).rejects.toThrow(message);
  await expect(any.GET(path)).rejects.toThrow(message);
  expect(() => any.paginate(path)).toThrow(message);
  expect(sent).toEqual([]);
});
