/** What a call needs of an `AbortController`, to tell its transport that it is to stop. */
export interface Controller {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
}

/**
 * Under this name a transport may bring a controller of its own, whose signals it alone is given. Node's signals are
 * event targets, and making and hearing one costs it a fifteenth of a small call.
 */
export const CONTROLLER = Symbol.for("okta-fetch.AbortController");

/** A controller and its signal in one, for the one listener that a call has. */
export class LightAbortController {
  aborted = false;
  reason: unknown;
  #listener: (() => void) | undefined;

  get signal(): AbortSignal {
    return this as unknown as AbortSignal;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(): void {
    this.#listener = undefined;
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.#listener?.();
  }
}
