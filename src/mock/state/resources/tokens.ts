import type { Obj } from "../../../openapi/document.ts";
import { toBase32 } from "../crypto/totp.ts";
import { objectAt, textAt } from "../engine/fill.ts";

/** Tokens that their users hold in their hands: the code that they type enrolls them at once. */

/** Hexadecimal digits as a YubiKey types them, with letters that are on the same keys everywhere. */
const MODHEX = "cbdefghijklnrtuv";
const SERIAL = 12;

export const isTyped = (kind: string) => kind === "token" || kind === "token:hardware";

/** The code of a token in the body of an enrollment; `undefined` when there is none. */
export const typedCode = (body: Obj) => textAt(body, "verify", "passCode") || undefined;

/** The serial number of a YubiKey, which each of its codes begins with; `undefined` for another code. */
export function serialOf(code: string): string | undefined {
  const digits = [...code.slice(0, SERIAL).toLowerCase()].map((letter) => MODHEX.indexOf(letter));
  if (digits.length < SERIAL || digits.includes(-1)) return undefined;
  const hexadecimal = digits.map((digit) => digit.toString(16)).join("");
  return Number.parseInt(hexadecimal, 16).toString().padStart(SERIAL, "0");
}

/** The seed of a custom TOTP in base32; its body has it as hexadecimal digits, in base32 or in base64. */
export function seedOf(body: Obj): string | undefined {
  const { sharedSecret } = objectAt(body, "profile");
  if (typeof sharedSecret !== "string" || sharedSecret === "") return undefined;
  if (/^(?:[0-9a-f]{2})+$/i.test(sharedSecret)) return toBase32(Buffer.from(sharedSecret, "hex"));
  if (/^[A-Z2-7]+=*$/.test(sharedSecret)) return sharedSecret;
  return toBase32(Buffer.from(sharedSecret, "base64"));
}
