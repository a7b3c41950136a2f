/**
 * One choice for the page: which example of the body the samples, the schema and the console show. With it comes the kind
 * of the resource, which holds on the next page too.
 */
import { readTab, writeTab } from "./storage.ts";
import { selectKind } from "./tabs.ts";

const KIND = "kind";
/** Event of the document when another example is chosen. */
export const CHOSEN = "examplechosen";
/** Its detail: the key of the example, and its body as text. */
export interface Chosen {
  key: string;
  text: string;
}

const selects = (): HTMLSelectElement[] => [...document.querySelectorAll<HTMLSelectElement>("[data-choice]")];

/** Parts of the outermost unions: those of the body and of the responses. */
const rootKinds = (): HTMLDetailsElement[] => [
  ...document.querySelectorAll<HTMLDetailsElement>("[data-tree] > .union > .kind"),
];

function showKind(kind: string): void {
  for (const part of rootKinds()) part.open = part.dataset["kind"] === kind;
  selectKind(kind);
  writeTab(KIND, kind);
}

/** The body of an example, as its own panel shows it. */
export const bodyOf = (key: string): string =>
  document.querySelector(`[data-example="${CSS.escape(key)}"] [data-tab="Body"] pre`)?.textContent ?? "";

function choose(key: string): void {
  for (const select of selects()) select.value = key;
  for (const example of document.querySelectorAll<HTMLElement>("[data-example]")) {
    example.classList.toggle("chosen", example.dataset["example"] === key);
  }
  const kind = selects()[0]?.selectedOptions[0]?.dataset["kind"];
  if (kind) showKind(kind);
  document.dispatchEvent(new CustomEvent<Chosen>(CHOSEN, { detail: { key, text: bodyOf(key) } }));
}

const optionOf = (kind: string): HTMLOptionElement | undefined =>
  [...(selects()[0]?.options ?? [])].find((option) => option.dataset["kind"] === kind);

/** Opening a kind in the schema chooses it, unless it is the chosen one. */
function onOpened(part: HTMLDetailsElement): void {
  const kind = part.dataset["kind"]!;
  if (!part.open || readTab(KIND) === kind || part.closest("[data-expanded]")) return;
  const option = optionOf(kind);
  if (option) choose(option.value);
  else selectKind(kind);
}

export function examples(): void {
  for (const select of selects()) {
    select.closest<HTMLElement>(".choice")!.hidden = false;
    select.addEventListener("change", () => choose(select.value));
  }
  for (const part of rootKinds()) part.addEventListener("toggle", () => onOpened(part));
  const query = new URLSearchParams(location.search);
  const wanted = query.get("example");
  const kind = query.get("kind") ?? readTab(KIND);
  const option = [...(selects()[0]?.options ?? [])].find(({ value }) => value === wanted);
  const found = option ?? (kind ? optionOf(kind) : undefined);
  if (found) choose(found.value);
  else if (kind && rootKinds().some((part) => part.dataset["kind"] === kind)) showKind(kind);
}
