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

promise("does not repeat a POST after a fault unless it is allowed to", async (url) => {
  // Browsers repeat a POST themselves when a kept connection breaks.
  for (const status of "document" in globalThis ? [503] : [0, 503]) {
    const { okta, log } = trial(url, { name: "flaky", status });
    const call = okta.request("POST", "/x", { body: {} });
    if (status === 0) await check.rejects(call, "OktaConnectionError", /no response/);
    else check.equal((await call).status, 503);
    check.equal((await log()).length, 1, "requests");
    const permitted = trial(url, { name: "flaky", status });
    check.equal((await permitted.okta.request("POST", "/x", { body: {}, retry: { unsafe: true } })).ok, true);
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

promise("ends a retry that waits in a queue when the total time is up", async (url) => {
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
  check.ok(error!.retryAfter! > 0 && error!.retryAfter! <= 60_000, "retryAfter is in ms");
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

async function keys() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
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
  const { okta } = trial(url, { name: "oauth", publicJwk, expiresIn: 2 }, { auth });
  const token = async (path: string) => (await unwrap(okta.request<any>("GET", path))).token;
  check.equal(await token("/x"), "token-1");
  await new Promise((resolve) => setTimeout(resolve, 1840));
  check.equal(await token("/x"), "token-1", "token while the next one is on its way");
  await new Promise((resolve) => setTimeout(resolve, 200));
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

// What does more the second time

/** These send again by themselves what they hold for idempotent when a kept connection breaks; the client cannot see it. */
const repeatsItself = ["document", "Deno", "Bun"].some((name) => name in globalThis);
const faults = repeatsItself ? [504] : [0, 504];

promise("sends the DELETE of a user once, whatever becomes of it", async (url) => {
  for (const status of faults) {
    const { okta, log } = trial(url, { name: "deleted", status });
    const calls = [
      () => okta.DELETE("/api/v1/users/{userId}", user),
      () => okta.request("DELETE", "/api/v1/users/ada?sendEmail=true"),
    ];
    for (const call of calls.slice(0, status === 0 ? 1 : 2)) {
      if (status === 0) await check.rejects(call(), "OktaConnectionError", /check first/);
      else check.ok(!(await call()).ok, "the gateway's error is passed on");
    }
    check.equal((await log()).length, status === 0 ? 1 : 2, "requests");
  }
});

promise("takes the 404 of a repeated DELETE for a success, and says so", async (url) => {
  for (const status of faults) {
    const { okta, log } = trial(url, { name: "deleted", status });
    const result = await okta.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } } });
    check.equal([result.ok, result.status, "alreadyDeleted" in result], [true, 204, true]);
    check.equal((await log()).length, 2, "requests");
  }
  const { okta } = trial(url, { name: "fixed", status: 404 });
  const missing = await okta.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } } });
  check.equal([missing.ok, "alreadyDeleted" in missing], [false, false]);
});

// Limits of other kinds

promise("takes a refusal for concurrency for a moment's wait, and the bucket for open", async (url) => {
  const { okta, events } = trial(url, { name: "crowded", most: 5, ms: 20 }, { concurrency: 20 });
  const started = performance.now();
  const results = await Promise.all(upTo(60).map(() => okta.GET("/api/v1/users")));
  check.ok(
    results.every(({ ok }) => ok),
    "every call succeeds",
  );
  check.ok(performance.now() - started < 8000, "it took as long as the estimate says");
  check.ok(
    events.every((e) => e.type !== "limit" || e.kind === "concurrency"),
    "refusals are distinguished",
  );
  check.ok(
    events.every((e) => e.type !== "wait" || e.reason !== "rate-limit"),
    "no wait for a window",
  );
});

promise("goes by the smaller of two limits in one header, and by a reset with decimals", async (url) => {
  const reset = Math.floor(Date.now() / 1000) + 30;
  const headers = {
    "access-control-expose-headers": "x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset",
    "x-rate-limit-limit": ["600", "50"],
    "x-rate-limit-remaining": ["599", "7"],
    "x-rate-limit-reset": [`${reset}`, `${reset}.25`],
  };
  const { okta } = trial(url, { name: "fixed", body: "[]", headers });
  const { rateLimit } = await okta.GET("/api/v1/users");
  check.equal([rateLimit?.limit, rateLimit?.remaining, rateLimit?.reset.getTime()], [50, 7, reset * 1000 + 250]);
});

promise("starts cold without running into refusals", async (url) => {
  const { okta, events } = trial(url, { name: "limited", limit: 15, windowSeconds: 1, latency: 5 });
  const results = await Promise.all(upTo(40).map(() => okta.GET("/api/v1/users")));
  check.ok(
    results.every(({ ok }) => ok),
    "every call succeeds",
  );
  check.equal(events.filter(({ type }) => type === "limit").length, 0, "refused calls");
});

