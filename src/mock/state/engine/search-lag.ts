import type { Obj } from "../../../openapi/document.ts";

interface Past {
  /** The resource before it changed; `undefined` for one that was created. */
  before: Obj | undefined;
  at: number;
}

/** What a search does not know yet: an org's search sees a change only after a while. */
export class SearchLag {
  /** Milliseconds until a search sees a change. */
  ms = 0;
  readonly #changes = new Map<string, Map<string, Past>>();

  /** Notes that a resource is about to change. */
  note(list: string, id: string, before: Obj | undefined, now: number): void {
    if (this.ms <= 0) return;
    let changes = this.#changes.get(list);
    if (!changes) this.#changes.set(list, (changes = new Map()));
    const known = changes.get(id);
    if (!known || known.at <= now - this.ms) changes.set(id, { before: structuredClone(before), at: now });
  }

  /** Resources by their id as a search sees them. */
  seen(list: string, resources: Map<string, Obj>, now: number): Map<string, Obj> {
    const changes = this.#changes.get(list);
    if (!changes || this.ms <= 0) return resources;
    const seen = new Map(resources);
    for (const [id, { before, at }] of changes) {
      if (at <= now - this.ms) changes.delete(id);
      else if (before) seen.set(id, before);
      else seen.delete(id);
    }
    return seen;
  }

  clear(): void {
    this.#changes.clear();
  }
}
