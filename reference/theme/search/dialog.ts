/** Search in a dialog: the engine and the index are loaded when it is first opened. */
import type { Entry, SearchEngine } from "../../search/engine.ts";
import { hitOption } from "./hit.ts";

type Page = Window & {
  oktaFetchSearch?: Entry[];
  oktaFetchSearchEngine?: (entries: Entry[]) => SearchEngine;
};

const page = window as unknown as Page;
const base = document.documentElement.dataset["base"] ?? "";
const MARKUP = `<form method="dialog"><input type="text" role="combobox" aria-expanded="true" aria-controls="hits" aria-autocomplete="list" aria-label="Search operations, parameters, schemas and guides" placeholder="Search operations, parameters, schemas, guides" autocomplete="off" spellcheck="false"><button type="submit" class="close">Close</button></form><ul id="hits" role="listbox" aria-label="Results"></ul><p class="note" role="status"></p>`;

const load = (file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}assets/${file}`;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${file} could not be loaded.`));
    document.head.append(script);
  });

async function loadEngine(): Promise<SearchEngine> {
  await Promise.all([load("search.js"), load("search-index.js")]);
  return page.oktaFetchSearchEngine!(page.oktaFetchSearch!);
}

class SearchDialog {
  readonly #dialog = document.createElement("dialog");
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #note: HTMLElement;
  #engine: Promise<SearchEngine> | undefined;
  #selected = -1;

  constructor() {
    this.#dialog.className = "search";
    this.#dialog.setAttribute("aria-label", "Search");
    this.#dialog.innerHTML = MARKUP;
    this.#input = this.#dialog.querySelector("input")!;
    this.#list = this.#dialog.querySelector("ul")!;
    this.#note = this.#dialog.querySelector("p")!;
    this.#input.addEventListener("input", () => this.#refresh());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    addEventListener("keydown", (event) => this.#onShortcut(event));
  }

  open(): void {
    if (!this.#dialog.isConnected) document.body.append(this.#dialog);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.select();
    this.#refresh();
  }

  #refresh(): void {
    this.#search().catch((error: Error) => (this.#note.textContent = error.message));
  }

  async #search(): Promise<void> {
    const query = this.#input.value.trim();
    const engine = await (this.#engine ??= loadEngine());
    if (query !== this.#input.value.trim()) return;
    const hits = engine.search(query);
    this.#list.replaceChildren(...hits.map((hit, i) => hitOption(hit, i, () => this.#dialog.close())));
    this.#input.removeAttribute("aria-activedescendant");
    this.#selected = -1;
    if (hits.length > 0) this.#select(0);
    const none = query ? "Nothing found." : "";
    this.#note.textContent = hits.length === 0 ? none : `${hits.length} found.`;
  }

  #select(next: number): void {
    const options = [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
    if (options.length === 0) return;
    this.#selected = (next + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === this.#selected)));
    this.#input.setAttribute("aria-activedescendant", options[this.#selected]!.id);
    options[this.#selected]!.scrollIntoView({ block: "nearest" });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#select(this.#selected + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#list.querySelector<HTMLAnchorElement>("[aria-selected=true]")?.click();
    }
  }

  #onShortcut(event: KeyboardEvent): void {
    const field = (event.target as HTMLElement).closest("input, textarea, select");
    // After Escape the closed dialog's input keeps the focus until the page is drawn anew.
    const typing = field && (field !== this.#input || this.#dialog.open);
    const shortcut = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing);
    if (!shortcut || event.altKey) return;
    event.preventDefault();
    this.open();
  }
}

/** The button in the header that opens the search, and its shortcuts. */
export function searchDialog(): void {
  const dialog = new SearchDialog();
  const button = document.querySelector<HTMLButtonElement>("[data-search]")!;
  button.hidden = false;
  button.addEventListener("click", () => dialog.open());
}
