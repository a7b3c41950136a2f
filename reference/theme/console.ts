/** The console of a call: sends it to the base URL, and nothing to anywhere else. */
import type { ConsoleCall } from "../model/console-call.ts";
import { type Chosen, CHOSEN } from "./site/examples.ts";
import { readTab, writeTab } from "./site/storage.ts";
import { asCurl, asTypeScript } from "./console/code.ts";
import { ConsoleForm } from "./console/form.ts";
import { openMockPage } from "./console/mock.ts";
import { showMessage, showResult } from "./console/result.ts";
import { send } from "./console/send.ts";

const BASE = "base";
const TOKEN = "token";

/** What the reader typed for one field is kept for the tab. */
function keep(form: ConsoleForm, name: string, initial: string | undefined): void {
  const field = form.field(name) as HTMLInputElement;
  field.value = readTab(name) ?? initial ?? field.value;
  field.addEventListener("input", () => writeTab(name, field.value));
}

async function copyAs(button: HTMLButtonElement, text: () => string, result: HTMLElement): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = label), 1500);
  } catch (error) {
    showMessage(result, (error as Error).message);
  }
}

function warn(form: ConsoleForm): void {
  const box = form.find<HTMLElement>("[data-warning]");
  const message = form.warning();
  box.textContent = message;
  box.hidden = message === "";
}

const isPublished = (): boolean =>
  location.protocol.startsWith("http") && !/^(?:localhost|127\.\d|\[::1\])/.test(location.hostname);

function connect(element: HTMLFormElement): void {
  const call: ConsoleCall = JSON.parse(document.getElementById("console-call")!.textContent!);
  const form = new ConsoleForm(element, call);
  const result = form.find<HTMLElement>("[data-result]");
  keep(form, BASE, document.documentElement.dataset["mock"]);
  keep(form, TOKEN, undefined);
  form.field(BASE)!.addEventListener("input", () => warn(form));
  document.addEventListener(CHOSEN, (event) => {
    const { key, text } = (event as CustomEvent<Chosen>).detail;
    form.showExample(key, text);
  });
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.find<HTMLButtonElement>("[type=submit]");
    button.disabled = true;
    await showResult(result, form, () => send(form));
    button.disabled = false;
  });
  const copies = { curl: asCurl, typescript: asTypeScript };
  for (const button of element.querySelectorAll<HTMLButtonElement>("[data-copy-as]")) {
    const write = copies[button.dataset["copyAs"] as keyof typeof copies];
    button.addEventListener("click", () => void copyAs(button, () => write(form), result));
  }
  form.find("[data-reset]").addEventListener("click", () => openMockPage(form, result));
  document.querySelector<HTMLElement>("[data-published]")!.hidden = !isPublished();
  document.querySelector<HTMLElement>("[data-local]")!.hidden = isPublished();
  warn(form);
  element.hidden = false;
}

const element = document.querySelector<HTMLFormElement>("[data-try]");
if (element) connect(element);
