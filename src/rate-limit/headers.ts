/** The state of a rate-limit bucket as a response reports it. */
export interface RateLimit {
  /** Calls allowed in the window, from `x-rate-limit-limit`. */
  limit: number;
  /** Calls left in the window, from `x-rate-limit-remaining`. */
  remaining: number;
  /** When the window ends by the server's clock, from `x-rate-limit-reset`. */
  reset: Date;
}

/** The numbers of a header, several where a proxy or Okta sent it more than once; `undefined` if one is none. */
function readNumbers(headers: Headers, name: string): number[] | undefined {
  const value = headers.get(name);
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return [Number(value)];
  const numbers = value.split(",").map((part) => (/^\s*\d+(?:\.\d+)?\s*$/.test(part) ? Number(part) : NaN));
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

/**
 * Reads the three headers; `undefined` unless all three are numbers (a proxy or CORS can hide them). Where they come
 * twice, for the client and for the org, the pair with fewer calls left counts.
 */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const remaining = readNumbers(headers, "x-rate-limit-remaining");
  if (!remaining) return undefined;
  const limits = readNumbers(headers, "x-rate-limit-limit");
  const resets = readNumbers(headers, "x-rate-limit-reset");
  if (!limits || !resets) return undefined;
  const least = Math.min(...remaining);
  const at = remaining.indexOf(least);
  const reset = resets[at] ?? Math.max(...resets);
  return {
    limit: limits[at] ?? Math.min(...limits),
    remaining: least,
    reset: new Date(reset * 1000),
  };
}

/** Milliseconds since the epoch of a `date` header; `undefined` without a readable one. */
export function readDate(headers: Headers): number | undefined {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? undefined : date;
}

/**
 * Milliseconds of a `retry-after` header, in either of its forms: seconds, or a date, which counts from the response's
 * own clock where that is known.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]+, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - (readDate(headers) ?? Date.now()));
}

/**
 * Whether a 429 is for too many calls at once. Okta marks it with a limit of 0 and a reset that is a mere estimate: a
 * place is free as soon as another call ends.
 */
export const isConcurrencyLimit = (status: number, rateLimit: RateLimit | undefined): boolean =>
  status === 429 && rateLimit?.limit === 0;
