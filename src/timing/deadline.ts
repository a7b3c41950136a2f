import type { Controller } from "./abort.ts";
import { startTimeout } from "./timeout.ts";

/** Time for something is up. */
export class TimeUp extends Error {
  override readonly name = "TimeoutError";
}

/** A signal that is aborted by the caller's signal or when the time is up; without either there is none. */
export interface Cancellation {
  readonly signal: AbortSignal | undefined;
  /** Ends the timeout, and lets go of the caller's signal too unless it is still wanted. */
  stop(keepCaller?: boolean): void;
}

const NONE: Cancellation = { signal: undefined, stop: () => {} };

/**
 * @param message what the TimeUp says that the signal is aborted with after `ms`
 * @param Made makes the signal
 */
export function cancellation(
  caller: AbortSignal | undefined,
  ms: number,
  message: string,
  Made: new () => Controller = AbortController,
): Cancellation {
  // Without anything to cancel for, fetch is spared a signal: it costs a fifteenth of a small call.
  if (!caller && ms === Infinity) return NONE;
  const controller = new Made();
  const abort = () => controller.abort(caller!.reason);
  caller?.addEventListener("abort", abort, { once: true });
  const stopTimeout = startTimeout(ms, () => controller.abort(new TimeUp(message)));
  return {
    signal: controller.signal,
    stop(keepCaller = false) {
      stopTimeout();
      if (!keepCaller) caller?.removeEventListener("abort", abort);
    },
  };
}
