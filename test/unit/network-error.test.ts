import { describe, expect, test } from "vitest";
import { describeError, neverSent, withoutSecrets } from "../../src/retry/network-error.ts";

const coded = (message: string, code: string, more: object = {}) =>
  Object.assign(new Error(message), { code, ...more });
const fetchFailed = (cause?: unknown) => new TypeError("fetch failed", { cause });

/** Errors as platforms throw them when a connection is refused, a name is unknown, or a response is lost. */
const refused: [string, unknown][] = [
  ["Node, refused", fetchFailed(coded("connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED"))],
  ["Node, unknown name", fetchFailed(coded("getaddrinfo ENOTFOUND org.invalid", "ENOTFOUND"))],
  ["Node, name service away", fetchFailed(coded("getaddrinfo EAI_AGAIN org.invalid", "EAI_AGAIN"))],
  ["Node, connecting took too long", fetchFailed(coded("Connect Timeout Error", "UND_ERR_CONNECT_TIMEOUT"))],
  [
    "Node, every address refused",
    fetchFailed(new AggregateError([coded("connect ECONNREFUSED ::1:1", "ECONNREFUSED")], "")),
  ],
  ["node:http, refused", coded("connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED")],
  ["Bun, refused", coded("Unable to connect. Is the computer able to access the url?", "ConnectionRefused")],
  ["Bun, no socket", coded("Was there a typo in the url or port?", "FailedToOpenSocket")],
  ["Deno, refused", new TypeError("error sending request: tcp connect error: Connection refused (os error 111)")],
  ["Deno, unknown name", new TypeError("error sending request: client error (Connect): dns error: no such host")],
  ["Deno, failed lookup", new TypeError("failed to lookup address information: Name or service not known")],
];
const lost: [string, unknown][] = [
  ["Node, reset", fetchFailed(coded("read ECONNRESET", "ECONNRESET"))],
  ["Node, closed", fetchFailed(coded("other side closed", "UND_ERR_SOCKET"))],
  ["Node, headers too late", fetchFailed(coded("Headers Timeout Error", "UND_ERR_HEADERS_TIMEOUT"))],
  ["Bun, closed", coded("The socket connection was closed unexpectedly.", "ConnectionClosed")],
  ["Deno, closed", new TypeError("error sending request: connection closed before message completed")],
  ["a browser", new TypeError("Failed to fetch")],
  ["no error at all", "ECONNREFUSED"],
  ["nothing", undefined],
  ["an error whose code is a number", Object.assign(new Error("x"), { code: 111 })],
];

test.each(refused)("knows that nothing was sent: %s", (_, error) => {
  expect(neverSent(error)).toBe(true);
});
test.each(lost)("does not claim that nothing was sent: %s", (_, error) => {
  expect(neverSent(error)).toBe(false);
});

test("looks a few causes deep, and not for ever", () => {
  const looped = new Error("loop");
  looped.cause = looped;
  expect(neverSent(looped)).toBe(false);
  const nested = (depth: number): Error =>
    depth === 0 ? coded("x", "ECONNREFUSED") : new Error("outer", { cause: nested(depth - 1) });
  expect(neverSent(nested(4))).toBe(true);
  expect(neverSent(nested(5))).toBe(false);
});

test.each<[unknown, string]>([
  [fetchFailed(coded("connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED")), "connect ECONNREFUSED 127.0.0.1:1"],
  [fetchFailed(coded("other side closed", "UND_ERR_SOCKET")), "UND_ERR_SOCKET: other side closed"],
  [fetchFailed(coded("", "ETIMEDOUT")), "ETIMEDOUT"],
  [
    fetchFailed(new AggregateError([coded("connect ETIMEDOUT 10.0.0.1:443", "ETIMEDOUT")], "")),
    "connect ETIMEDOUT 10.0.0.1:443",
  ],
  [fetchFailed(new Error("self-signed certificate")), "self-signed certificate"],
  [fetchFailed(new Error("")), "fetch failed; a proxy may want a credential of its own (407)"],
  [
    new Error("outer", { cause: new Error("middle", { cause: new Error("") }) }),
    "outer; a proxy may want a credential of its own (407)",
  ],
  [Object.assign(fetchFailed(new Error("")), { code: "E_X" }), "E_X: fetch failed"],
  [new DOMException("gone", "AbortError"), "gone"],
  [fetchFailed(), "fetch failed"],
  [new TypeError("Failed to fetch"), "Failed to fetch"],
  [new RangeError(""), "RangeError"],
  [new AggregateError(["no error"], ""), "AggregateError"],
  ["text", "text"],
  [undefined, "undefined"],
])("describes %j by its innermost cause", (error, text) => {
  expect(describeError(error)).toBe(text);
});

describe("an error that holds a secret", () => {
  const secrets = ["00verySecret", "eyJassertion"];
  const show = (error: unknown): string => {
    const texts: string[] = [];
    for (let at = error; at instanceof Error; at = at.cause) {
      texts.push(at.name, at.message, String(at.stack), JSON.stringify(Object.assign({}, at)));
    }
    return texts.join("\n");
  };
  const withStack = (error: Error, stack: string) => Object.assign(error, { stack });

  test.each<[string, unknown]>([
    ["in its message", new TypeError('Headers.append: "SSWS 00verySecret" is an invalid header value.')],
    ["in its message twice", new Error("00verySecret and 00verySecret and eyJassertion")],
    ["in the message of its cause", fetchFailed(new Error("bad header 00verySecret"))],
    ["in its stack alone", withStack(new Error("bad"), "Error: bad 00verySecret\n  at x")],
    ["in its code", coded("bad", "E_00verySecret")],
    ["in one error of several", fetchFailed(new AggregateError([new Error("eyJassertion")], "all failed"))],
    ["in what was received", coded("Parse Error", "HPE_INVALID", { rawPacket: Buffer.from("x: 00verySecret") })],
    ["in received data", fetchFailed(Object.assign(new Error("bad chunk"), { data: "00verySecret" }))],
  ])("%s is copied without it", (_, error) => {
    const safe = withoutSecrets(error, secrets);
    expect(safe).toBeInstanceOf(Error);
    expect(safe).not.toBe(error);
    for (const secret of secrets) expect(show(safe)).not.toContain(secret);
    expect(show(safe)).not.toMatch(/rawPacket|"data"/);
  });

  test("keeps names, messages, codes and causes", () => {
    const safe = withoutSecrets(fetchFailed(coded("at 00verySecret!", "E_X")), secrets) as Error;
    expect([safe.name, safe.message]).toEqual(["TypeError", "fetch failed"]);
    expect(safe.cause).toMatchObject({ name: "Error", message: "at [redacted]!", code: "E_X" });
    expect((safe.cause as Error).cause).toBeUndefined();
    expect("code" in safe).toBe(false);
    expect("cause" in (safe.cause as Error)).toBe(false);
  });

  test.each<[unknown, string[]]>([
    [fetchFailed(coded("read ECONNRESET", "ECONNRESET")), secrets],
    [new Error("anything"), []],
    ["text that is no error", secrets],
  ])("is handed out as it is where it holds none: %s", (error, list) => {
    expect(withoutSecrets(error, list)).toBe(error);
  });
});
