/** What fits beside the text of a page. */
const WIDTH = 54;
const isName = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key);

/** Written out, `__proto__` would set the prototype. */
const keyOf = (key: string) => (key === "__proto__" ? '["__proto__"]' : isName(key) ? key : JSON.stringify(key));

function text(value: string): string {
  const quoted = JSON.stringify(value);
  return value.includes('"') && !value.includes("'") && !/[\\\n]/.test(value) ? `'${value}'` : quoted;
}

function oneLine(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, child]) => `${keyOf(key)}: ${oneLine(child)}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

const holdsObjects = (value: object): boolean =>
  Object.values(value).some((child) => typeof child === "object" && child !== null && Object.keys(child).length > 0);

/**
 * A JSON value as a TypeScript expression, on one line where it fits.
 *
 * @param indent spaces before the line that the expression begins on
 * @param before characters on that line before the expression, such as those of its key
 */
export function literal(value: unknown, indent = 0, before = 0): string {
  const short = oneLine(value);
  if (typeof value !== "object" || value === null) return short;
  const list = Array.isArray(value);
  if (indent + before + short.length <= WIDTH && (list || !holdsObjects(value) || Object.keys(value).length === 1))
    return short;
  const inner = " ".repeat(indent + 2);
  const lines = list
    ? value.map((child) => inner + literal(child, indent + 2))
    : Object.entries(value).map(
        ([key, child]) => `${inner}${keyOf(key)}: ${literal(child, indent + 2, keyOf(key).length + 2)}`,
      );
  const [open, close] = list ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")},\n${" ".repeat(indent)}${close}`;
}
