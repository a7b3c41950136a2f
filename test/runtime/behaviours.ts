/**
 * What the client promises, as checks that run on every runtime. Each gets the address of the misbehaving org of
 * `test/support/org-server.ts` and throws when a promise is broken.
 */
import {
  createOktaClient,
  deactivateAndDelete,
  expression,
  followLog,
  OktaApiError,
  OktaConnectionError,
  type OktaClient,
  unwrap,
  waitFor,
} from "../../src/index.ts";
import { serviceApp } from "../../src/auth/service-app.ts";
import { check, SECRET, trial } from "./harness.ts";

export interface Behaviour {
  name: string;
  run(orgUrl: string): Promise<void>;
}

const behaviours: Behaviour[] = [];
const promise = (name: string, run: Behaviour["run"]) => behaviours.push({ name, run });
const user = { params: { path: { userId: "ada" } } };
const ids = (items: unknown[]) => items.map((item) => (item as { id: number }).id);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

// Requests

promise("sends token, query and body as Okta expects them", async (url) => {
  const { okta } = trial(url, { name: "echo" }, { userAgent: "my-app/1.2", headers: { "x-extra": "1" } });
  const search = expression`profile.lastName eq ${'O"Hara, 😀 +1'}`;
  const { data } = await okta.request<any>("POST", "/api/v1/anything", {
    query: { search, since: new Date(0), id: ["a,b", "c"], expand: ["x", "y"], none: undefined },
    body: { kept: null, dropped: undefined, text: "é😀" },
  });
  check.equal(data.headers.authorization, `SSWS ${SECRET}`);
  check.equal(data.headers["x-extra"], "1");
  check.equal(data.headers["content-type"], "application/json");
  check.equal(data.body, '{"kept":null,"text":"é😀"}');
  const query = new URL(data.url, url).searchParams;
  check.equal(query.get("search"), 'profile.lastName eq "O\\"Hara, 😀 +1"');
  check.equal(query.get("since"), "1970-01-01T00:00:00.000Z");
  check.equal(query.getAll("id"), ["a,b", "c"]);
  check.equal(query.get("expand"), "x,y");
  check.equal(query.has("none"), false);
  check.ok(data.url.includes("%20%2B1") && !data.url.includes("+"), "space and plus are percent-encoded");
});

promise("names itself in User-Agent, the application first", async (url) => {
  if ("document" in globalThis) return; // browsers keep their own
  const { okta } = trial(url, { name: "echo" }, { userAgent: "my-app/1.2" });
  const { data } = await okta.request<any>("GET", "/");
  check.ok(/^my-app\/1\.2 okta-fetch\/\d/.test(data.headers["user-agent"]), data.headers["user-agent"]);
});

promise("sends forms, bytes, Blobs and streams as they are", async (url) => {
  const { okta, log } = trial(url, { name: "echo" });
  const form = new FormData();
  form.set("file", new Blob(["abc"], { type: "image/png" }), "logo.png");
  await okta.request("POST", "/form", { body: form });
  await okta.request("POST", "/blob", { body: new Blob(["pem"], { type: "application/x-pem-file" }) });
  const bytes = new TextEncoder().encode("der");
  await okta.request("POST", "/bytes", { body: bytes, headers: { "content-type": "application/pkcs10" } });
  await check.rejects(okta.request("POST", "/bytes", { body: bytes }), "TypeError", /content-type/);
  const [sentForm, sentBlob, sentBytes, ...rest] = await log();
  check.ok(sentForm!.headers["content-type"]!.startsWith("multipart/form-data; boundary="), "multipart");
  check.ok(sentForm!.body.includes('filename="logo.png"'), "the file's name is sent");
  check.equal([sentBlob!.headers["content-type"], sentBlob!.body], ["application/x-pem-file", "pem"]);
  check.equal([sentBytes!.headers["content-type"], sentBytes!.body], ["application/pkcs10", "der"]);
  check.equal(rest.length, 0, "requests besides");
});

