import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const pool = new Uint8Array(4096);
let used = pool.length;

function random(length: number, letters: number): string {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let text = "";
  for (let i = 0; i < length; i += 1) text += ALPHABET[pool[used++]! % letters];
  return text;
}

/** An id of Okta's shape: 20 characters, the first ones telling the kind of thing. */
export const oktaId = (prefix: string): string => prefix + random(20 - prefix.length, 62);

/** What `X-Okta-Request-Id` carries. */
export const requestId = (): string => random(27, 64);

/** What `errorId` carries. */
export const errorId = (): string => `oae${random(22, 64)}`;

/** A random text of letters and digits, for ids of no known shape. */
export const randomText = (length: number): string => random(length, 62);
