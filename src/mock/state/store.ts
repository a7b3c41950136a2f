import { isObject, type Obj } from "../../openapi/document.ts";

/** What a stateful run remembers, as JSON. */
export interface SavedState {
  version: 1;
  /** Things by the path of their collection and their id: `{ "/api/v1/users": { "00u…": { … } } }`. */
  collections: Record<string, Record<string, Obj>>;
  /** Ids of members by the path of the list: `{ "/api/v1/groups/00g…/users": ["00u…"] }`. */
  members: Record<string, string[]>;
  /** Things of which there is one, by their path: `{ "/api/v1/org": { … } }`. */
  single: Record<string, Obj>;
  /** Ids of users that have a password. Passwords themselves are not kept. */
  passwords: string[];
}

/** What a run remembers, in memory. */
export class Store {
  readonly collections = new Map<string, Map<string, Obj>>();
  readonly members = new Map<string, Set<string>>();
  readonly single = new Map<string, Obj>();
  readonly passwords = new Set<string>();

  /** The collection at a path with ids in it; empty when nothing was put there. */
  collection(path: string): Map<string, Obj> {
    let found = this.collections.get(path);
    if (!found) this.collections.set(path, (found = new Map()));
    return found;
  }

  membersOf(path: string): Set<string> {
    let found = this.members.get(path);
    if (!found) this.members.set(path, (found = new Set()));
    return found;
  }

  /** Forgets a thing with all below it. @param path of its collection */
  remove(path: string, id: string): void {
    this.collections.get(path)?.delete(id);
    const below = `${path}/${encodeURIComponent(id)}/`;
    for (const map of [this.collections, this.members, this.single]) {
      for (const key of map.keys()) if (key.startsWith(below)) map.delete(key);
    }
  }

  save(): SavedState {
    return structuredClone({
      version: 1 as const,
      collections: Object.fromEntries(
        [...this.collections].filter(([, map]) => map.size > 0).map(([path, map]) => [path, Object.fromEntries(map)]),
      ),
      members: Object.fromEntries(
        [...this.members].filter(([, ids]) => ids.size > 0).map(([path, ids]) => [path, [...ids]]),
      ),
      single: Object.fromEntries(this.single),
      passwords: [...this.passwords],
    });
  }

  /** @throws TypeError that says where the value is not a saved state; nothing is changed then */
  load(value: unknown): void {
    const state = structuredClone(checkState(value));
    this.clear();
    for (const [path, things] of Object.entries(state.collections))
      this.collections.set(path, new Map(Object.entries(things)));
    for (const [path, ids] of Object.entries(state.members)) this.members.set(path, new Set(ids));
    for (const [path, thing] of Object.entries(state.single)) this.single.set(path, thing);
    for (const id of state.passwords) this.passwords.add(id);
  }

  clear(): void {
    this.collections.clear();
    this.members.clear();
    this.single.clear();
    this.passwords.clear();
  }
}

function checkState(value: unknown): SavedState {
  if (!isObject(value) || value["version"] !== 1) {
    throw new TypeError('This is no saved state: it must be an object with "version": 1.');
  }
  const { collections, members, single, passwords } = value;
  const texts = (list: unknown) => Array.isArray(list) && list.every((id) => typeof id === "string");
  const wrong =
    wrongMap("collections", collections, (things) => isObject(things) && Object.values(things).every(isObject)) ??
    wrongMap("members", members, texts) ??
    wrongMap("single", single, isObject) ??
    (texts(passwords) ? undefined : '"passwords"');
  if (wrong) throw new TypeError(`This is no saved state: ${wrong} is not of the right shape.`);
  return value as unknown as SavedState;
}

function wrongMap(name: string, map: unknown, fine: (entry: unknown) => boolean): string | undefined {
  if (!isObject(map)) return `"${name}"`;
  const strange = Object.entries(map).find(([path, entry]) => !path.startsWith("/") || !fine(entry));
  return strange && `"${name}" at ${JSON.stringify(strange[0])}`;
}
