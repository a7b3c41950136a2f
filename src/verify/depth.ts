/** Deeper bodies are not held against a schema, which is done by recursion. No body of Okta's comes near. */
export const MOST_NESTED = 200;

const childrenOf = (values: readonly unknown[]): unknown[] => {
  const children: unknown[] = [];
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    for (const child of Object.values(value)) if (typeof child === "object" && child !== null) children.push(child);
  }
  return children;
};

/** Whether objects and arrays are nested deeper in a value than a check follows; found level by level, in no recursion. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: unknown[] = typeof value === "object" && value !== null ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_NESTED) return true;
    level = childrenOf(level);
  }
  return false;
}