promise("neither fails nor storms where the clock is an hour off and no response tells it", async (url) => {
  for (const skewSeconds of [3600, -3600]) {
    const scenario = { name: "limited", limit: 5, windowSeconds: 2, skewSeconds, noDate: true } as const;
    const { okta, log } = trial(url, scenario, { retry: { rateLimits: 20 } });
    const results = await Promise.all(upTo(10).map(() => okta.GET("/api/v1/users")));
    check.ok(
      results.every(({ ok }) => ok),
      "every call succeeds",
    );
    check.ok((await log()).length <= 20, `a storm of ${(await log()).length} requests`);
  }
});

promise("waits beyond 2^31 ms instead of not at all", async (url) => {
  const { okta } = trial(url, { name: "slowHeaders", ms: 50 }, { timeout: 2 ** 31 + 5, totalTimeout: 2 ** 40 });
  check.equal((await okta.GET("/api/v1/users/{userId}", user)).ok, true);
});

promise("refuses numbers that are none, of the client, of a call and of helpers", async (url) => {
  for (const value of [NaN, -1, -Infinity]) {
    for (const options of [{ timeout: value }, { concurrency: value }, { retry: { jitter: value } }]) {
      await check.rejects((async () => trial(url, { name: "echo" }, options))(), "TypeError", /must be a/);
    }
    const { okta, log } = trial(url, { name: "echo" });
    await check.rejects(okta.request("GET", "/x", { timeout: value }), "TypeError", /timeout must be/);
    await check.rejects((async () => followLog(okta, { interval: value }))(), "TypeError", /interval must be/);
    await check.rejects((async () => okta.paginate("/api/v1/users", { maxItems: value }))(), "TypeError", /maxItems/);
    check.equal((await log()).length, 0, "requests");
  }
});

// Bodies that are no text

promise("covers bodies read as bytes, Blobs and streams with its time limits", async (url) => {
  for (const parseAs of ["arrayBuffer", "blob", "stream"] as const) {
    const { okta } = trial(url, { name: "slowBody", ms: 3000 }, { timeout: 100, retry: false });
    const started = performance.now();
    const read = async () => {
      const { data } = await okta.GET("/api/v1/users/{userId}", { ...user, parseAs });
      return new Response(data as BodyInit).text();
    };
    if (parseAs === "stream")
      await read().then(
        () => check.ok(false, "the stream ended"),
        () => {},
      );
    else check.equal((await check.rejects(read(), "OktaConnectionError", /100 ms/)).reason, "timeout");
    check.ok(performance.now() - started < 1500, `${parseAs} took too long`);
  }
});

promise("repeats a call whose bytes break off, and explains a stream that does", async (url) => {
  for (const parseAs of ["arrayBuffer", "blob"] as const) {
    const { okta, log } = trial(url, { name: "brokenBody" });
    check.equal((await okta.GET("/api/v1/users/{userId}", { ...user, parseAs })).ok, true);
    check.equal((await log()).length, 2, "requests");
  }
  const { okta } = trial(url, { name: "brokenBody" });
  const { data } = await okta.GET("/api/v1/users/{userId}", { ...user, parseAs: "stream" });
  const reader = (data as ReadableStream<Uint8Array>).getReader();
  const drain = (async () => {
    while (!(await reader.read()).done);
  })();
  await check.rejects(drain, "OktaConnectionError", /no response|no complete/);
});

promise("keeps at most one listener on a signal that many calls share, and none afterwards", async (url) => {
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  let most = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (type: string, listener: any, ...rest: any[]) => {
    listeners.add(listener);
    most = Math.max(most, listeners.size);
    add(type, listener, ...rest);
  };
  signal.removeEventListener = (type: string, listener: any, ...rest: any[]) => {
    listeners.delete(listener);
    remove(type, listener, ...rest);
  };
  const { okta } = trial(url, { name: "echo" });
  await Promise.all(upTo(50).map(() => okta.request("GET", "/x", { signal })));
  await okta
    .paginate("/api/v1/users", { signal })
    .toArray({ limit: 9 })
    .catch(() => {});
  check.equal([most, listeners.size], [1, 0], "listeners");
});

// Lists that are attacked or left

promise("never leaves the org for a next link or a cursor", async (url) => {
  for (const linkHost of ["x:1/steal", "x:.evil.example", "x:@evil.example", "javascript:"]) {
    const { okta, log } = trial(url, { name: "pages", total: 450, linkHost });
    const reading = okta.paginate("/api/v1/users").toArray({ limit: 999 });
    await check.rejects(reading, "OktaConnectionError", /leads to no page/);
    check.equal((await log()).length, 1, "requests");
  }
  const { okta, log } = trial(url, { name: "echo" });
  for (const cursor of ["/api/v1/logs", "//evil.example/api/v1/users", "https://evil.example/api/v1/users"]) {
    const reading = (async () => okta.paginate("/api/v1/users", { cursor }).toArray({ limit: 9 }))();
    await check.rejects(reading, "TypeError", /cursor must be one that a page of/);
  }
  check.equal((await log()).length, 0, "requests");
});

