/** JSON in colors, whose objects and lists can be folded. */

/** Beyond so many values the text is shown plain. */
const MOST = 4000;
const OPEN_DEPTH = 3;

const span = (className: string, text: string): HTMLElement => {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
};

function scalar(value: unknown): HTMLElement {
  if (typeof value === "string") return span("hljs-string", JSON.stringify(value));
  return span(typeof value === "number" ? "hljs-number" : "hljs-literal", String(value));
}

function line(key: string | undefined, value: unknown, depth: number, comma: string): HTMLElement {
  const name = key === undefined ? [] : [span("hljs-attr", JSON.stringify(key)), ": "];
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    const row = document.createElement("div");
    const empty = Array.isArray(value) ? "[]" : "{}";
    row.append(...name, typeof value === "object" && value !== null ? empty : scalar(value), comma);
    return row;
  }
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const part = document.createElement("details");
  part.open = depth < OPEN_DEPTH;
  const summary = document.createElement("summary");
  summary.append(...name, open!, span("count", ` ${entries.length} … ${close}${comma}`));
  const children = document.createElement("div");
  children.className = "children";
  entries.forEach(([k, v], i) =>
    children.append(line(Array.isArray(value) ? undefined : k, v, depth + 1, i < entries.length - 1 ? "," : "")),
  );
  part.append(summary, children, `${close}${comma}`);
  return part;
}

const count = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.values(value).reduce((n: number, v) => n + count(v), 1) : 1;

export function jsonView(value: unknown): HTMLElement {
  if (count(value) > MOST) {
    const block = document.createElement("div");
    block.className = "code";
    const pre = document.createElement("pre");
    pre.textContent = JSON.stringify(value, null, 2);
    block.append(pre);
    return block;
  }
  const view = document.createElement("div");
  view.className = "json";
  view.append(line(undefined, value, 0, ""));
  return view;
}
