import { writeLocal } from "./storage.ts";

const root = document.documentElement;

function isDark(): boolean {
  const chosen = root.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The button that changes between light and dark. */
export function colorToggle(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-toggle]")!;
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    writeLocal("theme", root.dataset["theme"]);
    show();
  });
}
