import type { Clock } from "../clock.ts";

/** The state of a bucket right after a call was counted. */
export interface Count {
  limit: number;
  remaining: number;
  /** When the window ends, in seconds since the epoch. */
  reset: number;
  /** Whether the call came after the limit was used up. */
  exceeded: boolean;
  /** When the call was counted, in seconds since the epoch. */
  now: number;
}

const WINDOW = 60;

/** Makes a count that of a limit that is used up. */
export function exhaust(count: Count, seconds: number): void {
  count.remaining = 0;
  count.reset = Math.floor(count.now) + seconds;
}

/** Counts calls by bucket in windows of a minute that begin with the first call, as Okta's headers say. */
export class RateLimits {
  readonly #buckets = new Map<string, { used: number; reset: number }>();
  readonly #limit: number;
  readonly #clock: Clock;

  /** @param limit calls a bucket allows in a minute */
  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  count(bucket: string): Count {
    const now = this.#clock.now() / 1000;
    let window = this.#buckets.get(bucket);
    if (!window) this.#buckets.set(bucket, (window = { used: 0, reset: 0 }));
    // A clock that was set back begins a window too.
    if (now >= window.reset || now < window.reset - WINDOW - 1) {
      window.used = 0;
      window.reset = Math.floor(now) + WINDOW;
    }
    window.used += 1;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.used),
      reset: window.reset,
      exceeded: window.used > this.#limit,
      now,
    };
  }

  clear(): void {
    this.#buckets.clear();
  }
}
