import { templatePattern } from "../serialize/template-pattern.ts";

/** Where a page begins, and a fingerprint of the list's first page. */
export interface Cursor {
  /** Path and query. */
  path: string;
  /** Of the first page of the list, to notice when links lead back to it. */
  fingerprint: string | undefined;
}

export const formatCursor = ({ path, fingerprint }: Cursor): string =>
  fingerprint === undefined ? path : `${path}#${fingerprint}`;

/**
 * Reads what a page gave as its cursor.
 *
 * @param template path of the list, with its parameters in braces
 * @throws TypeError when it is none, or of another list
 */
export function readCursor(cursor: string, template: string): Cursor {
  const [path, fingerprint] = String(cursor).split("#", 2) as [string, string?];
  const own = new RegExp(`^${templatePattern(template)}(?:\\?|$)`);
  if (!own.test(path)) {
    throw new TypeError(`cursor must be one that a page of ${template} gave; got ${JSON.stringify(cursor)}.`);
  }
  return { path, fingerprint };
}

const identity = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "id" in item ? item.id : JSON.stringify(item);

/** A short text that two pages share only if they hold the same items; `undefined` for an empty one. */
export function fingerprintOf(items: readonly unknown[]): string | undefined {
  if (items.length === 0) return undefined;
  const text = `${items.length} ${String(identity(items[0]))} ${String(identity(items.at(-1)))}`;
  // FNV-1a, in two halves for 64 bits.
  let [a, b] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