promise("refuses path parameters that name another endpoint", async (url) => {
  const { okta, log } = trial(url, { name: "echo" });
  for (const userId of ["", ".", ".."]) {
    await check.rejects(okta.GET("/api/v1/users/{userId}", { params: { path: { userId } } }), "TypeError", /userId/);
  }
  await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "a/b?c#d%2e😀" } } });
  const [only, ...rest] = await log();
  check.equal(only!.url, "/api/v1/users/a%2Fb%3Fc%23d%252e%F0%9F%98%80");
  check.equal(rest.length, 0, "requests besides");
});

// Results

promise("tells request id and rate limit with every result", async (url) => {
  const { okta } = trial(url, { name: "limited" });
  const { ok, status, requestId, rateLimit } = await okta.GET("/api/v1/users");
  check.equal([ok, status, requestId, rateLimit?.limit, rateLimit?.remaining], [true, 200, "req1", 600, 599]);
  check.ok(rateLimit!.reset instanceof Date, "reset is a Date");
});

promise("gives XML and text as text, an empty body as undefined", async (url) => {
  for (const [body, headers, expected] of [
    ["<md/>", { "content-type": "application/xml;charset=ISO-8859-1" }, "<md/>"],
    ["plain", { "content-type": "text/plain" }, "plain"],
    ['{"a":1}', { "content-type": "application/json;charset=UTF-8" }, { a: 1 }],
    ["", {}, undefined],
  ] as const) {
    const { okta } = trial(url, { name: "fixed", body, headers });
    check.equal((await okta.request("GET", "/x")).data, expected);
  }
});

promise("always sets error when the answer is not ok", async (url) => {
  for (const [status, body, text] of [
    [404, "", /404 Not Found/],
    [
      400,
      '{"errorCode":"E0000001","errorSummary":"Api validation failed","errorCauses":[{"errorSummary":"login: taken"}]}',
      /login: taken/,
    ],
    [401, '{"errorCode":"E0000011","errorSummary":"Invalid token provided"}', /expired or revoked/],
    [403, '{"errorCode":"E0000006","errorSummary":"You do not have permission"}', /role or the OAuth scope/],
    [500, "<html>", /500/],
    [400, '{"errorCode":', /400/],
    [400, '{"errorCode":7,"errorCauses":"none"}', /400/],
    [400, '"text"', /400/],
  ] as const) {
    const { okta } = trial(url, { name: "fixed", status, body, headers: { "content-type": "application/json" } });
    const { ok, error, data } = await okta.GET("/api/v1/users/{userId}", user);
    check.equal(ok, false);
    check.equal(data, undefined);
    check.ok(error instanceof OktaApiError && text.test(error.message), String(error));
    check.equal(error.path, "/api/v1/users/{userId}");
    await check.rejects(unwrap(okta.GET("/api/v1/users/{userId}", user)), "OktaApiError", text);
  }
});

promise("says clearly that a 200 is a web page, or breaks off", async (url) => {
  for (const [body, type, text] of [
    ["<!doctype html>", "text/html", /web page/],
    ['{"id":', "application/json", /breaks off/],
    ["<html>", "application/json", /web page/],
  ] as const) {
    const { okta } = trial(url, { name: "fixed", body, headers: { "content-type": type } });
    const error = await check.rejects(okta.GET("/api/v1/users/{userId}", user), "OktaConnectionError", text);
    check.equal([error.reason, error.status], ["unreadable", 200]);
  }
});

promise("passes answers on as they are, prototype keys included", async (url) => {
  const body = '{"__proto__":{"polluted":true},"status":"NEW_STATUS","constructor":{"prototype":{"polluted":true}}}';
  for (const status of [200, 400]) {
    const { okta } = trial(url, { name: "fixed", status, body, headers: { "content-type": "application/json" } });
    const { data } = await okta.GET("/api/v1/users/{userId}", user);
    if (data) check.equal(data.status, "NEW_STATUS");
    check.equal(({} as any).polluted, undefined);
  }
});

