import { appendBreakable } from "../site/breaks.ts";
import { codeBlocks } from "../site/code.ts";
import type { ConsoleForm } from "./form.ts";
import { jsonView } from "./json-view.ts";
import { noResponse } from "./mock.ts";
import type { Sent } from "./send.ts";

const element = (name: string, className: string, content: string): HTMLElement => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
};

export const showMessage = (result: HTMLElement, message: string, className = "callout warn"): void =>
  result.replaceChildren(element("p", className, message));

function codeOf(text: string): HTMLElement {
  const block = element("div", "code", "");
  block.append(element("pre", "", text));
  return block;
}

function bodyOf(text: string): HTMLElement {
  if (text === "") return element("p", "note", "Without a body.");
  try {
    return jsonView(JSON.parse(text));
  } catch {
    return codeOf(text);
  }
}

/** Shows what came back, or why nothing did. */
export async function showResult(result: HTMLElement, form: ConsoleForm, act: () => Promise<Sent>): Promise<void> {
  try {
    const { method, url, response, time } = await act();
    const text = await response.text();
    const head = element("p", "outcome", "");
    const status = element("span", response.ok ? "status" : "status bad", String(response.status));
    head.append(status, ` in ${time} ms, ${text.length} characters`);
    const details = element("details", "more", "");
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    details.append(element("summary", "", "Headers"), codeOf(headers));
    const request = element("p", "note", "");
    appendBreakable(request, `${method} ${url}`);
    result.replaceChildren(head, request, bodyOf(text), details);
    codeBlocks(result);
  } catch (error) {
    showMessage(result, error instanceof TypeError ? noResponse(form) : (error as Error).message);
  }
}
