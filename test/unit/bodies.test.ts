import { afterEach, describe, expect, test, vi } from "vitest";
import { contentTypeOf, isRawBody, serializeBody } from "../../src/serialize/body.ts";
import { isBinary, isWebPage, parseBody, UnreadableBody } from "../../src/serialize/response-body.ts";
import { userAgentHeaders } from "../../src/serialize/user-agent.ts";
import { VERSION } from "../../src/version.ts";

const bytes = new Uint8Array([1, 2]);
const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

test.each<[string, unknown, string | undefined]>([
  ["a text", "a", "application/json"],
  ["a form with files", new FormData(), undefined],
  ["a form", new URLSearchParams("a=1"), FORM],
  ["a Blob with a type", new Blob(["a"], { type: "image/png" }), "image/png"],
])("%s is sent as it is, and its content type is %s", (_, body, type) => {
  expect(isRawBody(body)).toBe(true);
  expect(serializeBody(body)).toBe(body);
  expect(contentTypeOf(body)).toBe(type);
});

test.each<[string, unknown]>([
  ["a Blob without a type", new Blob(["a"])],
  ["an ArrayBuffer", bytes.buffer],
  ["a view of bytes", bytes],
  ["a DataView", new DataView(bytes.buffer)],
  ["a stream", new ReadableStream()],
])("%s is sent as it is, and needs a content type", (_, body) => {
  expect(serializeBody(body)).toBe(body);
  expect(() => contentTypeOf(body)).toThrow('A body of bytes needs a content type: headers: { "content-type": … }.');
});

test.each<[unknown, string]>([
  [{ a: null, b: undefined }, '{"a":null}'],
  [[1], "[1]"],
  [null, "null"],
  [0, "0"],
  [false, "false"],
])("%j is sent as JSON", (body, text) => {
  expect(isRawBody(body)).toBe(false);
  expect(serializeBody(body)).toBe(text);
  expect(contentTypeOf(body)).toBe("application/json");
});

test.each([
  ["blob", true],
  ["arrayBuffer", true],
  ["stream", true],
  ["json", false],
  ["text", false],
  [undefined, false],
] as const)("a body read as %s is binary: %j", (parseAs, expected) => {
  expect(isBinary(parseAs)).toBe(expected);
});

const typed = (type?: string) => new Headers(type === undefined ? {} : { "content-type": type });

test.each<[string, string | undefined, unknown]>([
  ["", "application/json", undefined],
  ['{"a":1}', "application/json", { a: 1 }],
  ['{"a":1}', undefined, { a: 1 }],
  ['{"a":1}', "application/json; charset=utf-8", { a: 1 }],
  ["[1]", "text/html", [1]],
  ["plain", "text/plain", "plain"],
  ["plain", "TEXT/Plain ;charset=utf-8", "plain"],
  ["1", "text/csv", "1"],
  ["<a/>", "application/xml", "<a/>"],
  ["<a/>", "application/xml ; version=1", "<a/>"],
  ["<a/>", "text/xml", "<a/>"],
  ["<a/>", "application/samlmetadata+xml", "<a/>"],
  ["-----", "application/pkcs10", "-----"],
])("the body %j of type %s is read", (text, type, expected) => {
  expect(parseBody(text, typed(type), undefined)).toEqual(expected);
});

test("a text is parsed where JSON is asked for", () => {
  expect(parseBody("1", typed("text/plain"), "json")).toBe(1);
  expect(() => parseBody("one", typed("text/plain"), "json")).toThrow(UnreadableBody);
});

test.each<[string, string | undefined, string]>([
  ["<html>", "text/html", "is a web page or XML, not JSON; a proxy or a sign-in page may stand in front of the org"],
  [
    "  <a/>",
    "application/json",
    "is a web page or XML, not JSON; a proxy or a sign-in page may stand in front of the org",
  ],
  ['{"a":', "application/json", "is invalid JSON, or breaks off"],
  ['{"a":', "application/problem+json", "is invalid JSON, or breaks off"],
  ["Hello <", "text/html", "is neither JSON nor text (content-type text/html)"],
  ["abc", undefined, "is neither JSON nor text (content-type missing)"],
])("the body %j of type %s cannot be read, and why is said", (text, type, message) => {
  expect(() => parseBody(text, typed(type), undefined)).toThrow(
    expect.objectContaining({ name: "UnreadableBody", message: `the response body ${message}` }),
  );
});

test.each<[unknown, string | undefined, boolean]>([
  ["anything", "text/html", true],
  ["<!doctype html>", undefined, true],
  ["  <HTML lang=x>", "text/plain", true],
  ["<head>", undefined, true],
  ["<body>", undefined, true],
  ["<title>", undefined, true],
  ["<htmlish/>", undefined, false],
  ["<error/>", "application/xml", false],
  ["a <html>", undefined, false],
  [{ a: 1 }, "text/html", false],
  [undefined, "text/html", false],
])("%j of type %s is a web page: %j", (body, type, expected) => {
  expect(isWebPage(typed(type), body)).toBe(expected);
});

describe("the user agent", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("names the application first, then the package", () => {
    expect(userAgentHeaders("my-app/1.2")).toEqual({ "user-agent": `my-app/1.2 okta-fetch/${VERSION}` });
    expect(userAgentHeaders(undefined)).toEqual({ "user-agent": `okta-fetch/${VERSION}` });
  });

  test("is left to browsers", () => {
    vi.stubGlobal("document", {});
    expect(userAgentHeaders("my-app/1.2")).toEqual({});
  });

  test.each(["", "a\nb", "é", "x\x7f"])("is refused where it is %j", (text) => {
    expect(() => userAgentHeaders(text)).toThrow("userAgent must be printable ASCII, such as my-app/1.2.");
  });
});