promise("reads a body in another way on demand", async (url) => {
  const { okta } = trial(url, { name: "fixed", body: '{"id":"x"}', headers: { "content-type": "application/json" } });
  check.equal((await okta.GET("/api/v1/users/{userId}", { ...user, parseAs: "text" })).data, '{"id":"x"}');
  const { data: bytes } = await okta.GET("/api/v1/users/{userId}", { ...user, parseAs: "arrayBuffer" });
  check.equal(new Uint8Array(bytes!).length, 10);
  const { data: stream } = await okta.GET("/api/v1/users/{userId}", { ...user, parseAs: "stream" });
  check.equal(await new Response(stream!).text(), '{"id":"x"}');
});

// Faults

promise("repeats what is safe to repeat after a gateway's fault", async (url) => {
  for (const status of [502, 503, 504]) {
    const { okta, log, events } = trial(url, { name: "flaky", status, times: 2 });
    check.equal((await okta.GET("/api/v1/users/{userId}", user)).ok, true);
    check.equal((await log()).length, 3, "requests");
    check.equal(
      events.flatMap((e) => (e.type === "retry" ? e.status : [])),
      [status, status],
    );
  }
});

promise("repeats a broken connection and a body that breaks off, and a PUT with its body", async (url) => {
  const dropped = trial(url, { name: "flaky", status: 0 });
  check.equal((await dropped.okta.request("PUT", "/x", { body: { a: 1 } })).ok, true);
  check.equal(
    (await dropped.log()).map(({ body }) => body),
    ['{"a":1}', '{"a":1}'],
  );
  const broken = trial(url, { name: "brokenBody" });
  check.equal((await broken.okta.GET("/api/v1/users/{userId}", user)).ok, true);
  check.equal((await broken.log()).length, 2, "requests");
});

promise("does not repeat a POST after a fault unless it is told to", async (url) => {
  // Browsers repeat a POST themselves when a kept connection breaks.
  for (const status of "document" in globalThis ? [503] : [0, 503]) {
    const { okta, log } = trial(url, { name: "flaky", status });
    const call = okta.request("POST", "/x", { body: {} });
    if (status === 0) await check.rejects(call, "OktaConnectionError", /no response/);
    else check.equal((await call).status, 503);
    check.equal((await log()).length, 1, "requests");
    const told = trial(url, { name: "flaky", status });
    check.equal((await told.okta.request("POST", "/x", { body: {}, retry: { unsafe: true } })).ok, true);
  }
});

promise("gives up after the configured number, and says how often it tried", async (url) => {
  const { okta } = trial(url, { name: "flaky", status: 503, times: 99 }, { retry: { faults: 3 } });
  const { error } = await okta.GET("/api/v1/users/{userId}", user);
  check.equal([error?.status, error?.attempts], [503, 4]);
  const once = await okta.GET("/api/v1/users/{userId}", { ...user, retry: false });
  check.equal(once.error?.attempts, 1);
});

promise("covers slow headers and slow bodies with its timeout", async (url) => {
  for (const name of ["slowHeaders", "slowBody"] as const) {
    const { okta } = trial(url, { name, ms: 3000 }, { timeout: 100, retry: false });
    const started = performance.now();
    const error = await check.rejects(okta.GET("/api/v1/users/{userId}", user), "OktaConnectionError", /100 ms/);
    check.equal(error.reason, "timeout");
    check.ok(performance.now() - started < 1500, "it took too long");
  }
});

promise("covers all attempts and waits with its total timeout", async (url) => {
  const { okta } = trial(
    url,
    { name: "slowHeaders", ms: 3000 },
    { timeout: 80, totalTimeout: 200, retry: { faults: 99 } },
  );
  const started = performance.now();
  await check.rejects(okta.GET("/api/v1/users/{userId}", user), "OktaConnectionError");
  check.ok(performance.now() - started < 1500, "it took too long");
});

