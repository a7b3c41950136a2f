import { type AccessTokenRequest, type AccessTokenSource, checkedToken } from "./auth.ts";

/** How long an access token that was refused as soon as it came is kept before another one is requested. */
const COOL_DOWN = 30_000;
/** After this time a renewal that has not settled no longer keeps others from being tried. */
const STALE = 60_000;

interface Held {
  token: string;
  /** When to renew, and when it can no longer be used, in ms since the epoch. */
  renewAt: number;
  endsAt: number;
}

interface Renewal {
  promise: Promise<string>;
  startedAt: number;
}

/**
 * Holds the current token of a source, and asks for one at a time however many calls wait. A token that is still good is
 * handed out while the next one is on its way.
 */
export function tokenCache(source: AccessTokenSource) {
  let held: Held | undefined;
  let renewal: Renewal | undefined;
  let refused: string | undefined;
  /** Tokens refused in a row, with none accepted in between. */
  let refusals = 0;
  let refusedAt = 0;

  async function request(reason: AccessTokenRequest["reason"]): Promise<string> {
    const issued = await source({ reason });
    const { accessToken, expiresIn = Infinity } = typeof issued === "string" ? { accessToken: issued } : issued;
    const token = checkedToken("accessToken", accessToken, "The function gave none.");
    // Renewed a minute ahead, or at nine tenths of a short life, and not used in the last seconds: none expires on its way.
    const life = expiresIn * 1000;
    const end = Date.now() + life;
    held = { token, renewAt: end - Math.min(60_000, life / 10), endsAt: end - Math.min(5_000, life / 20) };
    refused = undefined;
    return token;
  }

  function renew(reason: AccessTokenRequest["reason"]): Promise<string> {
    if (renewal && Date.now() - renewal.startedAt < STALE) return renewal.promise;
    const current: Renewal = { promise: request(reason), startedAt: Date.now() };
    renewal = current;
    const settle = () => {
      if (renewal === current) renewal = undefined;
    };
    current.promise.then(settle, settle);
    return current.promise;
  }

  return {
    get(): string | Promise<string> {
      if (!held) return renew("first");
      if (held.token === refused) return renew("refused");
      const now = Date.now();
      if (now >= held.endsAt) return renew("expired");
      // While the token can still be used, a failed renewal is no failure yet; the next call tries again.
      if (now >= held.renewAt) renew("expired").catch(() => {});
      return held.token;
    },

    /**
     * Takes how Okta received a token. `true` when it refused it and another one is worth a try: not when the last one
     * was refused as soon as it came, since a fresh token does not help then.
     */
    judge(token: string, status: number): boolean {
      if (status !== 401) {
        if (held?.token === token && status < 500 && status !== 429) refusals = 0;
        return false;
      }
      if (held && held.token !== token) return true; // another call has renewed it meanwhile
      if (refused === token) return true;
      if (refusals > 0 && Date.now() - refusedAt < COOL_DOWN) return false;
      refusals += 1;
      refusedAt = Date.now();
      refused = token;
      return true;
    },
  };
}
