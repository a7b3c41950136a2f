import { createOktaClient } from "../../src/index.ts";
import { afterEach, expect, test, vi } from "vitest";
import { chosenAuth, orgOrigin, retrySettings } from "../../src/settings.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["https://example.okta.com", "https://example.okta.com"],
  ["https://example.okta.com/", "https://example.okta.com"],
  ["https://id.example.com", "https://id.example.com"],
  ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://[::1]:4010", "http://[::1]:4010"],
])("takes %s", (given, origin) => {
  expect(orgOrigin(given)).toBe(origin);
});

test.each([
  ["", /missing.*OKTA_CLIENT_ORGURL/],
  ["example.okta.com", /not a URL/],
  ["http://example.okta.com", /must use https/],
  ["http://127.0.0.1.example.com", /must use https/],
  ["https://example-admin.okta.com", /Use https:\/\/example\.okta\.com\./],
  ["https://example-admin.oktapreview.com", /Use https:\/\/example\.oktapreview\.com\./],
  ["https://example.okta.com/api/v1", /must end after the host/],
  ["https://example.okta.com?", /must end after the host/],
  ["https://example.okta.com#x", /must end after the host/],
  ["https://user:pw@example.okta.com", /user name or password/],
  ["https://yourOktaDomain", /placeholder/],
])("refuses %s and says how to mend it", (given, message) => {
  expect(() => orgOrigin(given)).toThrow(message);
});

test("reads the environment where nothing is given", () => {
  vi.stubEnv("OKTA_CLIENT_ORGURL", "https://example.okta.com");
  vi.stubEnv("OKTA_CLIENT_TOKEN", "00abc");
  expect(orgOrigin()).toBe("https://example.okta.com");
  expect(chosenAuth({}).authorize({} as never)).toEqual({ authorization: "SSWS 00abc" });
  expect(chosenAuth({ accessToken: "ey1" }).authorize({} as never)).toEqual({ authorization: "Bearer ey1" });
});

test.each([
  [{ token: "" }, /token is missing.*OKTA_CLIENT_TOKEN/],
  [{ token: "SSWS 00abc" }, /without the word SSWS/],
  [{ token: "00abc\n" }, /Copy it again/],
  [{ accessToken: "Bearer 00abc" }, /without the word Bearer/],
  [{ token: "00abc", accessToken: "00abc" }, /one of token, accessToken and auth, not token and accessToken/],
])("refuses the credential %j without repeating it", (options, message) => {
  expect(() => chosenAuth(options)).toThrow(message);
  expect(() => chosenAuth(options)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("00abc") }));
});

test("lays the retry options of a call over those of the client", () => {
  expect(retrySettings()).toMatchObject({ faults: 2, rateLimits: 100, unsafe: false });
  expect(retrySettings({ faults: 7 }, { unsafe: true })).toMatchObject({
    faults: 7,
    rateLimits: 100,
    unsafe: true,
  });
  expect(retrySettings({ faults: 7 }, false)).toMatchObject({ faults: 0, rateLimits: 0 });
  expect(() => retrySettings({ faults: -1 })).toThrow("retry.faults must be a finite number of at least 0; got -1.");
  expect(() => retrySettings({ retires: 1 } as never)).toThrow("retry has no option retires.");
});

test("refuses options that do not exist", () => {
  const make = (options: object) => () =>
    createOktaClient({ orgUrl: "https://example.okta.com", token: "00x", ...options });
  expect(make({ onevent: () => {} })).toThrow("createOktaClient has no option onevent.");
  expect(make({ rateLimit: { shares: 0.5 } })).toThrow("rateLimit has no option shares.");
});
