import { fillOpened, isRecursive } from "./fragments.ts";

/** Rows at which "Expand all" stops, so that a schema of schemas cannot fill the page for ever. */
const MOST_ROWS = 3000;

/** Closed parts that opening them all should open: not those that only hold a schema within itself. */
function closedIn(tree: HTMLElement): HTMLDetailsElement[] {
  return [...tree.querySelectorAll<HTMLDetailsElement>("details:not([open])")].filter((part) => {
    const place = part.querySelector<HTMLElement>(":scope > [data-fragment]");
    return !place || !isRecursive(place);
  });
}

async function expand(tree: HTMLElement): Promise<void> {
  for (;;) {
    const closed = closedIn(tree);
    if (closed.length === 0 || tree.querySelectorAll(".prop").length > MOST_ROWS) return;
    for (const part of closed) part.open = true;
    await fillOpened(tree);
  }
}

const collapse = (tree: HTMLElement): void =>
  tree.querySelectorAll<HTMLDetailsElement>("details[open]").forEach((part) => (part.open = false));

/** A button above each tree that opens all of it, or closes it. */
export function expandButtons(): void {
  for (const tree of document.querySelectorAll<HTMLElement>("[data-tree]")) {
    if (!tree.querySelector("details")) continue;
    const tools = document.createElement("p");
    tools.className = "tree-tools";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = "Expand all";
    let open = false;
    button.addEventListener("click", async () => {
      open = !open;
      tree.toggleAttribute("data-expanded", open);
      button.textContent = open ? "Collapse all" : "Expand all";
      if (open) await expand(tree);
      else collapse(tree);
    });
    tools.append(button);
    tree.prepend(tools);
  }
}
