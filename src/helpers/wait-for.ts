import { sleep } from "../timing/sleep.ts";

export interface WaitForOptions {
  /** Milliseconds after which it gives up. @default 60000 */
  timeout?: number;
  /** Milliseconds before the second call; grows by half each time, up to ten times this. @default 500 */
  interval?: number;
  signal?: AbortSignal;
}

/** Thrown when the condition was not met in time. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  /** Result of the last call. */
  readonly last: unknown;

  constructor(timeout: number, last: unknown) {
    super(`Condition not met within ${timeout} ms.`);
    this.last = last;
  }
}

/**
 * Repeats a call until its result meets a condition: Okta's search lags behind its writes, and some changes of state
 * take their time.
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
