import { expect, test, vi } from "vitest";
import { isOktaApiError, isOktaConnectionError, OktaApiError, OktaConnectionError } from "../../src/errors.ts";
import { isOktaTokenError, OktaTokenError } from "../../src/auth/token-error.ts";

vi.resetModules();
const other = { ...(await import("../../src/errors.ts")), ...(await import("../../src/auth/token-error.ts")) };

test("every error is known by its kind, over two copies of the package, and nothing else is", () => {
  const own = [
    new OktaApiError({ method: "GET", path: "/", response: new Response(null, { status: 400 }), body: "" }),
    new OktaConnectionError({ reason: "network", method: "GET", path: "/", attempts: 1, message: "" }),
    new OktaTokenError({ response: new Response(null, { status: 400 }), text: "", dpop: false, secrets: [] }),
  ];
  expect(other.OktaApiError).not.toBe(OktaApiError);
  const known = (error: unknown) => [
    [isOktaApiError(error), isOktaConnectionError(error), isOktaTokenError(error)],
    [other.isOktaApiError(error), other.isOktaConnectionError(error), other.isOktaTokenError(error)],
  ];
  own.forEach((error, i) => {
    const expected = [0, 1, 2].map((n) => n === i);
    expect(known(error)).toEqual([expected, expected]);
    expect(error instanceof [other.OktaApiError, other.OktaConnectionError, other.OktaTokenError][i]!).toBe(false);
  });
  for (const value of [undefined, null, "OktaApiError", new Error("x"), { name: "OktaApiError" }]) {
    expect(known(value).flat()).not.toContain(true);
  }
});
