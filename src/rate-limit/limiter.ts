import { readDate, readRateLimit } from "./headers.ts";

/** How much of Okta's limits a client may use. */
export interface RateLimitOptions {
  /**
   * The part of each bucket's limit that this client uses in a window, above 0 and at most 1.
   * Give less than 1 where other clients need the same buckets.
   *
   * @default 1
   */
  share?: number | undefined;
  /**
   * Whether calls wait for the next window as soon as the headers say that the bucket is used up, instead of being
   * refused first.
   *
   * @default true
   */
  proactive?: boolean | undefined;
}

interface Waiter {
  start: () => void;
}

interface Bucket {
  limit: number;
  /** Calls left in the window, as far as answers told. */
  remaining: number;
  /** End of the window by the server's clock in ms; 0 when not known. */
  reset: number;
  /** Whether that end has passed and no answer has told of the next window yet. */
  passed: boolean;
  /** Calls that this client sent in the window. */
  used: number;
  inFlight: number;
  /** Calls that were refused or failed go before those that were never sent. */
  again: Set<Waiter>;
  fresh: Set<Waiter>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export type WaitReason = { reason: "rate-limit"; delay: number } | { reason: "concurrency" };

/** Every value decided: defaults are the client's affair. */
export interface LimiterOptions {
  share: number;
  proactive: boolean;
  /** Calls under way at once. */
  concurrency: number;
  /** Longest wait in ms; a bucket that stays closed longer is asked all the same. */
  maxWait: number;
}

const now = () => performance.now();

/** Decides when a call may be sent: by the number under way, and by what is left in its bucket. */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #buckets = new Map<string, Bucket>();
  #inFlight = 0;
  /** Server's clock minus ours, in ms. */
  #offset: number | undefined;
  /** The `date` header that was read last. */
  #date: string | null = null;

  constructor(options: LimiterOptions) {
    this.#options = options;
  }

  /**
   * Takes a place in the bucket: at once (`undefined`), or later. Every place taken must be given back by `leave`.
   *
   * @param waiting is told when the call has to wait, and why
   */
  enter(
    name: string,
    repeated: boolean,
    signal: AbortSignal | undefined,
    waiting: (reason: WaitReason) => void,
  ): Promise<void> | undefined {
    const bucket = this.#bucket(name);
    if (bucket.again.size === 0 && (repeated || bucket.fresh.size === 0) && this.#hasRoom(bucket)) {
      this.#take(bucket);
      return undefined;
    }
    const delay = this.#closedFor(bucket);
    waiting(delay > 0 && delay < Infinity ? { reason: "rate-limit", delay } : { reason: "concurrency" });
    return new Promise<void>((resolve, reject) => {
      const queue = repeated ? bucket.again : bucket.fresh;
      const abort = () => {
        queue.delete(waiter);
        reject(signal!.reason);
      };
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", abort, { once: true });
      queue.add(waiter);
      this.#arm(bucket);
    });
  }

  /** Gives the place back, with the headers of the answer where there was one. */
  leave(name: string, headers?: Headers): void {
    const bucket = this.#bucket(name);
    this.#inFlight -= 1;
    bucket.inFlight -= 1;
    if (headers) this.#learn(bucket, headers);
    for (const other of this.#buckets.values()) this.#pump(other);
  }

  /** Milliseconds until the window of this answer ends, by the answer's own clock; `undefined` where it does not tell. */
  untilReset(headers: Headers): number | undefined {
    const told = readRateLimit(headers);
    if (!told) return undefined;
    this.#setClock(headers);
    return Math.max(0, told.reset.getTime() - this.#serverTime());
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = {
        limit: Infinity,
        remaining: Infinity,
        reset: 0,
        passed: false,
        used: 0,
        inFlight: 0,
        again: new Set(),
        fresh: new Set(),
        timer: undefined,
      };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  #take(bucket: Bucket) {
    this.#inFlight += 1;
    bucket.inFlight += 1;
    bucket.used += 1;
  }

  /**
   * `date` has whole seconds and is older than its arrival, so the truth lies up to a second above it. The highest
   * offset seen is the best one, as long as it stays within that second of the answer at hand.
   */
  #setClock(headers: Headers) {
    const date = headers.get("date");
    // Of answers in one second the first has told the most.
    if (date !== null && date === this.#date) return;
    this.#date = date;
    const seen = (readDate(headers) ?? Date.now()) - now();
    this.#offset = Math.min(Math.max(this.#offset ?? seen, seen), seen + 1000);
  }

  #serverTime(): number {
    return now() + (this.#offset ?? Date.now() - now());
  }

  #learn(bucket: Bucket, headers: Headers) {
    const told = readRateLimit(headers);
    if (!told) return;
    this.#setClock(headers);
    const reset = told.reset.getTime();
    if (reset < bucket.reset) return; // an answer of an earlier window that came late
    if (reset > bucket.reset) {
      if (bucket.reset > 0 && !bucket.passed) bucket.used = bucket.inFlight + 1;
      bucket.remaining = told.remaining;
    } else {
      bucket.remaining = Math.min(bucket.remaining, told.remaining);
    }
    bucket.reset = reset;
    bucket.limit = told.limit;
    bucket.passed = false;
  }

  #hasQuota({ limit, remaining, used, inFlight }: Bucket): boolean {
    return remaining > inFlight && used < Math.max(1, Math.floor(limit * this.#options.share));
  }

  /** For how many ms the bucket lets nobody in; 0 when it is open, `Infinity` when the next answer decides. */
  #closedFor(bucket: Bucket): number {
    // The clock is asked only when the numbers of the last window known do not suffice.
    if (!this.#options.proactive || bucket.reset === 0 || this.#hasQuota(bucket)) return 0;
    const left = bucket.reset - this.#serverTime();
    if (left <= 0 && !bucket.passed) {
      bucket.passed = true;
      bucket.remaining = bucket.limit;
      bucket.used = bucket.inFlight;
      if (this.#hasQuota(bucket)) return 0;
    }
    if (left > 0) return left > this.#options.maxWait ? 0 : left;
    return bucket.inFlight > 0 ? Infinity : 0;
  }

  #hasRoom(bucket: Bucket): boolean {
    return this.#inFlight < this.#options.concurrency && this.#closedFor(bucket) === 0;
  }

  #pump(bucket: Bucket) {
    while (bucket.again.size + bucket.fresh.size > 0 && this.#hasRoom(bucket)) {
      const queue = bucket.again.size > 0 ? bucket.again : bucket.fresh;
      const waiter = queue.values().next().value!;
      queue.delete(waiter);
      this.#take(bucket);
      waiter.start();
    }
    this.#arm(bucket);
  }

  /**
   * Wakes the queue at the end of the window. Nothing else would, once no call is under way; nor if the window ended
   * between the look that sent the caller here and this one.
   */
  #arm(bucket: Bucket) {
    if (bucket.timer !== undefined || bucket.again.size + bucket.fresh.size === 0) return;
    if (this.#inFlight >= this.#options.concurrency) return;
    const delay = this.#closedFor(bucket);
    if (delay === Infinity) return;
    bucket.timer = setTimeout(() => {
      bucket.timer = undefined;
      this.#pump(bucket);
    }, Math.ceil(delay));
  }
}
