import { readDate } from "./headers.ts";

/** No window of Okta's rate limits is longer. */
const LONGEST_WINDOW = 60_000;

/** Where the time comes from, to be replaced in tests. */
export interface TimeSource {
  /** Milliseconds since any fixed moment, never set back. */
  monotonic(): number;
  /** Milliseconds since the epoch, as far as this machine knows. */
  wall(): number;
}

const PLATFORM: TimeSource = { monotonic: () => performance.now(), wall: () => Date.now() };

/** The server's clock, as its responses show it: windows end by that one, and the clock of this machine may be wrong. */
export class ServerClock {
  readonly #source: TimeSource;
  /** Server's clock minus the monotonic one, in ms. */
  #offset: number | undefined;
  /** The `date` header that was read last. */
  #date: string | null = null;
  /** Bounds of the offset while no response had a readable `date`. */
  #earliest = -Infinity;
  #latest = Infinity;

  constructor(source: TimeSource = PLATFORM) {
    this.#source = source;
  }

  /** Learns from a response. @param reset end of its window in ms since the epoch */
  observe(headers: Headers, reset: number): void {
    const date = headers.get("date");
    // Of responses within one second the first shows the most.
    if (date !== null && date === this.#date) return;
    this.#date = date;
    const monotonic = this.#source.monotonic();
    const seen = readDate(headers);
    if (seen !== undefined) {
      // `date` has whole seconds and is older than its arrival, so the truth lies up to a second above it. The highest
      // offset seen is the best one, as long as it stays within that second of the response at hand.
      const offset = seen - monotonic;
      this.#offset = Math.min(Math.max(this.#offset ?? offset, offset), offset + 1000);
      return;
    }
    // A window that is not over yet ends at most its length from now.
    const earliest = reset - LONGEST_WINDOW - monotonic;
    const latest = reset - monotonic;
    this.#earliest = Math.max(this.#earliest, earliest);
    this.#latest = Math.min(this.#latest, latest);
    if (this.#earliest > this.#latest) [this.#earliest, this.#latest] = [earliest, latest];
  }

  /** Whether {@link now} can be relied on: a `date` was seen, or windows agree with this machine's clock. */
  get reliable(): boolean {
    if (this.#offset !== undefined) return true;
    const offset = this.#source.wall() - this.#source.monotonic();
    return offset >= this.#earliest && offset <= this.#latest;
  }

  /** Milliseconds since the epoch; where it cannot be relied on, the earliest that windows allow. */
  now(): number {
    if (this.#offset !== undefined) return this.#source.monotonic() + this.#offset;
    return this.reliable ? this.#source.wall() : this.#source.monotonic() + this.#earliest;
  }

  /** Milliseconds since any fixed moment. */
  monotonic(): number {
    return this.#source.monotonic();
  }
}
