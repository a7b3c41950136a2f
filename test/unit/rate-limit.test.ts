import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketOf } from "../../src/rate-limit/buckets.ts";
import { isConcurrencyLimit, readDate, readRateLimit, readRetryAfter } from "../../src/rate-limit/headers.ts";

test("reads the three headers, in seconds since the epoch", () => {
  const headers = new Headers({
    "x-rate-limit-limit": "600",
    "x-rate-limit-remaining": "0",
    "x-rate-limit-reset": "60",
  });
  expect(readRateLimit(headers)).toEqual({ limit: 600, remaining: 0, reset: new Date(60_000) });
});

test("takes nothing but numbers for a rate limit", () => {
  const header = fc.oneof(
    fc.constantFrom("", "-1", "1e3", "NaN", "1.5", " "),
    fc.string({ maxLength: 5 }),
    fc.nat().map(String),
  );
  fc.assert(
    fc.property(fc.tuple(header, header, header), (values) => {
      const headers = new Headers();
      ["limit", "remaining", "reset"].forEach((name, i) =>
        headers.set(`x-rate-limit-${name}`, values[i]!.replace(/[^\x20-\x7e]/g, "")),
      );
      const numeric = ["limit", "remaining", "reset"].every((name) =>
        headers
          .get(`x-rate-limit-${name}`)!
          .split(",")
          .every((value) => /^\d+(\.\d+)?$/.test(value.trim())),
      );
      expect(readRateLimit(headers) !== undefined).toBe(numeric);
    }),
  );
});

test("reads the response's clock, and nothing from a broken one", () => {
  expect(readDate(new Headers({ date: "Thu, 01 Jan 1970 00:01:00 GMT" }))).toBe(60_000);
  expect(readDate(new Headers({ date: "yesterday" }))).toBeUndefined();
  expect(readDate(new Headers())).toBeUndefined();
});

test("takes the pair with fewer calls left where the headers come twice, for the client and for the org", () => {
  const headers = new Headers({
    "x-rate-limit-limit": "600, 5",
    "x-rate-limit-remaining": "599, 0",
    "x-rate-limit-reset": "60, 90.25",
  });
  expect(readRateLimit(headers)).toEqual({ limit: 5, remaining: 0, reset: new Date(90_250) });
  headers.set("x-rate-limit-limit", "600");
  headers.set("x-rate-limit-reset", "60");
  expect(readRateLimit(headers)).toEqual({ limit: 600, remaining: 0, reset: new Date(60_000) });
});

test("knows a refusal of too many calls at once by its limit of 0", () => {
  const none = { limit: 0, remaining: 0, reset: new Date() };
  expect(isConcurrencyLimit(429, none)).toBe(true);
  expect(isConcurrencyLimit(200, none)).toBe(false);
  expect(isConcurrencyLimit(429, { ...none, limit: 1 })).toBe(false);
  expect(isConcurrencyLimit(429, undefined)).toBe(false);
});

test.each([
  ["2", 2000],
  ["1.5", 1500],
  ["Thu, 01 Jan 1970 00:01:30 GMT", 30_000],
  ["Thu, 01 Jan 1970 00:00:30 GMT", 0],
  ["soon", undefined],
  ["-1", undefined],
])("reads retry-after %j, a date by the response's own clock", (value, expected) => {
  const headers = new Headers({ "retry-after": value, date: "Thu, 01 Jan 1970 00:01:00 GMT" });
  expect(readRetryAfter(headers)).toBe(expected);
});

test("knows no wait without retry-after", () => {
  expect(readRetryAfter(new Headers())).toBeUndefined();
});

test.each([
  ["GET", "/api/v1/users", "/api/v1/users"],
  ["POST", "/api/v1/users?activate=true", "/api/v1/users"],
  ["GET", "/api/v1/users/00u1", "GET /api/v1/users/{id}"],
  ["POST", "/api/v1/users/00u1", "/api/v1/users/{id}"],
  ["GET", "/api/v1/users/00u1/groups", "/api/v1"],
  ["GET", "/api/v1/groups", "/api/v1/groups"],
  ["GET", "/api/v1/groups/00g1", "/api/v1/groups/{id}"],
  ["GET", "/api/v1/groups/rules", "/api/v1/groups"],
  ["PUT", "/api/v1/groups/00g1/users/00u1", "/api/v1/groups"],
  ["GET", "/api/v1/apps?limit=1", "/api/v1/apps"],
  ["DELETE", "/api/v1/apps/0oa1", "/api/v1/apps/{id}"],
  ["GET", "/api/v1/apps/0oa1/users", "/api/v1/apps"],
  ["GET", "/api/v1/logs?since=x", "/api/v1/logs"],
  ["GET", "/oauth2/v1/clients/0oa1", "/oauth2/v1/clients"],
  ["GET", "/api/v1/policies", "/api/v1"],
])("%s %s counts against %s", (method, path, bucket) => {
  expect(bucketOf(method, path)).toBe(bucket);
});

test.each([
  ["GET", "/api/v1/events?x", "/api/v1/events"],
  ["GET", "/api/v1/devices/1", "/api/v1/devices"],
  ["GET", "/api/v1/certificateAuthorities", "/api/v1/certificateAuthorities"],
  ["GET", "/x/api/v1/users", "/api/v1"],
])("%s %s counts against %s, too", (method, path, bucket) => {
  expect(bucketOf(method, path)).toBe(bucket);
});

test.each(["5, x", "5x", "x, 5", "5,", "1.2.3", "1e3", "5, 1e3"])(
  "takes %j for no number of calls left",
  (remaining) => {
    const headers = new Headers({
      "x-rate-limit-limit": "10",
      "x-rate-limit-remaining": remaining,
      "x-rate-limit-reset": "60",
    });
    expect(readRateLimit(headers)).toBeUndefined();
  },
);

test("takes the later reset and the smaller limit where the pairs do not fit together", () => {
  const headers = new Headers({
    "x-rate-limit-limit": "600, 50",
    "x-rate-limit-remaining": "9, 8, 7",
    "x-rate-limit-reset": "60, 90",
  });
  expect(readRateLimit(headers)).toEqual({ limit: 50, remaining: 7, reset: new Date(90_000) });
});

test.each([
  ["1.25", 1250],
  ["2x", undefined],
  ["x Thu, 01 Jan 1970 00:01:30 GMT", undefined],
])("reads retry-after %j to its end", (value, expected) => {
  expect(readRetryAfter(new Headers({ "retry-after": value, date: "Thu, 01 Jan 1970 00:01:00 GMT" }))).toBe(expected);
});
