import type { Hit } from "../../search/engine.ts";
import { appendBreakable } from "../site/breaks.ts";
import { kindIcon } from "./icons.ts";

const base = document.documentElement.dataset["base"] ?? "";
/** Characters of the text that are shown around what was found in it. */
const AROUND = 70;

const pattern = (terms: string[]): RegExp | undefined => {
  const escaped = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return escaped.length > 0
    ? new RegExp(`(?:${escaped.sort((a, b) => b.length - a.length).join("|")})[\\p{L}\\p{N}]*`, "giu")
    : undefined;
};

/** A text with what was found in it marked. */
function marked(className: string, text: string, terms: string[]): HTMLElement {
  const span = document.createElement("span");
  span.className = className;
  let done = 0;
  for (const match of pattern(terms) ? text.matchAll(pattern(terms)!) : []) {
    const mark = document.createElement("mark");
    appendBreakable(mark, match[0]);
    appendBreakable(span, text.slice(done, match.index));
    span.append(mark);
    done = match.index + match[0].length;
  }
  appendBreakable(span, text.slice(done));
  return span;
}

/** The part of a text where it was found. */
function excerpt(text: string, terms: string[]): string {
  const at = pattern(terms)?.exec(text)?.index ?? 0;
  const start = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
  const end = text.length > start + 2 * AROUND ? text.lastIndexOf(" ", start + 2 * AROUND) : text.length;
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

/** One result, as an option of the list. */
export function hitOption({ entry, terms }: Hit, i: number, onChosen: () => void): HTMLElement {
  const [kind, title, url, where, text] = entry;
  const item = document.createElement("li");
  item.setAttribute("role", "presentation");
  const link = document.createElement("a");
  link.id = `hit-${i}`;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.href = base + url;
  link.tabIndex = -1;
  const kindName = document.createElement("span");
  kindName.className = "hit-kind";
  kindName.textContent = kind;
  const found = text && excerpt(text, terms);
  const line = [where, found].filter(Boolean).join(" · ");
  link.append(kindIcon(kind), marked("title", title, terms), kindName, marked("where", line, terms));
  link.addEventListener("click", onChosen);
  item.append(link);
  return item;
}
