import { readDate } from "../rate-limit/headers.ts";

/** A difference below this explains no refusal. */
const TOLERATED = 30;

/** By how much this machine's clock differs from the server's, in words; `undefined` where it hardly does. */
export function clockHint(headers: Headers): string | undefined {
  const date = readDate(headers);
  const seconds = date === undefined ? 0 : Math.round((Date.now() - date) / 1000);
  if (Math.abs(seconds) < TOLERATED) return undefined;
  return `The clock of this machine is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} Okta's. Set it.`;
}
