import type { SkipReason } from "./exchange.ts";

/** Why a call is not checked, if it is not; `prefixes` are what paths of the API begin with. */
export function skipReason(
  method: string,
  path: string,
  status: number,
  prefixes?: readonly string[],
): SkipReason | undefined {
  if (prefixes && !prefixes.some((prefix) => path.startsWith(prefix))) return "other path";
  if (method === "OPTIONS" || method === "HEAD") return "preflight or HEAD";
  if (status === 0) return "no answer";
  if (status === 304) return "not modified";
  return undefined;
}
