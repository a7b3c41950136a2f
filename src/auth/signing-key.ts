import { importJWK, importPKCS8, type JWK } from "jose";

export interface SigningKey {
  key: CryptoKey | Uint8Array;
  algorithm: string;
  keyId: string | undefined;
}

/** What a signing key is read from. */
export interface KeyOptions {
  privateKey: JWK | string;
  keyId?: string | undefined;
  algorithm?: string | undefined;
}

export const KEY_HELP = "Give a private JWK, or PEM that begins with BEGIN PRIVATE KEY.";

const CURVES: Record<string, string> = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", Ed25519: "EdDSA" };

/** Object identifiers in the head of a PKCS #8 key, in hexadecimal, with the algorithm that such a key signs by. */
const IDENTIFIERS: [identifier: string, algorithm: string][] = [
  ["2a864886f70d0101", "RS256"], // rsaEncryption, and RSASSA-PSS beside it
  ["2a8648ce3d030107", "ES256"],
  ["2b81040022", "ES384"],
  ["2b81040023", "ES512"],
  ["06032b6570", "EdDSA"],
];

/** Bytes of a PKCS #8 key in which its algorithm stands. */
const HEAD = 40;

/**
 * PEM as `jose` wants it, from what environments and tools make of it: literal `\n`, quotes around it, indentation, and
 * text before and after the block.
 */
export function normalizePem(text: string): string {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \1-----/.exec(text.replace(/\\[rn]/g, ""));
  if (!block) return text;
  const [, label, body] = block;
  const base64 = body!.replace(/[^A-Za-z0-9+/=]/g, "");
  return `-----BEGIN ${label}-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
}

/** The algorithm that a PKCS #8 key signs by, read from its head. */
function algorithmOfPem(pem: string): string {
  const base64 = pem.replace(/-----[^-]+-----|\s/g, "");
  const hex = Array.from(atob(base64).slice(0, HEAD), (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return IDENTIFIERS.find(([identifier]) => hex.includes(identifier))?.[1] ?? "RS256";
}

const algorithmOfJwk = (jwk: JWK): string => jwk.alg ?? CURVES[jwk.crv ?? ""] ?? "RS256";

/**
 * Reads a private key, and finds out how it signs.
 *
 * @throws TypeError that never shows a part of the key
 */
export async function readSigningKey({ privateKey, keyId, algorithm }: KeyOptions): Promise<SigningKey> {
  try {
    if (typeof privateKey === "string" && !privateKey.trimStart().startsWith("{")) {
      const pem = normalizePem(privateKey);
      const alg = algorithm ?? algorithmOfPem(pem);
      return { key: await importPKCS8(pem, alg), algorithm: alg, keyId };
    }
    const jwk = typeof privateKey === "string" ? (JSON.parse(privateKey) as JWK) : privateKey;
    const alg = algorithm ?? algorithmOfJwk(jwk);
    return { key: await importJWK(jwk, alg), algorithm: alg, keyId: keyId ?? jwk.kid };
  } catch {
    // The cause could show parts of the key.
    throw new TypeError(
      `privateKey cannot be read${algorithm ? `, or does not sign by the algorithm ${algorithm}` : ""}. ${KEY_HELP}`,
    );
  }
}

/** @throws TypeError for what can be seen to be no private key, with what to do */
export function checkPrivateKey(privateKey: JWK | string | undefined): void {
  if (!privateKey) throw new TypeError(`privateKey is missing. ${KEY_HELP}`);
  if (typeof privateKey !== "string") {
    if (!("d" in privateKey)) throw new TypeError(`privateKey has no private part (d). ${KEY_HELP}`);
    return;
  }
  if (/BEGIN (RSA|EC) PRIVATE KEY/.test(privateKey)) {
    throw new TypeError("privateKey is in an old PEM form. Convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem.");
  }
  if (/BEGIN ENCRYPTED/.test(privateKey)) {
    throw new TypeError("privateKey is encrypted. Decrypt it: openssl pkcs8 -topk8 -nocrypt -in encrypted.pem.");
  }
  if (/BEGIN (PUBLIC KEY|CERTIFICATE)/.test(privateKey) && !/BEGIN PRIVATE KEY/.test(privateKey)) {
    throw new TypeError(`privateKey is public. ${KEY_HELP}`);
  }
}
