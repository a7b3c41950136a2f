/** Subtrees of schemas that are loaded when they are opened, as scripts, since pages from `file://` may load those. */
import { codeBlocks } from "./code.ts";

/** As the build writes them into fragments: see `reference/schema/fragments.ts`. */
const BASE_MARK = "\ue000";
const PREFIX_MARK = "\ue001";

const base = document.documentElement.dataset["base"] ?? "";
const loading = new Map<string, Promise<string>>();
const waiting = new Map<string, (html: string) => void>();

(window as unknown as { oktaFetchFragment: (key: string, html: string) => void }).oktaFetchFragment = (key, html) =>
  waiting.get(key)?.(html);

function load(key: string): Promise<string> {
  const known = loading.get(key);
  if (known) return known;
  const promise = new Promise<string>((resolve, reject) => {
    waiting.set(key, resolve);
    const script = document.createElement("script");
    script.src = `${base}fragments/${key}.js`;
    script.onerror = () => {
      loading.delete(key);
      reject(new Error(`${script.src} could not be loaded.`));
    };
    document.head.append(script);
  });
  loading.set(key, promise);
  return promise;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Puts the subtree in the place that stands for it. */
async function fill(place: HTMLElement): Promise<void> {
  const { fragment, prefix } = place.dataset as { fragment: string; prefix: string };
  if (place.hasAttribute("aria-busy")) return void (await load(fragment));
  place.setAttribute("aria-busy", "true");
  try {
    const html = await load(fragment);
    const loaded = document.createElement("div");
    loaded.className = "loaded";
    loaded.dataset["from"] = fragment;
    loaded.innerHTML = html.replaceAll(BASE_MARK, base).replaceAll(PREFIX_MARK, escaped(prefix));
    place.replaceWith(loaded);
    codeBlocks(loaded);
  } catch (error) {
    // The link to the schema's own page stays, and the next opening tries again.
    place.removeAttribute("aria-busy");
    throw error;
  }
}

const places = (within: Element): HTMLElement[] => [...within.querySelectorAll<HTMLElement>("[data-fragment]")];

/** Loads what a part shows once it is open: the places in it that no closed part hides. */
export async function fillOpened(part: Element): Promise<void> {
  const shown = places(part).filter((place) => place.parentElement!.closest("details:not([open])") === null);
  await Promise.allSettled(shown.map(fill));
}

/** Loads one place after the other until there is an element with the id, or no place that could hold it. */
export async function fillTowards(id: string): Promise<HTMLElement | null> {
  for (;;) {
    const found = document.getElementById(id);
    if (found) return found;
    const [next] = places(document.body)
      .filter(({ dataset }) => id.startsWith(dataset["prefix"]!))
      .sort((a, b) => b.dataset["prefix"]!.length - a.dataset["prefix"]!.length);
    if (!next) return null;
    try {
      await fill(next);
    } catch {
      return null;
    }
  }
}

/** Whether a place would show a schema within itself. */
export const isRecursive = (place: HTMLElement): boolean =>
  place.closest(`[data-from="${place.dataset["fragment"]}"]`) !== null;

export function fragments(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const part = event.target as HTMLElement;
      if (part instanceof HTMLDetailsElement && part.open) void fillOpened(part);
    },
    true,
  );
}
