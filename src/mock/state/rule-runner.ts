import type { ResourceStore } from "./engine/resource-store.ts";
import { runRules } from "./resources/group-rules.ts";

/** Runs the group rules for users that changed: at once, or after the while that an org takes. */
export class RuleRunner {
  /** Milliseconds from a change until the rules see it. */
  delay = 0;
  readonly #store: ResourceStore;
  readonly #changed = new Map<string, number>();

  constructor(store: ResourceStore) {
    this.#store = store;
    store.onUserChange = (userId) => void this.#changed.set(userId, store.clock.now());
  }

  /** Runs the rules for the users whose time has come. */
  run(): void {
    if (this.#changed.size === 0) return;
    const due = this.#store.clock.now() - this.delay;
    const userIds = [...this.#changed].filter(([, at]) => at <= due).map(([userId]) => userId);
    for (const userId of userIds) this.#changed.delete(userId);
    runRules(this.#store, userIds);
  }

  clear(): void {
    this.#changed.clear();
  }
}
