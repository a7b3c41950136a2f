import type { OktaEvent } from "../events.ts";

/** Where progress is shown: standard error, where it is a terminal. */
export interface ProgressStream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
}

/** Shows on one line of a terminal how far a command is and how long it still waits; nothing elsewhere. */
export class Progress {
  readonly #stream: ProgressStream;
  /** Whether the result goes to the same terminal, where a line of progress would stand between its lines. */
  readonly #shared: boolean;
  #shown = "";
  #base = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: ProgressStream, shared: boolean) {
    this.#stream = stream;
    this.#shared = shared;
  }

  /** Counts what a list has brought so far. */
  count(items: number, pages: number): void {
    this.#base = `${items.toLocaleString("en")} items, ${pages.toLocaleString("en")} ${pages === 1 ? "page" : "pages"}`;
    this.#stopCountdown();
    if (!this.#shared) this.#show(this.#base);
  }

  /** Counts the seconds of a wait for the rate limit, or before a retry. */
  event(event: OktaEvent): void {
    if (event.type === "end") this.#stopCountdown();
    else if (event.type === "retry") this.#countDown(event.delay, event.status === 429);
    else if (event.type === "wait" && event.delay !== undefined) this.#countDown(event.delay, true);
  }

  /** Prints a line of text above the progress. */
  line(text: string): void {
    const shown = this.#shown;
    this.clear();
    this.#stream.write(`${text}\n`);
    if (shown) this.#show(shown);
  }

  /** Removes what is shown. */
  clear(): void {
    this.#stopCountdown();
    if (this.#shown) this.#stream.write("\r\u001b[K");
    this.#shown = "";
  }

  #countDown(delay: number, rateLimit: boolean): void {
    this.#stopCountdown();
    // Shorter waits are over before anybody wonders.
    if (this.#stream.isTTY !== true || delay < 1000) return;
    const end = performance.now() + delay;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      const what = rateLimit ? "waiting for the rate limit" : "waiting to retry";
      this.#show(`${this.#base && !this.#shared ? `${this.#base}; ` : ""}${what}: ${left} s`);
    };
    if (this.#shared && this.#base) this.#stream.write("\n");
    tick();
    this.#timer = setInterval(tick, 1000);
    this.#timer.unref();
  }

  #stopCountdown(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#shared) this.clear();
  }

  #show(text: string): void {
    if (this.#stream.isTTY !== true) return;
    const width = Math.max(10, (this.#stream.columns ?? 80) - 1);
    this.#shown = text.slice(0, width);
    this.#stream.write(`\r\u001b[K${this.#shown}`);
  }
}
