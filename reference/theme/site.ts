/** What every page can do besides being read: colours, tabs, copying, filters, and opening what a link leads to. */
export {};

const root = document.documentElement;

function isDark(): boolean {
  const chosen = root.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function themeToggle(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-toggle]")!;
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("okta-fetch-theme", root.dataset["theme"]);
    } catch {
      // The choice then holds for this page.
    }
    show();
  });
}

const TAB_CHOICE = "okta-fetch-tab";
const stored = (): string | null => {
  try {
    return localStorage.getItem(TAB_CHOICE);
  } catch {
    return null;
  }
};

function makeTabs(box: HTMLElement): void {
  const panels = [...box.querySelectorAll<HTMLElement>(":scope > .panel")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset["tabs"]!);
  const buttons = panels.map((panel) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `${panel.id}-tab`;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", panel.id);
    button.textContent = panel.dataset["tab"]!;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    list.append(button);
    return button;
  });
  const select = (index: number) => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      panels[i]!.hidden = i !== index;
    });
  };
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => {
      select(i);
      if (box.dataset["tabs"] !== "Language") return;
      try {
        localStorage.setItem(TAB_CHOICE, button.textContent);
      } catch {
        // The choice then holds for this page.
      }
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (i + step + buttons.length) % buttons.length;
      buttons[next]!.focus();
      buttons[next]!.click();
    });
  });
  box.prepend(list);
  box.classList.add("made");
  const chosen = box.dataset["tabs"] === "Language" ? buttons.findIndex((b) => b.textContent === stored()) : 0;
  select(Math.max(0, chosen));
}

function copyButtons(): void {
  for (const block of document.querySelectorAll<HTMLElement>(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("pre")!.textContent!);
        button.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(block.querySelector("pre")!);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.append(button);
  }
}

/** A link into a closed part opens it. */
function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at: Element | null = target; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  target.scrollIntoView();
}

function filters(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("[data-filter]")) {
    const rows = [...document.querySelectorAll<HTMLElement>(`${input.dataset["filter"]} [data-words]`)];
    const words = rows.map((row) => row.dataset["words"]!.toLowerCase());
    const apply = () => {
      const wanted = input.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word.length > 1);
      rows.forEach((row, i) => (row.hidden = !wanted.every((word) => words[i]!.includes(word))));
      for (const body of document.querySelectorAll<HTMLElement>(`${input.dataset["filter"]} tbody`)) {
        body.hidden = wanted.length > 0 && !body.querySelector("[data-words]:not([hidden])");
      }
    };
    input.addEventListener("input", apply);
    apply();
  }
}

themeToggle();
document.querySelectorAll<HTMLElement>("[data-tabs]").forEach(makeTabs);
copyButtons();
filters();
openTarget();
addEventListener("hashchange", openTarget);

// The navigation shows where the reader is; the page itself stays at its top.
const nav = document.querySelector<HTMLElement>(".nav")!;
const here = nav.querySelector<HTMLElement>("[aria-current]");
if (here) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