promise("rejects at once with the caller's reason, while it sends and while it waits", async (url) => {
  const reason = new Error("the user left");
  for (const scenario of [
    { name: "slowHeaders", ms: 3000 },
    { name: "slowBody", ms: 3000 },
    { name: "flaky", status: 429, times: 99 },
  ] as const) {
    const { okta } = trial(url, scenario, { retry: { baseDelay: 5000, maxDelay: 5000 } });
    const controller = new AbortController();
    const started = performance.now();
    const call = okta.GET("/api/v1/users/{userId}", { ...user, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 150);
    await check.rejects(call, "Error", /the user left/);
    check.ok(performance.now() - started < 1500, "it took too long");
  }
});

promise("sends a stream only once", async (url) => {
  if ("document" in globalThis) return; // browsers stream over HTTP/2 alone
  const { okta, log } = trial(url, { name: "flaky", status: 429, times: 9 });
  const body = new Response("streamed").body!;
  const { error } = await okta.request("POST", "/x", { body, headers: { "content-type": "text/plain" } });
  check.equal([error?.status, error?.attempts], [429, 1]);
  check.equal(
    (await log()).map((l) => l.body),
    ["streamed"],
  );
});

// Rate limits

promise("waits out a refused call by the answer's own clock", async (url) => {
  for (const skewSeconds of [-500, 0, 500]) {
    const { okta, events, log } = trial(
      url,
      { name: "limited", limit: 2, windowSeconds: 2, skewSeconds },
      { rateLimit: { proactive: false } },
    );
    const results = await Promise.all(upTo(4).map(() => okta.GET("/api/v1/users")));
    check.equal(
      results.map(({ ok }) => ok),
      [true, true, true, true],
    );
    const limits = events.filter(({ type }) => type === "limit");
    check.ok(
      limits.length >= 1 && limits.every((e) => e.type === "limit" && e.delay! <= 2000),
      "waits of at most a window",
    );
    check.ok((await log()).length <= 10, "few refused calls");
  }
});

promise("holds back before the limit is reached", async (url) => {
  const { okta, events, log } = trial(url, { name: "limited", limit: 10, windowSeconds: 1, latency: 5 });
  await Promise.all(upTo(10).map(async (i) => (i < 1 ? okta.GET("/api/v1/users") : undefined)));
  const results = await Promise.all(upTo(30).map(() => okta.GET("/api/v1/users")));
  check.ok(
    results.every(({ ok }) => ok),
    "every call succeeds",
  );
  check.equal(events.filter(({ type }) => type === "limit").length, 0, "refused calls");
  check.equal((await log()).length, 31, "requests");
});

promise("ends a repetition that waits in a queue when the total time is up", async (url) => {
  const options = { concurrency: 1, totalTimeout: 300, timeout: 0 };
  const { okta } = trial(url, { name: "flakyThenSlow", status: 503, ms: 1500 }, options);
  const started = performance.now();
  const first = okta.GET("/api/v1/users/{userId}", user);
  const other = okta.GET("/api/v1/users/{userId}", { ...user, totalTimeout: 0 });
  check.equal((await first).status, 503);
  check.ok(performance.now() - started < 1200, "it took too long");
  check.equal((await other).ok, true);
});

promise("gives a 429 back when waiting is not allowed", async (url) => {
  const { okta } = trial(url, { name: "limited", limit: 1, others: 1, windowSeconds: 60 }, { retry: { maxWait: 0 } });
  const { error } = await okta.GET("/api/v1/users");
  check.equal([error?.status, error?.errorCode, error?.attempts], [429, "E0000047", 1]);
  check.ok(error!.retryAfter! > 0 && error!.retryAfter! <= 60_000, "retryAfter is told in ms");
});

promise("repeats a refused POST, since Okta has not acted on it", async (url) => {
  const { okta, log } = trial(url, { name: "flaky", status: 429 });
  check.equal((await okta.request("POST", "/x", { body: { a: 1 } })).ok, true);
  check.equal((await log()).length, 2, "requests");
});

// Lists

promise("reads a list page by page, across foreign hosts and an empty page", async (url) => {
  const { okta, log } = trial(url, {
    name: "pages",
    total: 450,
    emptyAt: 1,
    linkHost: "https://example-admin.okta.com",
    forget: ["expand"],
  });
  const all: unknown[] = [];
  for await (const item of okta.paginate("/api/v1/apps", { params: { query: { expand: "user/ada" } } })) all.push(item);
  check.equal(ids(all), upTo(450));
  const seen = await log();
  check.equal(seen.length, 4, "pages");
  check.ok(
    seen.every((l) => l.url.includes("expand=user%2Fada")),
    "expand is kept on every page",
  );
});

promise("never ends a list early in silence: a link that leads back is an error", async (url) => {
  for (const prefetch of [true, false]) {
    for (const [setting, read] of [
      [{ repeatAt: 1 }, 200],
      [{ repeatAt: 0 }, 200],
      [{ backAt: 1 }, 200],
      [{ backAt: 2 }, 400],
    ] as const) {
      const { okta } = trial(url, { name: "pages", total: 1000, ...setting });
      const seen: unknown[] = [];
      const reading = (async () => {
        for await (const item of okta.paginate("/api/v1/users", { prefetch })) seen.push(item);
      })();
      const error = await check.rejects(reading, "OktaConnectionError", /leads back/);
      check.equal(error.reason, "unreadable");
      check.equal(ids(seen), upTo("backAt" in setting && setting.backAt === 1 ? 400 : read), JSON.stringify(setting));
    }
  }
});

promise("notices a list that begins anew after it was resumed from a cursor", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 1000, repeatAt: 0 });
  let cursor: string | undefined;
  for await (const page of okta.paginate("/api/v1/users").pages()) {
    cursor = page.cursor;
    break;
  }
  const resumed = okta.paginate("/api/v1/users", { cursor }).toArray({ limit: 1000 });
  await check.rejects(resumed, "OktaConnectionError", /leads back/);
});

