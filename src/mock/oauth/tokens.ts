import { randomBytes } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, decodeJwt, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Clock } from "../clock.ts";

/** Seconds that an access token is valid, as Okta's own are. */
export const LIFETIME = 3600;

export interface IssuedToken {
  scopes: string[];
  /** Thumbprint of the key that the token is bound to. */
  thumbprint: string | undefined;
  expired: boolean;
}

/** Issues access tokens, and tells its own from others. */
export class Tokens {
  readonly #clock: Clock;
  #key: Promise<{ privateKey: CryptoKey; publicJwk: JWK }> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The public key, as `/oauth2/v1/keys` lists it. */
  async publicJwk(): Promise<JWK> {
    return (await this.#signingKey()).publicJwk;
  }

  async issue(issuer: string, clientId: string, scopes: string[], thumbprint?: string): Promise<string> {
    const { privateKey, publicJwk } = await this.#signingKey();
    const now = Math.floor(this.#clock.now() / 1000);
    const claims = { ver: 1, cid: clientId, scp: scopes, ...(thumbprint && { cnf: { jkt: thumbprint } }) };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: publicJwk.kid! })
      .setJti(`AT.${randomBytes(24).toString("base64url")}`)
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(clientId)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME)
      .sign(privateKey);
  }

  /** @returns `undefined` for a token that was not issued here */
  async read(token: string): Promise<IssuedToken | undefined> {
    if (!this.#key || token.split(".").length !== 3) return undefined;
    const { publicJwk } = await this.#key;
    try {
      await compactVerify(token, publicJwk);
      const payload = decodeJwt(token);
      const bound = payload["cnf"] as { jkt?: string } | undefined;
      return {
        scopes: payload["scp"] as string[],
        thumbprint: bound?.jkt,
        expired: payload.exp! * 1000 <= this.#clock.now(),
      };
    } catch {
      return undefined;
    }
  }

  #signingKey() {
    return (this.#key ??= generateKeyPair("RS256").then(async ({ privateKey, publicKey }) => {
      const jwk = await exportJWK(publicKey);
      return { privateKey, publicJwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), use: "sig", alg: "RS256" } };
    }));
  }
}
