import { expect, test, vi } from "vitest";
import { tokenAuth } from "../../src/auth/auth.ts";
import { Limiter } from "../../src/rate-limit/limiter.ts";
import type { Fetch, PreparedRequest } from "../../src/retry/attempt.ts";
import { type Call, send, type Transport } from "../../src/retry/send.ts";
import { retrySettings } from "../../src/settings.ts";

const ORIGIN = "https://example.okta.com";
const call: Call = {
  path: "/x",
  signal: undefined,
  timeout: Infinity,
  totalTimeout: Infinity,
  retry: retrySettings({ baseDelay: 0 }),
  parseAs: undefined,
};
const request = (more: Partial<PreparedRequest> = {}): PreparedRequest => ({
  url: `${ORIGIN}/x`,
  method: "GET",
  headers: { "x-a": "1" },
  body: undefined,
  settings: undefined,
  ...more,
});
/** A transport whose platform gives these outcomes one after the other. */
function transport(outcomes: (Response | Error)[], more: Partial<Transport> = {}) {
  const fetch = vi.fn<Fetch>(async () => {
    const outcome = outcomes.shift()!;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  const limiter = new Limiter({ share: 1, proactive: true, concurrency: 9, maxWait: 9 });
  const shared = { origin: ORIGIN, limiter, onEvent: undefined, tokenFetch: () => expect.unreachable() };
  return { fetch, transport: { ...shared, auth: tokenAuth("00secret"), fetch, ...more } satisfies Transport };
}
const headersOf = (fetch: ReturnType<typeof transport>["fetch"]) => fetch.mock.calls[0]![1].headers;

test("signs what goes to the org", async () => {
  const { fetch, transport: org } = transport([new Response("ok")]);
  await send(org, call, request());
  expect(headersOf(fetch)).toEqual({ "x-a": "1", authorization: "SSWS 00secret" });
});

test.each(["https://evil.example/x", "https://example.okta.com.evil.example/x", "http://example.okta.com/x"])(
  "gives no credential to %s",
  async (url) => {
    const { fetch, transport: org } = transport([new Response("ok")]);
    await send(org, call, request({ url }));
    expect(headersOf(fetch)).toEqual({ "x-a": "1" });
  },
);

test("signs nothing without a credential", async () => {
  const { fetch, transport: org } = transport([new Response("ok")], { auth: undefined });
  await send(org, call, request({ method: "POST", body: "text" }));
  expect(headersOf(fetch)).toEqual({ "x-a": "1" });
  expect(fetch.mock.calls[0]![1].body).toBe("text");
});

test.each([
  [404, "DELETE", true],
  [403, "DELETE", false],
  [404, "PUT", false],
])("takes a %d of a %s after a lost response for a deletion that was done: %j", async (status, method, expected) => {
  const { transport: org } = transport([new Error("lost"), new Response("", { status })]);
  vi.useFakeTimers();
  const sent = send(org, call, request({ method }));
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(await sent).toMatchObject({ attempts: 2, alreadyDeleted: expected });
});