promise("ends at maxItems", async (url) => {
  const capped = trial(url, { name: "pages", total: 450, endless: true });
  const items = await capped.okta.paginate("/api/v1/users", { maxItems: 250, prefetch: false }).toArray({ limit: 250 });
  check.equal(items.length, 250);
  check.equal((await capped.log()).length, 2, "pages");
});

promise("refuses to collect more than it may", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 450 });
  await check.rejects(okta.paginate("/api/v1/users").toArray({ limit: 300 }), "RangeError", /more than 300/);
  check.equal((await okta.paginate("/api/v1/users").toArray({ limit: 450 })).length, 450);
});

promise("goes on from a saved cursor", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 450 });
  let cursor: string | undefined;
  for await (const page of okta.paginate("/api/v1/users").pages()) {
    cursor = page.cursor;
    check.equal(page.response.status, 200);
    break;
  }
  check.equal(ids(await okta.paginate("/api/v1/users", { cursor }).toArray({ limit: 999 })), upTo(450).slice(200));
});

promise("stops when its reader stops, at most one page ahead", async (url) => {
  const { okta, log } = trial(url, { name: "pages", total: 100_000 });
  for await (const item of okta.paginate("/api/v1/users")) if ((item as any).id === 250) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
  check.ok((await log()).length <= 3, "pages");
});

promise("gives items in order to readers that ask for many at once, then an end that stays", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 450, emptyAt: 1 });
  const items = okta.paginate("/api/v1/users")[Symbol.asyncIterator]();
  const answers = await Promise.all(Array.from({ length: 460 }, () => items.next()));
  check.equal(ids(answers.slice(0, 450).map(({ value }) => value)), upTo(450));
  check.ok(
    answers.slice(450).every(({ done }) => done),
    "ends after the last item",
  );
  check.equal((await items.next()).done, true);
});

promise("gives nothing more once its reader has stopped or a page was refused", async (url) => {
  const stopped = trial(url, { name: "pages", total: 450 }).okta.paginate("/api/v1/users")[Symbol.asyncIterator]();
  check.equal(ids([(await stopped.next()).value]), [0]);
  check.equal((await stopped.return!()).done, true);
  check.equal((await stopped.next()).done, true);
  const refused = trial(url, { name: "fixed", status: 403, body: "{}" }).okta.paginate("/api/v1/users");
  const items = refused[Symbol.asyncIterator]();
  const [first, second] = await Promise.allSettled([items.next(), items.next()]);
  check.equal(first!.status, "rejected");
  check.equal(second!.status === "fulfilled" && second!.value.done, true);
});

