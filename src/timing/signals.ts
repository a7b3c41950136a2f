type Listener = (reason: unknown) => void;

const fanOuts = new WeakMap<AbortSignal, Set<Listener>>();

/**
 * Calls `listener` when the signal is aborted, unless the returned function is called before. However many calls share a
 * signal, it has one listener of ours: Node warns of a leak at more than ten.
 */
export function onAbort(signal: AbortSignal | undefined | null, listener: Listener): () => void {
  if (!signal) return () => {};
  let listeners = fanOuts.get(signal);
  if (!listeners) fanOuts.set(signal, (listeners = new Set()));
  if (listeners.size === 0) signal.addEventListener("abort", notifyAll);
  // A function of its own for each registration, so that one listener can be there twice.
  const entry: Listener = (reason) => listener(reason);
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
    if (listeners.size === 0) signal.removeEventListener("abort", notifyAll);
  };
}

function notifyAll(this: AbortSignal): void {
  const listeners = fanOuts.get(this)!;
  const notified = [...listeners];
  listeners.clear();
  this.removeEventListener("abort", notifyAll);
  for (const listener of notified) listener(this.reason);
}

/** A promise's value, or a rejection with the signal's reason as soon as it is aborted. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const release = onAbort(signal, reject);
    promise.then(resolve, reject).finally(release);
  });
}
