import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

/** The `htu` of RFC 9449: scheme, host and path of the request as a server sees it, without query and fragment. */
export function httpUri(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const base64url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_", "=": "" })[c]!);

/** Makes proofs of possession for one key, which is created with it and never leaves. */
export interface DpopSigner {
  /** A fresh proof for one request; with a token, one that is bound to it. */
  proof(request: { method: string; url: string }, nonce: string | undefined, accessToken?: string): Promise<string>;
}

/** @see https://www.rfc-editor.org/rfc/rfc9449 */
export function dpopSigner(algorithm: "ES256" | "RS256" = "ES256"): DpopSigner {
  let pair: Promise<{ privateKey: CryptoKey; jwk: JWK }> | undefined;
  const key = () =>
    (pair ??= generateKeyPair(algorithm, { extractable: false }).then(async ({ privateKey, publicKey }) => ({
      privateKey,
      jwk: await exportJWK(publicKey),
    })));
  return {
    async proof({ method, url }, nonce, accessToken) {
      const { privateKey, jwk } = await key();
      const ath =
        accessToken === undefined
          ? undefined
          : base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken)));
      return new SignJWT({ htm: method, htu: httpUri(url), ...(nonce && { nonce }), ...(ath && { ath }) })
        .setProtectedHeader({ typ: "dpop+jwt", alg: algorithm, jwk })
        .setIssuedAt()
        .setJti(crypto.randomUUID())
        .sign(privateKey);
    },
  };
}
