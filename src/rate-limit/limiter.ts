import { onAbort } from "../timing/signals.ts";
import { startTimer } from "../timing/timer.ts";
import { ServerClock } from "./clock.ts";
import { isConcurrencyLimit, type RateLimit } from "./headers.ts";
import {
  closedFor,
  countCall,
  type Moment,
  newWindow,
  type RateLimitWindow,
  report,
  type WindowPolicy,
} from "./window.ts";

/** A call that waits for its turn. */
interface Waiter {
  start: () => void;
}

interface Bucket {
  window: RateLimitWindow;
  /** Calls that were refused or failed go before those that were never sent. */
  repeated: Set<Waiter>;
  fresh: Set<Waiter>;
  stopTimer: (() => void) | undefined;
}

export type WaitReason = { reason: "rate-limit"; delay: number } | { reason: "concurrency" | "cold-start" };

export interface LimiterOptions extends WindowPolicy {
  /** Calls in flight at once. */
  concurrency: number;
  clock?: ServerClock;
}

/** What `acquire` needs to know of a call. */
export interface AcquireOptions {
  bucket: string;
  /** Whether the call was sent before. */
  repeated: boolean;
  signal: AbortSignal | undefined;
  /** Called when the call has to wait, with the reason. */
  onWait: (reason: WaitReason) => void;
}

/** What a response reports to the limiter. */
export interface Report {
  status: number;
  headers: Headers;
  rateLimit: RateLimit | undefined;
}

/** Decides when a call may be sent: by the number in flight, and by what is left in its bucket. */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #clock: ServerClock;
  readonly #buckets = new Map<string, Bucket>();
  #inFlight = 0;
  /** Calls that Okta takes at once, as far as refusals show; grows with each success. */
  #allowed: number;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? new ServerClock();
    this.#allowed = options.concurrency;
  }

  /** Takes a place: at once (`undefined`), or later. Every place taken must be released by `release`. */
  acquire({ bucket: name, repeated, signal, onWait }: AcquireOptions): Promise<void> | undefined {
    const bucket = this.#bucket(name);
    if (bucket.repeated.size === 0 && (repeated || bucket.fresh.size === 0) && this.#hasRoom(bucket)) {
      this.#take(bucket);
      return undefined;
    }
    onWait(this.#whyClosed(bucket));
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const queue = repeated ? bucket.repeated : bucket.fresh;
      const releaseSignal = onAbort(signal, (reason) => {
        queue.delete(waiter);
        reject(reason);
      });
      const waiter: Waiter = {
        start: () => {
          releaseSignal();
          resolve();
        },
      };
      queue.add(waiter);
      this.#schedule(bucket);
    });
  }

  /** Releases a place, with what the response reports where there was one. */
  release(name: string, response?: Report): void {
    const bucket = this.#bucket(name);
    this.#inFlight -= 1;
    bucket.window.inFlight -= 1;
    if (response) this.#update(bucket.window, response);
    for (const other of this.#buckets.values()) this.#startWaiting(other);
  }

  /** Milliseconds until the window of a response ends; `undefined` where nobody knows. */
  untilReset({ headers, rateLimit }: Report): number | undefined {
    if (!rateLimit) return undefined;
    const reset = rateLimit.reset.getTime();
    this.#clock.observe(headers, reset);
    return this.#clock.reliable ? Math.max(0, reset - this.#clock.now()) : undefined;
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = { window: newWindow(), repeated: new Set(), fresh: new Set(), stopTimer: undefined };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  readonly #moment = (): Moment => ({
    server: this.#clock.now(),
    reliable: this.#clock.reliable,
    monotonic: this.#clock.monotonic(),
  });

  #take({ window }: Bucket) {
    this.#inFlight += 1;
    countCall(window, () => this.#clock.monotonic());
  }

  #update(window: RateLimitWindow, { status, headers, rateLimit }: Report) {
    window.known = true;
    if (isConcurrencyLimit(status, rateLimit)) {
      this.#allowed = Math.max(1, Math.min(this.#allowed, this.#inFlight));
      return;
    }
    if (status < 300) this.#allowed = Math.min(this.#options.concurrency, this.#allowed + 1 / this.#allowed);
    if (!rateLimit) return;
    this.#clock.observe(headers, rateLimit.reset.getTime());
    report(window, rateLimit, this.#clock.monotonic());
  }

  #closedFor({ window }: Bucket): number {
    return closedFor(window, this.#options, this.#moment);
  }

  #whyClosed(bucket: Bucket): WaitReason {
    const delay = this.#closedFor(bucket);
    if (delay === 0 || delay === Infinity) return { reason: "concurrency" };
    return bucket.window.known ? { reason: "rate-limit", delay } : { reason: "cold-start" };
  }

  #hasRoom(bucket: Bucket): boolean {
    return this.#inFlight < Math.floor(this.#allowed) && this.#closedFor(bucket) === 0;
  }

  #startWaiting(bucket: Bucket) {
    while (bucket.repeated.size + bucket.fresh.size > 0 && this.#hasRoom(bucket)) {
      const queue = bucket.repeated.size > 0 ? bucket.repeated : bucket.fresh;
      const waiter = queue.values().next().value!;
      queue.delete(waiter);
      this.#take(bucket);
      waiter.start();
    }
    this.#schedule(bucket);
  }

  /**
   * Wakes the queue at the end of the window. Nothing else would, once no call is in flight; nor if the window ended
   * between the look that sent the caller here and this one.
   */
  #schedule(bucket: Bucket) {
    if (bucket.stopTimer !== undefined || bucket.repeated.size + bucket.fresh.size === 0) return;
    if (this.#inFlight >= Math.floor(this.#allowed)) return;
    const delay = this.#closedFor(bucket);
    if (delay === Infinity) return;
    bucket.stopTimer = startTimer(Math.ceil(delay), () => {
      bucket.stopTimer = undefined;
      this.#startWaiting(bucket);
    });
  }
}
