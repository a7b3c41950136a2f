/** Search in a dialog: the index is loaded when it is first opened. */
export {};

type Entry = [kind: string, title: string, url: string, where: string, text: string];
interface Hit {
  id: number;
  score: number;
}
interface Index {
  addAll(documents: object[]): void;
  search(query: string, options: object): Hit[];
}
type Page = Window & { oktaFetchSearch?: Entry[]; MiniSearch?: new (options: object) => Index };

const page = window as unknown as Page;
const base = document.documentElement.dataset["base"] ?? "";
const MOST = 30;
const FEW = 8;
/** Kinds of pages that come first, by this factor, when they are called as the query says. */
const NAMED = new Set(["Section", "Schema", "Guide"]);
const NAMED_BOOST = 4;
const STOP = new Set(
  "a an and are can do does for from how i in is it me my need of on or that the this to what when where which who with".split(
    " ",
  ),
);
const BOOST: Record<string, number> = {
  Operation: 3,
  Section: 2.5,
  Guide: 2.2,
  Scope: 1.4,
  Schema: 1.3,
  Parameter: 1.2,
  Error: 1.2,
};

/** Words of a text; camelCase counts as one word and as its parts. */
const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
    const parts = word.split(/(?<=[a-z0-9])(?=[A-Z])/);
    return parts.length > 1 ? [word, ...parts] : [word];
  });

const load = (file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}assets/${file}`;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${file} could not be loaded.`));
    document.head.append(script);
  });

let index: Promise<{ index: Index; entries: Entry[] }> | undefined;

async function loadIndex(): Promise<{ index: Index; entries: Entry[] }> {
  await Promise.all([load("minisearch.js"), load("search-index.js")]);
  const entries = page.oktaFetchSearch!;
  const made = new page.MiniSearch!({
    fields: ["title", "where", "text"],
    storeFields: [],
    tokenize: words,
    processTerm: (term: string) => {
      const lower = term.toLowerCase();
      return lower === "" || STOP.has(lower) ? null : lower;
    },
  });
  made.addAll(entries.map(([, title, , where, text], id) => ({ id, title, where, text })));
  return { index: made, entries };
}

const dialog = document.createElement("dialog");
dialog.className = "search";
dialog.setAttribute("aria-label", "Search");
dialog.innerHTML = `<form method="dialog"><input type="text" role="combobox" aria-expanded="true" aria-controls="hits" aria-autocomplete="list" aria-label="Search operations, parameters, schemas and guides" placeholder="Search operations, parameters, schemas, guides" autocomplete="off" spellcheck="false"><button type="submit" class="close">Close</button></form><ul id="hits" role="listbox" aria-label="Results"></ul><p class="note" role="status"></p>`;
const input = dialog.querySelector("input")!;
const list = dialog.querySelector("ul")!;
const note = dialog.querySelector("p")!;
let selected = -1;

function select(next: number): void {
  const options = [...list.querySelectorAll<HTMLElement>("[role=option]")];
  if (options.length === 0) return;
  selected = (next + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === selected)));
  input.setAttribute("aria-activedescendant", options[selected]!.id);
  options[selected]!.scrollIntoView({ block: "nearest" });
}

function text(name: string, value: string): HTMLElement {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = value;
  return span;
}

function option([kind, title, url, where]: Entry, i: number): HTMLElement {
  const item = document.createElement("li");
  item.setAttribute("role", "presentation");
  const link = document.createElement("a");
  link.id = `hit-${i}`;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.href = base + url;
  link.tabIndex = -1;
  link.append(text("kind", kind), text("title", title), text("where", where));
  link.addEventListener("click", () => dialog.close());
  item.append(link);
  return item;
}

async function search(): Promise<void> {
  const query = input.value.trim();
  const { index: found, entries } = await (index ??= loadIndex());
  if (query !== input.value.trim()) return;
  const lower = query.toLowerCase();
  const named = new Set([lower, `${lower}s`]);
  const options = {
    prefix: (term: string) => term.length > 1,
    fuzzy: (term: string) => (term.length > 4 ? 0.2 : false),
    boost: { title: 4, where: 1.5 },
    boostDocument(id: number) {
      const [kind, title] = entries[id]!;
      const first = NAMED.has(kind) && named.has(title.toLowerCase());
      return (BOOST[kind] ?? 1) * (first ? NAMED_BOOST : 1);
    },
  };
  // What holds all words comes first; where that is little, what holds some of them follows.
  const all = query ? found.search(query, { ...options, combineWith: "AND" }) : [];
  const some = query && all.length < FEW ? found.search(query, { ...options, combineWith: "OR" }) : [];
  const known = new Set(all.map(({ id }) => id));
  const hits = [...all, ...some.filter(({ id }) => !known.has(id))].slice(0, MOST);
  list.replaceChildren(...hits.map(({ id }, i) => option(entries[id]!, i)));
  input.removeAttribute("aria-activedescendant");
  selected = -1;
  if (hits.length > 0) select(0);
  note.textContent = !query
    ? ""
    : hits.length === 0
      ? "Nothing found."
      : hits.length === MOST
        ? `The best ${MOST}.`
        : `${hits.length} found.`;
}

const refresh = () => void search().catch((error: Error) => (note.textContent = error.message));

function open(): void {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.select();
  refresh();
}

input.addEventListener("input", refresh);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    select(selected + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    list.querySelector<HTMLAnchorElement>("[aria-selected=true]")?.click();
  }
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

const button = document.querySelector<HTMLButtonElement>("[data-search]")!;
button.hidden = false;
button.addEventListener("click", open);
addEventListener("keydown", (event) => {
  const field = (event.target as HTMLElement).closest("input, textarea, select");
  // After Escape the closed dialog's input keeps the focus until the page is drawn anew.
  const typing = field && (field !== input || dialog.open);
  const shortcut = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing);
  if (!shortcut || event.altKey) return;
  event.preventDefault();
  open();
});
