type AbortListener = (this: LightAbortController) => void;

/**
 * An `AbortController` and its signal in one. Node's signals are event targets; creating one and listening to it takes
 * a sixth of the time of a small call on `node:http`.
 */
export class LightAbortController {
  aborted = false;
  reason: unknown;
  readonly #listeners = new Set<AbortListener>();

  get signal(): AbortSignal {
    return this as unknown as AbortSignal;
  }

  addEventListener(_type: "abort", listener: AbortListener): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: AbortListener): void {
    this.#listeners.delete(listener);
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener.call(this);
    this.#listeners.clear();
  }
}

/** A transport that has this member is content with signals of {@link LightAbortController}; no other gets one. */
export const LIGHT_ABORT = Symbol.for("okta-fetch.light-abort");
