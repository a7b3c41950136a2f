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

/** Whether a value is nested deeper than is taken, or holds itself. */
export function isValueTooDeep(value: unknown, deepest: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((inner) => (typeof inner === "object" && inner !== null ? Object.values(inner) : []));
  }
  return false;
}
