import type { Step } from "../../model/console-call.ts";
import { type ConsoleForm, pathOf } from "./form.ts";
import { takenFrom } from "./takes.ts";

export interface Sent {
  method: string;
  url: string;
  response: Response;
  /** In ms. */
  time: number;
}

/** The token goes to the base URL's origin alone: no redirect is followed with it. */
const INIT: RequestInit = {
  mode: "cors",
  credentials: "omit",
  redirect: "error",
  referrerPolicy: "no-referrer",
  cache: "no-store",
};

function addressOf(form: ConsoleForm, path: string): URL {
  const { origin } = form.base();
  const url = new URL(path, origin);
  if (url.origin !== origin) throw new Error("The path leads away from the base URL.");
  return url;
}

function authorized(form: ConsoleForm): Headers {
  const headers = new Headers({ accept: "application/json, */*;q=0.8" });
  const token = form.value("token").trim();
  if (token) headers.set("authorization", /^(SSWS|Bearer|DPoP) /.test(token) ? token : `SSWS ${token}`);
  return headers;
}

function bodyOf(form: ConsoleForm): BodyInit | undefined {
  const { bodyType, form: parts } = form.call;
  if (!bodyType) return undefined;
  if (!parts) return form.file("file") ?? (form.value("body") || undefined);
  const data = new FormData();
  for (const name of parts) {
    const file = form.file(`part.${name}`);
    if (file) data.set(name, file);
  }
  return data;
}

function requestOf(form: ConsoleForm, url: URL): Request {
  const headers = authorized(form);
  for (const [name, value] of form.entries("header")) headers.set(name, value);
  if (form.value("prefer")) headers.set("prefer", `code=${form.value("prefer")}`);
  const body = bodyOf(form);
  if (body !== undefined && !(body instanceof FormData)) headers.set("content-type", form.call.bodyType!);
  return new Request(url, { ...INIT, method: form.call.method, headers, ...(body !== undefined && { body }) });
}

async function take(form: ConsoleForm, step: Step): Promise<void> {
  const query = Object.entries(step.query).map(([name, value]): [string, string] => [name, String(value)]);
  const headers = authorized(form);
  if (step.body) headers.set("content-type", step.bodyType!);
  const url = addressOf(form, pathOf(step.url, form.entries("path"), query));
  const response = await fetch(url, { ...INIT, method: step.method, headers, ...(step.body && { body: step.body }) });
  // A step that was taken before is refused; what it was for is then there already.
  if (!response.ok) return;
  for (const [into, value] of await takenFrom(step, response)) form.take(into, value);
}

/**
 * Sends the call, on the mock after what prepares it.
 *
 * @throws Error for what is wrong in the form; TypeError when nothing responds
 */
export async function send(form: ConsoleForm): Promise<Sent> {
  form.base();
  const prepare = (form.field("prepare") as HTMLInputElement | null)?.checked && form.isLocal();
  if (prepare) for (const step of form.call.steps) await take(form, step);
  const request = requestOf(form, addressOf(form, form.path()));
  const start = performance.now();
  const response = await fetch(request);
  return { method: request.method, url: request.url, response, time: Math.round(performance.now() - start) };
}
