/** The state of a bucket right after a call was counted. */
export interface Count {
  limit: number;
  remaining: number;
  /** When the window ends, in seconds since the epoch. */
  reset: number;
  /** Whether the call came after the limit was used up. */
  exceeded: boolean;
}

const WINDOW = 60;

/** Counts calls by bucket in windows of a minute that begin with the first call, as Okta's headers tell it. */
export class RateLimits {
  readonly #buckets = new Map<string, { used: number; reset: number }>();
  readonly #limit: number;

  /** @param limit calls a bucket allows in a minute */
  constructor(limit: number) {
    this.#limit = limit;
  }

  count(bucket: string): Count {
    const now = Date.now() / 1000;
    let window = this.#buckets.get(bucket);
    if (!window) this.#buckets.set(bucket, (window = { used: 0, reset: 0 }));
    if (now >= window.reset) {
      window.used = 0;
      window.reset = Math.floor(now) + WINDOW;
    }
    window.used += 1;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.used),
      reset: window.reset,
      exceeded: window.used > this.#limit,
    };
  }

  clear(): void {
    this.#buckets.clear();
  }
}
