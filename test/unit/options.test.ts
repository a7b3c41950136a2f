import { afterEach, expect, test, vi } from "vitest";
import { apiToken, orgOrigin } from "../../src/options.ts";

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
  expect(apiToken()).toBe("00abc");
});

test.each([
  ["", /missing/],
  ["SSWS 00abc", /without the word SSWS/],
  ["00abc\n", /Copy it again/],
])("refuses the token %j without repeating it", (token, message) => {
  expect(() => apiToken(token)).toThrow(message);
  try {
    apiToken(token);
  } catch (error) {
    expect(String(error)).not.toContain("00abc");
  }
});
