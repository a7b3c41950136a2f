/** Deepest nesting that is taken. What is kept is copied and written by functions that call themselves. */
export const DEEPEST = 100;
/** Deepest nesting of a saved state: that of a body, and the collections around it. */
export const DEEPEST_STATE = DEEPEST + 10;

/** Whether JSON text is nested deeper than is taken; strings are skipped, and the text need not be valid. */
export function isTooDeep(text: string, deepest: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}

/** Properties that would keep an object from being read as text. */
const UNREADABLE = ["toString", "valueOf", "toJSON"];

/** Why a value cannot be kept, as the end of a sentence; `undefined` where it can. */
export function unkeepable(value: unknown, deepest: number): string | undefined {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return `nested more than ${deepest} levels deep`;
    level = level.filter((inner) => typeof inner === "object" && inner !== null);
    const name = UNREADABLE.find((property) => level.some((inner) => Object.hasOwn(inner as object, property)));
    if (name) return `a property named ${name}, which cannot be kept`;
    level = level.flatMap((inner) => Object.values(inner as object));
  }
  return undefined;
}
