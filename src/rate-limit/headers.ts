/** The state of a rate-limit bucket as an answer tells it. */
export interface RateLimit {
  /** Calls allowed in the window, from `x-rate-limit-limit`. */
  limit: number;
  /** Calls left in the window, from `x-rate-limit-remaining`. */
  remaining: number;
  /** When the window ends by the server's clock, from `x-rate-limit-reset`. */
  reset: Date;
}

/** A header that is a whole number; `undefined` where it is missing or anything else. */
export function readCount(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Reads the three headers; `undefined` unless all three are whole numbers (a proxy or CORS can hide them). */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const limit = readCount(headers, "x-rate-limit-limit");
  const remaining = readCount(headers, "x-rate-limit-remaining");
  const reset = readCount(headers, "x-rate-limit-reset");
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining, reset: new Date(reset * 1000) };
}

/** The answer's own clock in milliseconds since the epoch; `undefined` without a `date` header. */
export function readDate(headers: Headers): number | undefined {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? undefined : date;
}
