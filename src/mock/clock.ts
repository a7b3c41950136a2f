/** The time of a mock org, which a test can set and move. */
export class Clock {
  #offset = 0;
  #stopped: number | undefined;
  readonly #listeners = new Set<() => void>();

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#stopped ?? Date.now() + this.#offset;
  }

  /** Such as `2026-11-26T12:00:00.000Z`. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }

  /** Whether the time was set or moved. */
  get isOwn(): boolean {
    return this.#offset !== 0 || this.stopped;
  }

  /** Whether the time stands still until it is moved. */
  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  /** Sets the time. @param stop whether it stands still from then on; as it was without it */
  set(time: number, stop: boolean = this.stopped): void {
    if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) throw new TypeError("The time is not a date.");
    this.#offset = time - Date.now();
    this.#stopped = stop ? time : undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Moves the time, forwards by a positive number of milliseconds. */
  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  /** The time of the machine again. */
  reset(): void {
    this.#offset = 0;
    this.#stopped = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Calls a listener whenever the time is set or moved. @returns ends that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
