import { readLocal, writeLocal } from "./storage.ts";

const LANGUAGE = "Language";
const CHOICE = "tab";
const MOST_TABS = 5;

interface TabBox {
  box: HTMLElement;
  buttons: HTMLButtonElement[];
  select: (index: number) => void;
}

const boxes: TabBox[] = [];

function tabButton(panel: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.id = `${panel.id}-tab`;
  button.setAttribute("role", "tab");
  button.setAttribute("aria-controls", panel.id);
  button.textContent = panel.dataset["tab"]!;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", button.id);
  return button;
}

function onArrows(buttons: HTMLButtonElement[], i: number): (event: KeyboardEvent) => void {
  return (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons[(i + step + buttons.length) % buttons.length]!;
    next.focus();
    next.click();
  };
}

/** A language is chosen for all samples at once, on this page and the next. */
function selectLanguage(name: string): void {
  for (const { box, buttons, select } of boxes) {
    if (box.dataset["tabs"] !== LANGUAGE) continue;
    const index = buttons.findIndex((button) => button.textContent === name);
    if (index >= 0) select(index);
  }
}

/** A list to choose from, where tabs would be too many to be read. */
function makeList(box: HTMLElement, panels: HTMLElement[]): void {
  const label = document.createElement("label");
  label.className = "choice";
  label.textContent = box.dataset["tabs"]!;
  const list = document.createElement("select");
  list.append(...panels.map((panel, i) => new Option(panel.dataset["tab"], String(i))));
  label.append(list);
  const select = (index: number) => {
    list.value = String(index);
    panels.forEach((panel, i) => (panel.hidden = i !== index));
  };
  list.addEventListener("change", () => select(Number(list.value)));
  box.prepend(label);
  box.classList.add("made");
  boxes.push({ box, buttons: [], select });
  select(0);
}

function makeTabs(box: HTMLElement): void {
  const panels = [...box.querySelectorAll<HTMLElement>(":scope > .panel")];
  if (panels.length < 2) return;
  if (panels.length > MOST_TABS) {
    makeList(box, panels);
    return;
  }
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset["tabs"]!);
  const buttons = panels.map(tabButton);
  list.append(...buttons);
  const select = (index: number) =>
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      panels[i]!.hidden = i !== index;
    });
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => {
      select(i);
      if (box.dataset["tabs"] !== LANGUAGE) return;
      writeLocal(CHOICE, button.textContent!);
      selectLanguage(button.textContent!);
    });
    button.addEventListener("keydown", onArrows(buttons, i));
  });
  box.prepend(list);
  box.classList.add("made");
  boxes.push({ box, buttons, select });
  select(0);
}

/** Turns panels that stand below each other into tabs. */
export function tabs(): void {
  document.querySelectorAll<HTMLElement>("[data-tabs]").forEach(makeTabs);
  const chosen = readLocal(CHOICE);
  if (chosen) selectLanguage(chosen);
}

/** Shows the first panel of each box that is of a kind, where there is one. */
export function selectKind(kind: string): void {
  for (const { box, select } of boxes) {
    const panels = [...box.querySelectorAll<HTMLElement>(":scope > .panel")];
    const index = panels.findIndex((panel) => panel.dataset["ofKind"] === kind);
    if (index >= 0) select(index);
  }
}