promise("loses and repeats nothing when a page fails on its way", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 450, failAt: 1 });
  check.equal(ids(await okta.paginate("/api/v1/users").toArray({ limit: 999 })), upTo(450));
});

promise("passes a refused page on as an error", async (url) => {
  const { okta } = trial(url, { name: "fixed", status: 403, body: '{"errorCode":"E0000006"}' });
  await check.rejects(okta.paginate("/api/v1/users").toArray({ limit: 9 }), "OktaApiError", /403/);
});

promise("follows the System Log without gap and repeat, also from a cursor", async (url) => {
  const script = [3, 0, 2, 0, 0, 4];
  const { okta } = trial(url, { name: "log", script });
  const seen: string[] = [];
  let cursor = "";
  const first = followLog(okta, { since: new Date(0), interval: 5 });
  for await (const event of first) {
    seen.push(event.uuid);
    cursor = first.cursor;
    if (seen.length === 4) break;
  }
  for await (const event of followLog(okta, { cursor, interval: 5 })) {
    seen.push(event.uuid);
    if (seen.length === 9) break;
  }
  check.equal(
    seen,
    upTo(9).map((i) => `event-${i}`),
  );
});

// Credentials

promise("sends no credential to another origin", async (url) => {
  const elsewhere = url.replace("127.0.0.1", "localhost");
  const { okta, log } = trial(url, { name: "redirect", location: `${elsewhere}/stolen` });
  const { ok, error } = await okta.GET("/api/v1/users/{userId}", user);
  check.equal(ok, false);
  check.ok(/redirect/.test(error!.message), error!.message);
  check.equal((await log()).length, 1, "requests");
  const paging = trial(url, { name: "pages", total: 3, limit: 1, linkHost: elsewhere });
  await paging.okta.paginate("/api/v1/users", { params: { query: { limit: 1 } } }).toArray({ limit: 9 });
  check.ok(
    (await paging.log()).every(({ headers }) => headers["host"] === new URL(url).host),
    "own host only",
  );
  const moved = trial(url, { name: "echo" });
  moved.okta.use({ onRequest: ({ request }) => new Request(request.url.replace("127.0.0.1", "localhost"), request) });
  await check.rejects(moved.okta.request<any>("GET", "/x"), "TypeError", /another origin/);
  check.equal((await moved.log()).length, 0, "requests after a middleware's detour");
});

promise("shows no credential in results, errors and events", async (url) => {
  const texts: string[] = [];
  const show = (value: unknown) => {
    texts.push(String(value), JSON.stringify(value) ?? "", String((value as Error)?.stack));
    for (let at: any = value; at instanceof Error; at = at.cause) texts.push(at.message, JSON.stringify(at));
  };
  for (const scenario of [
    { name: "fixed", status: 401, body: '{"errorCode":"E0000011"}' },
    { name: "flaky", status: 0, times: 9 },
    { name: "flaky", status: 503, times: 9 },
  ] as const) {
    const { okta, events } = trial(url, scenario);
    show(okta);
    await okta.GET("/api/v1/users/{userId}", user).then(({ error }) => show(error), show);
    events.forEach(show);
  }
  check.ok(texts.length > 10 && texts.every((text) => !text.includes(SECRET)), "the token is shown");
});

promise("asks a token function again when a token was refused, once", async (url) => {
  const reasons: string[] = [];
  const { okta, log } = trial(
    url,
    { name: "pages", total: 450, expireAt: 1 },
    {
      accessToken: ({ reason }) => `token-${reasons.push(reason)}`,
    },
  );
  check.equal(ids(await okta.paginate("/api/v1/users").toArray({ limit: 999 })), upTo(450));
  check.equal(reasons, ["first", "refused"]);
  check.equal((await log()).at(-1)!.headers["authorization"], "Bearer token-2");
  const denied = trial(url, { name: "fixed", status: 401 }, { accessToken: () => "never-good" });
  check.equal((await denied.okta.GET("/api/v1/users/{userId}", user)).status, 401);
  check.equal((await denied.log()).length, 2, "requests");
});

