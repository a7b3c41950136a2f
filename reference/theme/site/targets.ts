import { fillTowards } from "./fragments.ts";

/** A link into a closed part opens it, and loads it first where it has to. */
async function openTarget(): Promise<void> {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  const target = await fillTowards(id);
  document.querySelectorAll(".target").forEach((old) => old.classList.remove("target"));
  if (!target) return;
  for (let at: Element | null = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
  target.classList.add("target");
  target.scrollIntoView();
}

export function targets(): void {
  void openTarget();
  addEventListener("hashchange", () => void openTarget());
}
