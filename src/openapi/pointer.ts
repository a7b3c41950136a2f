/** JSON pointers, as RFC 6901 has them. */

/** A part of a pointer as the key that it stands for. */
export const unescapePointer = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** A key as a part of a pointer. */
export const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** What stands at `/a/b` in a value; `undefined` where nothing does. */
export function atPointer(value: unknown, pointer: string): unknown {
  let at = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = unescapePointer(part);
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
