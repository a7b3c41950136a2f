import type { RateLimit } from "./headers.ts";

/** What is known of a bucket's window, and what this client has done in it. */
export interface RateLimitWindow {
  limit: number;
  /** Calls left, as far as responses say. */
  remaining: number;
  /** End of the window by the server's clock in ms; 0 while no response has shown one. */
  reset: number;
  /** Whether that end has passed and no response has shown the next window yet. */
  ended: boolean;
  /** Calls that this client sent in the window. */
  used: number;
  inFlight: number;
  /** Whether a response has come, with or without rate-limit headers. */
  known: boolean;
  /** When the first call was sent, and when a response last reported, in ms of the monotonic clock. */
  startedAt: number;
  reportedAt: number;
}

/** The moment at which a window is looked at. */
export interface Moment {
  /** Milliseconds since the epoch by the server's clock. */
  server: number;
  /** Whether that clock is known. */
  reliable: boolean;
  /** Milliseconds of the monotonic clock. */
  monotonic: number;
}

/** How much of a window may be used. */
export interface WindowPolicy {
  /** Part of the limit, above 0 and at most 1. */
  share: number;
  /** Whether calls are held back before they are refused. */
  proactive: boolean;
  /** Longest wait in ms; a bucket that stays closed longer is tried all the same. */
  maxWait: number;
}

/** How often a bucket is tried whose end nobody knows, and how slowly a cold start speeds up. */
const PROBE_INTERVAL = 2000;
const COLD_START_STEP = 1000;

export const newWindow = (): RateLimitWindow => ({
  limit: Infinity,
  remaining: Infinity,
  reset: 0,
  ended: false,
  used: 0,
  inFlight: 0,
  known: false,
  startedAt: 0,
  reportedAt: 0,
});

/** Counts a call that is about to be sent. */
export function countCall(window: RateLimitWindow, monotonic: () => number): void {
  if (!window.known && window.inFlight === 0) window.startedAt = monotonic();
  window.inFlight += 1;
  window.used += 1;
}

/** Takes what a response reports. The call itself is no longer in flight, but counts as used. */
export function report(window: RateLimitWindow, rateLimit: RateLimit, monotonic: number): void {
  const reset = rateLimit.reset.getTime();
  if (reset < window.reset) return; // a response of an earlier window that comes late
  if (reset > window.reset) {
    if (window.reset > 0 && !window.ended) window.used = window.inFlight + 1;
    window.remaining = rateLimit.remaining;
  } else {
    window.remaining = Math.min(window.remaining, rateLimit.remaining);
  }
  window.reset = reset;
  window.limit = rateLimit.limit;
  window.ended = false;
  window.reportedAt = monotonic;
}

/** Whether one more call fits what is left, by the last window known. */
export function hasQuota({ limit, remaining, used, inFlight }: RateLimitWindow, { share }: WindowPolicy): boolean {
  return remaining > inFlight && used < Math.max(1, Math.floor(limit * share));
}

/** While no response has come, few calls go ahead: nobody knows how many the bucket takes. */
function coldStart({ inFlight, startedAt }: RateLimitWindow, { monotonic }: Moment): number {
  const elapsed = monotonic - startedAt;
  const steps = Math.floor(elapsed / COLD_START_STEP);
  return inFlight < 2 ** Math.min(steps, 20) ? 0 : (steps + 1) * COLD_START_STEP - elapsed;
}

/**
 * For how many ms a window lets no further call in; 0 when it is open, Infinity when the next response decides. Notes in
 * the window when it has ended.
 */
export function closedFor(window: RateLimitWindow, policy: WindowPolicy, momentOf: () => Moment): number {
  if (!policy.proactive) return 0;
  if (!window.known) return coldStart(window, momentOf());
  // The clock is read only when the numbers of the last window known do not suffice.
  if (hasQuota(window, policy)) return 0;
  const moment = momentOf();
  if (!moment.reliable) {
    return window.inFlight > 0 ? Infinity : Math.max(0, window.reportedAt + PROBE_INTERVAL - moment.monotonic);
  }
  const left = window.reset - moment.server;
  if (left > 0) return left > policy.maxWait ? 0 : left;
  if (!window.ended) {
    window.ended = true;
    window.remaining = window.limit;
    window.used = window.inFlight;
    if (hasQuota(window, policy)) return 0;
  }
  return window.inFlight > 0 ? Infinity : 0;
}
