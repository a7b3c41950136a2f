import { BlockList, isIP } from "node:net";

/** IP addresses as network zones have them. */

const BITS: Record<number, number> = { 4: 32, 6: 128 };

function isCidr(text: string): boolean {
  const [address = "", prefix = "", ...more] = text.split("/");
  const bits = BITS[isIP(address)];
  return bits !== undefined && more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

/** Whether a range begins before it ends; one address is a range too. */
function isRange(text: string): boolean {
  const [first = "", last = first, ...more] = text.split("-").map((address) => address.trim());
  const family = isIP(first);
  if (family === 0 || isIP(last) !== family || more.length > 0) return false;
  try {
    new BlockList().addRange(first, last, family === 4 ? "ipv4" : "ipv6");
    return true;
  } catch {
    return false;
  }
}

/** @param type `CIDR` or `RANGE`; an address of any other type is not looked at */
export const isAddress = (type: string, text: string): boolean =>
  type === "CIDR" ? isCidr(text) : type !== "RANGE" || isRange(text);