promise("uses a token to its end when its renewal fails", async (url) => {
  const { okta } = trial(
    url,
    { name: "echo" },
    {
      accessToken: ({ reason }) => {
        if (reason !== "first") throw new Error("the token service is down");
        return { accessToken: "token-1", expiresIn: 2 };
      },
    },
  );
  const sent = async () => (await unwrap(okta.request<any>("GET", "/x"))).headers.authorization;
  check.equal(await sent(), "Bearer token-1");
  await new Promise((resolve) => setTimeout(resolve, 1850));
  check.equal(await sent(), "Bearer token-1", "token in its last tenth");
  await new Promise((resolve) => setTimeout(resolve, 200));
  await check.rejects(okta.request("GET", "/x"), "Error", /token service is down/);
});

promise("names the scope that an access token lacks", async (url) => {
  const headers = { "www-authenticate": 'Bearer error="insufficient_scope", scope="okta.users.manage"' };
  const body = '{"errorCode":"E0000006","errorSummary":"You do not have permission"}';
  const { okta } = trial(url, { name: "fixed", status: 403, headers, body }, { accessToken: "t" });
  const { error } = await okta.GET("/api/v1/users/{userId}", user);
  if ("document" in globalThis) return; // the header is not exposed by every org
  check.ok(/needs the scope okta\.users\.manage/.test(error!.message), error!.message);
});

const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};
async function keys() {
  const pair = (await crypto.subtle.generateKey(rsa, true, ["sign", "verify"])) as CryptoKeyPair;
  const privateKey = { ...(await crypto.subtle.exportKey("jwk", pair.privateKey)), kid: "key1" } as never;
  return { privateKey, publicJwk: await crypto.subtle.exportKey("jwk", pair.publicKey) };
}

for (const dpop of [false, true]) {
  promise(
    `signs in as a service app with one token for 100 cold calls${dpop ? ", bound by DPoP" : ""}`,
    async (url) => {
      const { privateKey, publicJwk } = await keys();
      const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"], dpop });
      const { okta } = trial(url, { name: "oauth", publicJwk, dpop, tokenLatency: 50 }, { auth });
      const results = await Promise.all(upTo(100).map((i) => okta.request<any>("GET", `/x?n=${i}`)));
      check.equal([...new Set(results.map(({ data, error }) => data?.token ?? error?.message))], ["token-1"]);
    },
  );
}

promise("answers changing DPoP nonces with fresh proofs", async (url) => {
  const { privateKey, publicJwk } = await keys();
  const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"], dpop: true });
  const { okta, log } = trial(url, { name: "oauth", publicJwk, dpop: true, rotate: 3 }, { auth });
  for (const i of upTo(12)) {
    const { error } = await okta.request("GET", `/x?n=${i}`);
    check.equal(error?.message, undefined);
  }
  const proofs = (await log()).map(({ headers }) => headers["dpop"]);
  check.equal(new Set(proofs).size, proofs.length, "proofs");
});

promise("renews a service app's token ahead of its end, and when it was revoked", async (url) => {
  const { privateKey, publicJwk } = await keys();
  const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"] });
  const { okta } = trial(url, { name: "oauth", publicJwk, expiresIn: 1 }, { auth });
  const token = async (path: string) => (await unwrap(okta.request<any>("GET", path))).token;
  check.equal(await token("/x"), "token-1");
  await new Promise((resolve) => setTimeout(resolve, 950));
  check.equal(await token("/x"), "token-1", "token while the next one is on its way");
  await new Promise((resolve) => setTimeout(resolve, 150));
  check.equal(await token("/x"), "token-2");
  await token("/revoke");
  check.equal(await token("/x"), "token-3");
});

