import { onAbort } from "./signals.ts";
import { startTimer } from "./timer.ts";

/** Resolves after some milliseconds; rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const release = onAbort(signal, (reason) => {
      stop();
      reject(reason);
    });
    const stop = startTimer(ms, () => {
      release();
      resolve();
    });
  });
}