promise("reads links whose parameters have no value", async (url) => {
  const { okta } = trial(url, { name: "pages", total: 450, linkParameters: '; crossorigin; title=""' });
  check.equal(ids(await okta.paginate("/api/v1/users").toArray({ limit: 999 })), upTo(450));
});

promise("ends a list and a followed log at once when they are aborted, between items too", async (url) => {
  const reason = new Error("the reader left");
  const controller = new AbortController();
  const { okta } = trial(url, { name: "pages", total: 450 });
  let seen = 0;
  const reading = (async () => {
    for await (const item of okta.paginate("/api/v1/users", { signal: controller.signal })) {
      seen += 1;
      if ((item as any).id === 2) controller.abort(reason);
    }
  })();
  await check.rejects(reading, "Error", /the reader left/);
  check.equal(seen, 3, "items");
  const second = new AbortController();
  const log = followLog(trial(url, { name: "log", script: [5] }).okta, { since: new Date(0), signal: second.signal });
  let events = 0;
  const following = (async () => {
    for await (const { uuid } of log) {
      events += 1;
      if (uuid === "event-1") second.abort(reason);
    }
  })();
  await check.rejects(following, "Error", /the reader left/);
  check.equal(events, 2, "events");
});

promise("follows the System Log through failures, once an interval where it has caught up", async (url) => {
  const scenario = { name: "log", script: [2, 0, 0, 2], failures: { 2: 500 } } as const;
  const { okta, log } = trial(url, scenario, { retry: false });
  const seen: string[] = [];
  const started = performance.now();
  for await (const { uuid } of followLog(okta, { since: new Date(0), interval: 200 })) {
    seen.push(uuid!);
    if (seen.length === 4) break;
  }
  check.equal(
    seen,
    upTo(4).map((i) => `event-${i}`),
  );
  check.equal((await log()).length, 4, "requests");
  check.ok(performance.now() - started >= 1400, "intervals are kept");
});

// Credentials as a part of the call

promise("repeats a token request whose connection broke", async (url) => {
  if ("document" in globalThis) return; // browsers repeat by themselves
  const { privateKey, publicJwk } = await keys();
  const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"] });
  const { okta } = trial(url, { name: "oauth", publicJwk, tokenFaults: 2 }, { auth });
  check.equal((await unwrap(okta.request<any>("GET", "/x"))).token, "token-1");
});

promise("says in the client's own errors why there is no token", async (url) => {
  const { privateKey } = await keys();
  for (const [status, type, text, message] of [
    [400, "application/json", '{"error":"invalid_scope"}', /invalid_scope.*Okta API Scopes/],
    [403, "application/json", '{"errorCode":"E0000022","errorSummary":"Not supported"}', /403 E0000022 Not supported/],
    [403, "text/html", "<html>Blocked</html>", /web page/],
    [200, "text/html", "<html>Sign in</html>", /web page/],
    [200, "application/json", "{}", /no access token/],
  ] as const) {
    const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"] });
    const { okta } = trial(url, { name: "oauth", tokenResponse: { status, type, text } }, { auth });
    const error = await check.rejects(okta.request("GET", "/x"), "OktaTokenError", message);
    check.equal(error.status, status);
  }
});

