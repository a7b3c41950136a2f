import { createHmac, randomBytes } from "node:crypto";

/** One-time passwords by time (RFC 6238), as authenticator apps make them: six digits, SHA-1, each good for a step. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret in base32. */
export const totpSecret = (bytes = 10) => toBase32(randomBytes(bytes));

export function toBase32(bytes: Buffer): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase()]
    .map((letter) => ALPHABET.indexOf(letter))
    .filter((value) => value >= 0)
    .map((value) => value.toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The passcode of a counter (RFC 4226). */
export function hotp(secret: string, counter: number, digits = 6): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac("sha1", fromBase32(secret)).update(moving).digest();
  const at = hash[hash.length - 1]! & 0x0f;
  const code = (hash.readUInt32BE(at) & 0x7fffffff) % 10 ** digits;
  return String(code).padStart(digits, "0");
}

/** Which step a passcode is of, at most one from the present one; `undefined` when it is of none. */
export function totpStep(secret: string, passCode: string, now: number, seconds = 30): number | undefined {
  const present = Math.floor(now / 1000 / seconds);
  return [present, present - 1, present + 1].find((step) => hotp(secret, step) === passCode);
}