promise("says why a service app gets no token, without its key", async (url) => {
  const [one, other] = [await keys(), await keys()];
  const auth = serviceApp({ clientId: "0oa1", privateKey: one.privateKey, scopes: ["okta.users.read"] });
  const { okta } = trial(url, { name: "oauth", publicJwk: other.publicJwk }, { auth });
  const error = await check.rejects(okta.request("GET", "/x"), "OktaTokenError", /invalid_client.*keyId/);
  check.ok(!JSON.stringify(error).includes((one.privateKey as { d: string }).d), "the key is shown");
});

// Everyday things

promise("runs middleware around a call, as openapi-fetch does", async (url) => {
  const { okta, log } = trial(url, { name: "echo" });
  const seen: unknown[] = [];
  const middleware = {
    onRequest({ request, schemaPath }: { request: Request; schemaPath: string }) {
      request.headers.set("x-extra", "added");
      seen.push(schemaPath);
    },
    async onResponse({ response }: { response: Response }) {
      seen.push(
        await response
          .clone()
          .json()
          .then((body) => body.headers["x-extra"]),
      );
    },
  };
  okta.use(middleware);
  const { data } = await okta.request<any>("POST", "/x", { body: { a: 1 } });
  check.equal([data.body, data.headers["x-extra"]], ['{"a":1}', "added"]);
  check.equal(seen, ["/x", "added"]);
  okta.eject(middleware);
  await okta.request("GET", "/x");
  check.equal((await log()).at(-1)!.headers["x-extra"], undefined);
});

promise("waits for what takes its time", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 0, endless: true });
  let calls = 0;
  await waitFor(
    async () => ((calls += 1), okta.GET("/api/v1/users")),
    () => calls === 3,
    { interval: 5 },
  );
  check.equal(calls, 3);
  await check.rejects(
    waitFor(
      async () => 1,
      () => false,
      { timeout: 30, interval: 10 },
    ),
    "WaitTimeoutError",
    /30 ms/,
  );
});

promise("deactivates and deletes with one call", async (url) => {
  const { okta, log } = trial(url, { name: "echo" });
  await deactivateAndDelete(okta, "/api/v1/users/{userId}", { userId: "ada" });
  check.equal(
    (await log()).map(({ method, url }) => `${method} ${url}`),
    ["POST /api/v1/users/ada/lifecycle/deactivate", "DELETE /api/v1/users/ada"],
  );
});

promise("deletes a user for good even when the deactivation was refused", async (url) => {
  const { okta, log } = trial(url, { name: "refusing", refuse: "POST" });
  await deactivateAndDelete(okta, "/api/v1/users/{userId}", { userId: "ada" });
  check.equal(
    (await log()).map(({ method }) => method),
    ["POST", "DELETE", "DELETE"],
  );
});

promise("keeps to its concurrency", async (url) => {
  const { okta, events } = trial(url, { name: "slowHeaders", ms: 30 }, { concurrency: 4 });
  await okta.GET("/api/v1/users/{userId}", user);
  const started = performance.now();
  await Promise.all(upTo(16).map(() => okta.GET("/api/v1/users/{userId}", user)));
  check.ok(performance.now() - started >= 4 * 30 - 10, "four at a time");
  check.ok(
    events.some((e) => e.type === "wait" && e.reason === "concurrency"),
    "waits are reported",
  );
});

promise("says that an org cannot be reached", async () => {
  const okta: OktaClient = createOktaClient({
    orgUrl: "http://127.0.0.1:47999",
    token: SECRET,
    retry: { faults: 1, baseDelay: 1 },
  });
  const error: OktaConnectionError = await check.rejects(
    okta.request("POST", "/x", { body: {} }),
    "OktaConnectionError",
    /no response/,
  );
  check.equal(error.reason, "network");
  // Browsers and workerd do not tell why a connection failed.
  if ("document" in globalThis || globalThis.navigator?.userAgent === "Cloudflare-Workers") return;
  check.equal(error.attempts, 2, "attempts: nothing was sent, so a POST may be repeated");
});

export default behaviours;
