import { sleep } from "../timing/sleep.ts";

export interface WaitForOptions {
  /** Milliseconds after which it gives up. @default 60000 */
  timeout?: number;
  /** Milliseconds before the second try; each further one waits half as long again, up to ten times this. @default 500 */
  interval?: number;
  signal?: AbortSignal;
}

/** Raised when what was waited for did not come in time. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  /** What the last try gave. */
  readonly last: unknown;

  constructor(timeout: number, last: unknown) {
    super(`It did not come true within ${timeout} ms.`);
    this.last = last;
  }
}

/**
 * Repeats a call until its result is as wished: Okta's search lags behind its writes, and some changes of state take
 * their time.
 *
 * @example
 * await waitFor(() => okta.GET("/api/v1/users/{userId}", init), (result) => result.data?.status === "ACTIVE");
 * @throws WaitTimeoutError with the last result; whatever the call itself throws
 */
export async function waitFor<T>(
  call: () => Promise<T>,
  done: (result: T) => boolean,
  { timeout = 60_000, interval = 500, signal }: WaitForOptions = {},
): Promise<T> {
  const end = performance.now() + timeout;
  for (let pause = interval; ; pause = Math.min(pause * 1.5, interval * 10)) {
    signal?.throwIfAborted();
    const result = await call();
    if (done(result)) return result;
    if (performance.now() + pause > end) throw new WaitTimeoutError(timeout, result);
    await sleep(pause, signal);
  }
}