promise("holds a call's time limits and abort against its token, however it is had", async (url) => {
  const { privateKey } = await keys();
  for (const credential of [
    () => ({ auth: serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"] }) }),
    () => ({ accessToken: () => new Promise<string>(() => {}) }),
  ]) {
    const scenario = { name: "oauth", tokenLatency: 3000 } as const;
    const late = trial(url, scenario, { ...credential(), timeout: 100, retry: false });
    const started = performance.now();
    const error = await check.rejects(late.okta.request("GET", "/x"), "OktaConnectionError", /100 ms/);
    check.equal(error.reason, "timeout");
    const controller = new AbortController();
    const left = trial(url, scenario, credential()).okta.request("GET", "/x", { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("the user left")), 50);
    await check.rejects(left, "Error", /the user left/);
    check.ok(performance.now() - started < 1500, "it took too long");
  }
});

promise("does not ask for a token again and again when fresh ones are refused", async (url) => {
  let asked = 0;
  const { okta } = trial(url, { name: "fixed", status: 401 }, { accessToken: () => `token-${(asked += 1)}` });
  const statuses = await Promise.all(upTo(50).map(async () => (await okta.GET("/api/v1/users/{userId}", user)).status));
  check.equal([...new Set(statuses)], [401]);
  check.ok(asked <= 2, `${asked} tokens`);
});

promise("refuses a credential with a line break, and does not repeat it", async (url) => {
  const { okta, log } = trial(
    url,
    { name: "echo" },
    { auth: { authorize: () => ({ authorization: `X ${SECRET}\r\nx: y` }) } },
  );
  const error: Error = await check.rejects(okta.request("GET", "/x"), "TypeError", /line break/);
  check.ok(!`${error.message}${error.stack}${String(error.cause)}`.includes(SECRET), "the credential is shown");
  check.equal((await log()).length, 0, "requests");
});

// Errors and paths

promise("keeps what an error says in JSON and in a structured clone", async (url) => {
  const page = "<!doctype html><title>Blocked by policy</title>";
  const headers = { "content-type": "text/html" };
  const { error } = await trial(url, { name: "fixed", status: 403, body: page, headers }).okta.request("GET", "/x");
  const logged = JSON.parse(JSON.stringify(error));
  check.equal([logged.name, logged.message, logged.body], ["OktaApiError", error!.message, page]);
  check.ok(/web page/.test(error!.message), error!.message);
  check.equal(structuredClone(error)!.message, error!.message);
  const { okta } = trial(url, { name: "flaky", status: 0, times: 9 }, { retry: false });
  const lost = await check.rejects(okta.request("POST", "/x", { body: {} }), "OktaConnectionError");
  const plain = JSON.parse(JSON.stringify(lost));
  check.equal([plain.message, plain.reason], [lost.message, "network"]);
  check.ok(typeof plain.cause?.message === "string", "the cause is shown");
});

promise("helps with a login that Okta serves by id only", async (url) => {
  const { okta } = trial(url, {
    name: "fixed",
    status: 404,
    body: '{"errorCode":"E0000007","errorSummary":"Not found"}',
  });
  const { error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "a/b@example.com" } } });
  check.ok(/by id only/.test(error!.message), error!.message);
});

promise("refuses a path that would lose a part or lead elsewhere, before anything is sent", async (url) => {
  const { okta, log } = trial(url, { name: "echo" });
  for (const path of [
    "/api/v1/users#x",
    "/api/v1/../x",
    "api/v1/users",
    "//evil.example/x",
    "https://evil.example/x",
  ]) {
    await check.rejects(okta.request("GET", path), "TypeError", /Path/);
    await check.rejects((okta.GET as any)(path), "TypeError", /Path/);
    await check.rejects((async () => (okta.paginate as any)(path).toArray({ limit: 1 }))(), "TypeError", /Path/);
  }
  check.equal((await log()).length, 0, "requests");
});

// Where it runs

promise("takes http for any host where that is allowed", async () => {
  createOktaClient({ orgUrl: "http://mock:4010", token: SECRET, allowHttp: true });
  const refused = (async () => createOktaClient({ orgUrl: "http://mock:4010", token: SECRET }))();
  await check.rejects(refused, "TypeError", /allowHttp/);
});

promise("passes a call's settings for the platform on to fetch", async (url) => {
  let seen: Record<string, unknown> = {};
  const okta = createOktaClient({
    orgUrl: url,
    token: SECRET,
    fetch: async (_url, init) => ((seen = { ...init }), Response.json([])),
  });
  await okta.GET("/api/v1/users", { cache: "no-store", next: { revalidate: 60 }, cf: { cacheTtl: 5 } });
  check.equal([seen["cache"], seen["next"], seen["cf"]], ["no-store", { revalidate: 60 }, { cacheTtl: 5 }]);
  check.ok(!("timeout" in seen) && !("params" in seen), "nothing of the client's");
});

promise("lets middleware change a request's signal, and takes responses of any implementation", async (url) => {
  const controller = new AbortController();
  const { okta } = trial(url, { name: "slowHeaders", ms: 3000 }, { retry: false });
  okta.use({ onRequest: ({ request }) => new Request(request, { signal: controller.signal }) });
  setTimeout(() => controller.abort(new Error("taken back")), 50);
  const started = performance.now();
  await check.rejects(okta.request("GET", "/x"), "Error", /taken back/);
  check.ok(performance.now() - started < 1500, "it took too long");
  const other = trial(url, { name: "echo" }).okta;
  const foreign = {
    status: 200,
    statusText: "OK",
    headers: new Headers({ "content-type": "application/json" }),
    body: '{"from":"elsewhere"}',
    arrayBuffer: async () => new ArrayBuffer(0),
  };
  other.use({ onResponse: () => foreign as unknown as Response });
  check.equal((await other.request("GET", "/x")).data, { from: "elsewhere" });
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
  // Browsers and workerd do not say why a connection failed.
  if ("document" in globalThis || globalThis.navigator?.userAgent === "Cloudflare-Workers") return;
  check.equal(error.attempts, 2, "attempts: nothing was sent, so a POST may be repeated");
});

export default behaviours;
