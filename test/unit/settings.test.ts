import { describe, expect, test, vi } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { checkedNumber, checkedShare, orgOrigin, retrySettings } from "../../src/settings.ts";
import { json, observedClient } from "../support/observed-client.ts";

const client = (options: object) => createOktaClient({ orgUrl: "https://example.okta.com", token: "00x", ...options });
const WRONG = [NaN, -1, -Infinity, Infinity, "5", null, {}];

describe("numbers that are not finite, negative or none", () => {
  test.each<[string, (value: never) => unknown, number[]]>([
    ["timeout", (timeout) => client({ timeout }), []],
    ["totalTimeout", (totalTimeout) => client({ totalTimeout }), []],
    ["concurrency", (concurrency) => client({ concurrency }), [0, 0.5]],
    ["rateLimit.share", (share) => client({ rateLimit: { share } }), [0, 1.1, 2]],
    ["retry.faults", (faults) => client({ retry: { faults } }), []],
    ["retry.rateLimits", (rateLimits) => client({ retry: { rateLimits } }), []],
    ["retry.baseDelay", (baseDelay) => client({ retry: { baseDelay } }), []],
    ["retry.maxDelay", (maxDelay) => client({ retry: { maxDelay } }), []],
    ["retry.jitter", (jitter) => client({ retry: { jitter } }), []],
  ])("are refused as %s of a client", (name, make, more) => {
    for (const value of [...WRONG, ...more]) {
      expect(() => make(value as never)).toThrow(
        expect.objectContaining({
          name: "TypeError",
          message: expect.stringMatching(new RegExp(`^${name} must be .*got`)),
        }),
      );
    }
  });

  test("are refused as a wait, but for Infinity", () => {
    for (const maxWait of WRONG.filter((value) => value !== Infinity)) {
      expect(() => client({ retry: { maxWait } })).toThrow(/^retry\.maxWait must be a number of at least 0; got/);
    }
    expect(() => client({ retry: { maxWait: Infinity } })).not.toThrow();
  });

  test.each(["timeout", "totalTimeout", "retry"])("are refused as %s of a call, before it is sent", async (name) => {
    const { okta, requests } = observedClient(() => json([]));
    for (const value of WRONG) {
      const init = { [name]: name === "retry" ? { faults: value } : value };
      await expect(okta.request("GET", "/x", init)).rejects.toThrow(
        new RegExp(`^${name}(\\.faults)? must be a finite number of at least 0; got`),
      );
    }
    expect(requests).toEqual([]);
  });

  test("are told as they came", () => {
    expect(() => checkedNumber("x", NaN, 1)).toThrow("x must be a finite number of at least 0; got NaN.");
    expect(() => checkedNumber("x", 1, 1, { min: 2, infinite: true })).toThrow(
      "x must be a number of at least 2; got 1.",
    );
    expect(() => checkedShare("x", 2, 1)).toThrow("x must be above 0 and at most 1; got 2.");
  });
});

test.each([0, 1, 5.5, 1e12])("%d is a good number", (value) => {
  expect(checkedNumber("x", value, 9)).toBe(value);
});

test("limits and fallbacks are good too", () => {
  expect(checkedNumber("x", undefined, 9)).toBe(9);
  expect(checkedNumber("x", 2, 9, { min: 2 })).toBe(2);
  expect(checkedNumber("x", Infinity, 9, { infinite: true })).toBe(Infinity);
  expect([checkedShare("x", 1, 0.5), checkedShare("x", 0.001, 1), checkedShare("x", undefined, 0.5)]).toEqual([
    1, 0.001, 0.5,
  ]);
});

test("retry options have these defaults", () => {
  expect(retrySettings()).toEqual({
    faults: 2,
    rateLimits: 100,
    unsafe: false,
    baseDelay: 500,
    maxDelay: 20_000,
    maxWait: 120_000,
    jitter: 1000,
  });
  expect(retrySettings({ unsafe: true, faults: undefined }, { baseDelay: 1 }, undefined)).toMatchObject({
    unsafe: true,
    faults: 2,
    baseDelay: 1,
  });
  expect(retrySettings(false, { faults: 1 })).toMatchObject({ faults: 1, rateLimits: 0 });
});

test("an option that does not exist is answered with those that do", () => {
  expect(() => client({ onevent: 1 })).toThrow(/There are orgUrl, allowHttp, token, .*, onEvent\.$/);
  expect(() => client({ rateLimit: { share: 1, proactive: false } })).not.toThrow();
});

describe("the org's URL", () => {
  test.each([
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta.mil",
    "okta-miltest.com",
    "trexcloud.com",
    "trex-govcloud.com",
  ])("of the Admin Console in the cloud %s leads to the org's own", (cloud) => {
    expect(() => orgOrigin(`https://acme-admin.${cloud}`)).toThrow(
      `orgUrl names the Admin Console. Use https://acme.${cloud}.`,
    );
  });

  test.each([
    "https://admin.okta.com",
    "https://acme-administration.okta.com",
    "https://acme-admin.example.com",
    "https://a.b-admin.okta.com",
    "https://acme-admin.okta.com.example.com",
  ])("%s names no Admin Console", (url) => {
    expect(orgOrigin(url)).toBe(url);
  });

  test("may use http for loopback hosts, and for any other on demand", () => {
    for (const host of ["localhost:1", "127.0.0.1:1", "127.9.8.7", "127.10.255.1", "[::1]:1"]) {
      expect(orgOrigin(`http://${host}`)).toBe(`http://${host}`);
    }
    for (const host of ["mock:4010", "128.0.0.1", "127.0.0.1.example.com", "localhost.example.com"]) {
      expect(orgOrigin(`http://${host}`, true)).toBe(`http://${host}`);
      expect(() => orgOrigin(`http://${host}`)).toThrow(/https, not http\..*set the option allowHttp\./);
    }
    expect(() => orgOrigin("ftp://localhost", true)).toThrow(
      /^orgUrl must use https, not ftp\. Give the org's URL like https:\/\/example\.okta\.com\.$/,
    );
    for (const login of ["user", "user:pw", ":pw"]) {
      expect(() => orgOrigin(`https://${login}@example.okta.com`)).toThrow("must not hold a user name or password");
    }
  });

  test.each([" https://example.okta.com", "https://example.okta.com\n", "https://example.okta.com/#"])(
    "%j must end after the host",
    (url) => expect(() => orgOrigin(url)).toThrow("orgUrl must end after the host. Use https://example.okta.com."),
  );

  test.each(["https://{yourOktaDomain}", "https://youroktadomain.okta.com", "https://%7ByourOktaDomain%7D"])(
    "%s is refused",
    (url) => expect(() => orgOrigin(url)).toThrow(/placeholder|not a URL/),
  );
});

test("a platform without process has no environment to take the org from", () => {
  vi.stubGlobal("process", undefined);
  let thrown: unknown;
  try {
    orgOrigin();
  } catch (error) {
    thrown = error;
  } finally {
    vi.unstubAllGlobals();
  }
  expect(thrown).toMatchObject({ name: "TypeError", message: expect.stringContaining("orgUrl is missing") });
});
