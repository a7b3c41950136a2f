import { expect, test } from "vitest";
import { isIdempotent } from "../../src/retry/idempotency.ts";

test.each([
  ["GET", "/api/v1/users/00u1", true],
  ["HEAD", "/api/v1/users", true],
  ["OPTIONS", "/api/v1/users", true],
  ["PUT", "/api/v1/users/00u1", true],
  ["DELETE", "/api/v1/groups/00g1", true],
  ["POST", "/api/v1/users", false],
  ["PATCH", "/api/v1/devices/1", false],
  ["get", "/api/v1/users", false],
  ["PURGE", "/api/v1/users", false],
  ["DELETE", "/api/v1/users/00u1", false],
  ["DELETE", "/api/v1/users/00u1/", false],
  ["DELETE", "/api/v1/users/ada%40example.com", false],
  ["DELETE", "/api/v1/users/00u1/sessions", true],
  ["DELETE", "/api/v1/users/", true],
  ["DELETE", "/api/v1/users", true],
  ["DELETE", "/x/api/v1/users/00u1", true],
  ["DELETE", "/apixv1/users/00u1", true],
])("%s %s does no more the second time: %j", (method, pathname, expected) => {
  expect(isIdempotent(method, pathname)).toBe(expected);
});
