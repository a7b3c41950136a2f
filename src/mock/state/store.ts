import { isObject, type Obj } from "../../openapi/document.ts";

/** What a stateful run remembers, as JSON. */
export interface SavedState {
  version: 1;
  /** Resources by the path of their collection and their id: `{ "/api/v1/users": { "00u…": { … } } }`. */
  collections: Record<string, Record<string, Obj>>;
  /** Ids of members by the path of the list: `{ "/api/v1/groups/00g…/users": ["00u…"] }`. */
  members: Record<string, string[]>;
  /** Resources of which there is one, by their path: `{ "/api/v1/org": { … } }`. */
  single: Record<string, Obj>;
  /** Ids of users that have a password. */
  passwords: string[];
  /**
   * What no response shows, by the path of its resource: the secret of a factor, the key of a certificate request, the
   * salted hash of a password.
   */
  hidden?: Record<string, Obj>;
}

/** What a run remembers, in memory. */
export class OrgData {
  readonly collections = new Map<string, Map<string, Obj>>();
  readonly members = new Map<string, Set<string>>();
  readonly single = new Map<string, Obj>();
  readonly passwords = new Set<string>();
  readonly hidden = new Map<string, Obj>();

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

  /** What is hidden of a resource; an object to write to. @param path of the resource */
  hiddenOf(path: string): Obj {
    let found = this.hidden.get(path);
    if (!found) this.hidden.set(path, (found = {}));
    return found;
  }

  /** Forgets a resource with all below it. @param path of its collection */
  remove(path: string, id: string): void {
    this.collections.get(path)?.delete(id);
    const own = `${path}/${encodeURIComponent(id)}`;
    this.hidden.delete(own);
    for (const map of [this.collections, this.members, this.single, this.hidden]) {
      for (const key of map.keys()) if (key.startsWith(`${own}/`)) map.delete(key);
    }
  }

  save(): SavedState {
    return structuredClone({
      version: 1 as const,
      collections: Object.fromEntries(
        [...this.collections].map(([path, resources]) => [path, Object.fromEntries(resources)]),
      ),
      members: Object.fromEntries(
        [...this.members].filter(([, ids]) => ids.size > 0).map(([path, ids]) => [path, [...ids]]),
      ),
      single: Object.fromEntries(this.single),
      passwords: [...this.passwords],
      hidden: Object.fromEntries(this.hidden),
    });
  }

  /** @throws TypeError that says where the value is not a saved state; nothing is changed then */
  load(value: unknown): void {
    const state = structuredClone(checkState(value));
    this.clear();
    for (const [path, resources] of Object.entries(state.collections))
      this.collections.set(path, new Map(Object.entries(resources)));
    for (const [path, ids] of Object.entries(state.members)) this.members.set(path, new Set(ids));
    for (const [path, resource] of Object.entries(state.single)) this.single.set(path, resource);
    for (const id of state.passwords) this.passwords.add(id);
    for (const [path, resource] of Object.entries(state.hidden ?? {})) this.hidden.set(path, resource);
  }

  clear(): void {
    this.collections.clear();
    this.members.clear();
    this.single.clear();
    this.passwords.clear();
    this.hidden.clear();
  }
}

function checkState(value: unknown): SavedState {
  if (!isObject(value) || value["version"] !== 1) {
    throw new TypeError('This is no saved state: it must be an object with "version": 1.');
  }
  const { collections, members, single, passwords, hidden = {} } = value;
  const texts = (list: unknown) => Array.isArray(list) && list.every((id) => typeof id === "string");
  const wrong =
    wrongMap("collections", collections, (found) => isObject(found) && Object.values(found).every(isObject)) ??
    wrongMap("members", members, texts) ??
    wrongMap("single", single, isObject) ??
    wrongMap("hidden", hidden, isObject) ??
    (texts(passwords) ? undefined : '"passwords"');
  if (wrong) throw new TypeError(`This is no saved state: ${wrong} is not of the right shape.`);
  return value as unknown as SavedState;
}

function wrongMap(name: string, map: unknown, fine: (entry: unknown) => boolean): string | undefined {
  if (!isObject(map)) return `"${name}"`;
  const strange = Object.entries(map).find(([path, entry]) => !path.startsWith("/") || !fine(entry));
  return strange && `"${name}" at ${JSON.stringify(strange[0])}`;
}
