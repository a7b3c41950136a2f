import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import type { Clock } from "../clock.ts";

/** Why a proof is refused. */
export class ProofError extends Error {}

export interface ProofCheck {
  method: string;
  /** The URL that the proof has to name, without query. */
  url: string;
  clock: Clock;
  /** The token that the proof comes with. */
  accessToken?: string;
}

/** Seconds that a proof may be old. */
const OLDEST = 300;
const ALGORITHMS = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "EdDSA"];

/**
 * Checks a DPoP proof as RFC 9449 says.
 *
 * @returns thumbprint of its key, and its nonce
 * @throws ProofError that says what is wrong with it
 */
export async function checkProof(
  proof: string,
  { method, url, clock, accessToken }: ProofCheck,
): Promise<{ thumbprint: string; nonce: string | undefined; id: string }> {
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: ALGORITHMS,
    maxTokenAge: OLDEST,
    clockTolerance: 30,
    currentDate: new Date(clock.now()),
  }).catch((cause: unknown) => {
    throw new ProofError(`The DPoP proof is invalid: ${(cause as Error).message}`, { cause });
  });
  if (payload["htm"] !== method)
    throw new ProofError(`The DPoP proof is for ${String(payload["htm"])}, not ${method}.`);
  if (payload["htu"] !== url) throw new ProofError(`The DPoP proof is for ${String(payload["htu"])}, not ${url}.`);
  if (typeof payload.jti !== "string") throw new ProofError("The DPoP proof has no jti.");
  const hash = accessToken && createHash("sha256").update(accessToken).digest("base64url");
  if (hash && payload["ath"] !== hash) throw new ProofError("The DPoP proof is for another access token.");
  const nonce = payload["nonce"];
  return {
    thumbprint: await calculateJwkThumbprint(protectedHeader.jwk!),
    nonce: typeof nonce === "string" ? nonce : undefined,
    id: payload.jti,
  };
}
