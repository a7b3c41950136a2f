/** The request that a credential is for. */
export interface AuthorizeRequest {
  /** HTTP method. */
  method: string;
  /** Absolute URL on the org's origin, query included. */
  url: string;
  /** The `fetch` of the client's options: for token requests. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * A way to prove who calls. The client asks it before every attempt, for the org's origin alone.
 *
 * `tokenAuth` and `bearerAuth` are built in, `serviceApp` of `okta-fetch/oauth` signs in as an OAuth service app.
 */
export interface Auth {
  /** Headers to add to one attempt: `authorization`, and whatever goes with it. */
  authorize(request: AuthorizeRequest): Record<string, string> | Promise<Record<string, string>>;
  /**
   * Is told of every answer, and of the headers that `authorize` had given. `true` on a refusal means that the call is
   * worth sending once more, with a new credential.
   */
  answered?(response: { status: number; headers: Headers }, sent: Record<string, string>): boolean;
}

/** @throws TypeError that never repeats the token */
function checkedToken(name: string, token: unknown, hint: string): string {
  if (typeof token !== "string" || token === "") throw new TypeError(`${name} is missing. ${hint}`);
  if (!/^[!-~]+$/.test(token)) {
    const word = /^(ssws|bearer|dpop)\s/i.exec(token)?.[1];
    if (word) throw new TypeError(`${name} must be the bare token, without the word ${word}.`);
    throw new TypeError(`${name} holds a space or a character that no token has. Copy it again.`);
  }
  return token;
}

/** An API token of Okta's admin console, sent as `Authorization: SSWS …`. */
export function tokenAuth(token: string | undefined): Auth {
  const headers = {
    authorization: `SSWS ${checkedToken("token", token, "Give an API token, or set OKTA_CLIENT_TOKEN.")}`,
  };
  return { authorize: () => headers };
}

/** Why a new access token is asked for. */
export interface AccessTokenRequest {
  /** `first`: none yet; `expired`: the time the last one told has passed; `refused`: Okta answered 401 to it. */
  reason: "first" | "expired" | "refused";
}

/** An access token, alone or with the time for which it can be used. */
export type AccessToken =
  string | { accessToken: string; /** In seconds, as token endpoints tell. */ expiresIn?: number };

/**
 * Gives OAuth 2.0 access tokens. Called when there is none, when the last one has expired (if its lifetime is known),
 * and once when Okta refuses one with 401. Calls that wait for a token share one call of it.
 */
export type AccessTokenSource = (request: AccessTokenRequest) => AccessToken | Promise<AccessToken>;

/** Holds the current token of a source, and asks for one at a time however many calls wait. */
export function tokenCache(source: AccessTokenSource) {
  let current: { token: string; renew: number; ends: number } | undefined;
  let pending: Promise<string> | undefined;
  let refused: string | undefined;

  const renew = async (reason: AccessTokenRequest["reason"]): Promise<string> => {
    const answer = await source({ reason });
    const { accessToken, expiresIn = Infinity } = typeof answer === "string" ? { accessToken: answer } : answer;
    const token = checkedToken("accessToken", accessToken, "The function gave none.");
    // Renewed a minute ahead, or at nine tenths of a short life, so that none expires on its way.
    const life = expiresIn * 1000;
    const ends = Date.now() + life;
    current = { token, renew: ends - Math.min(60_000, life / 10), ends };
    return token;
  };

  /** While the last token can still be used, a failed renewal is no failure yet; the next call tries again. */
  const renewEarly = (token: string, ends: number) =>
    renew("expired").catch((error: unknown) => {
      if (Date.now() < ends) return token;
      throw error;
    });

  return {
    get(): string | Promise<string> {
      if (!current) pending ??= renew("first").finally(() => (pending = undefined));
      else if (current.token === refused) pending ??= renew("refused").finally(() => (pending = undefined));
      else if (Date.now() < current.renew) return current.token;
      else pending ??= renewEarly(current.token, current.ends).finally(() => (pending = undefined));
      return pending;
    },
    /** Whether the token was current until now; the next `get` asks for another one. */
    refuse(token: string) {
      if (current && current.token !== token) return; // another call has renewed it meanwhile
      refused = token;
    },
  };
}

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
    answered({ status }, { authorization = "" }) {
      if (status !== 401) return false;
      cache.refuse(authorization.slice("Bearer ".length));
      return true;
    },
  };
}
