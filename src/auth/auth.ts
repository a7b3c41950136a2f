import { tokenCache } from "./token-cache.ts";

/** The request that a credential is for. */
export interface AuthorizeRequest {
  /** HTTP method. */
  method: string;
  /** Absolute URL on the org's origin, query included. */
  url: string;
  /**
   * For token requests: the client's transport with its headers, `timeout`, `totalTimeout` and retries. Resolves to
   * any response, its body read already. A function in place of `init` is called for each attempt, for assertions that
   * may be used only once.
   *
   * @throws OktaConnectionError when there is no response
   */
  fetch: (url: string, init: RequestInit | (() => Promise<RequestInit>)) => Promise<Response>;
}

/**
 * A way to prove who calls. The client calls it before every attempt, for the org's origin alone.
 *
 * `tokenAuth` and `bearerAuth` are built in, `serviceApp` of `okta-fetch/oauth` signs in as an OAuth service app.
 */
export interface Auth {
  /** Headers to add to one attempt: `authorization`, and whatever goes with it. */
  authorize(request: AuthorizeRequest): Record<string, string> | Promise<Record<string, string>>;
  /**
   * Called with every response, and with the headers that `authorize` returned for its request. Return `true` for a
   * response that is no success to have the call retried with a new credential.
   */
  onResponse?(response: { status: number; headers: Headers }, sent: Record<string, string>): boolean;
}

/** @throws TypeError that never repeats the token */
export function checkedToken(name: string, token: unknown, hint: string): string {
  if (typeof token !== "string" || token === "") throw new TypeError(`${name} is missing. ${hint}`);
  if (!/^[!-~]+$/.test(token)) {
    const word = /^(ssws|bearer|dpop)\s/i.exec(token)?.[1];
    if (word) throw new TypeError(`${name} must be the bare token, without the word ${word}.`);
    throw new TypeError(`${name} holds a space or a character that no token has. Copy it again.`);
  }
  return token;
}

/** An API token of Okta's Admin Console, sent as `Authorization: SSWS …`. */
export function tokenAuth(token: string | undefined): Auth {
  const headers = {
    authorization: `SSWS ${checkedToken("token", token, "Give an API token, or set OKTA_CLIENT_TOKEN.")}`,
  };
  return { authorize: () => headers };
}

/** Why a new access token is requested. */
export interface AccessTokenRequest {
  /** `first`: none yet; `expired`: the last one's time has passed, or soon will; `refused`: Okta refused it with 401. */
  reason: "first" | "expired" | "refused";
}

/** An access token, alone or with the time for which it can be used. */
export type AccessToken =
  string | { accessToken: string; /** In seconds, as token endpoints give it. */ expiresIn?: number };

/**
 * Gives OAuth 2.0 access tokens. Called when there is none, when the last one expires (if its lifetime is known), and
 * when Okta refuses one with 401. Calls that wait for a token share one call of it.
 */
export type AccessTokenSource = (request: AccessTokenRequest) => AccessToken | Promise<AccessToken>;

/** OAuth 2.0 access tokens, sent as `Authorization: Bearer …`. */
export function bearerAuth(token: string | AccessTokenSource): Auth {
  if (typeof token === "string") {
    const headers = { authorization: `Bearer ${checkedToken("accessToken", token, "Give an access token.")}` };
    return { authorize: () => headers };
  }
  const cache = tokenCache(token);
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
  return {
    authorize() {
      const value = cache.get();
      return typeof value === "string" ? bearer(value) : value.then(bearer);
    },
    onResponse({ status }, { authorization = "" }) {
      return cache.judge(authorization.slice("Bearer ".length), status);
    },
  };
}
