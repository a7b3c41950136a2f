/** The console of a call: sends it to the base URL, and nothing to anywhere else. */
export {};

interface TryItCall {
  method: string;
  url: string;
  bodyType?: string;
  form?: string[];
}

const form = document.querySelector<HTMLFormElement>("[data-try]");
const BASE = "okta-fetch-base";

/** A loopback address: this machine. */
const isLoopback = ({ hostname }: URL) =>
  hostname === "localhost" ||
  hostname === "[::1]" ||
  hostname.endsWith(".localhost") ||
  /^127(\.\d+){3}$/.test(hostname);

const field = (name: string) =>
  form!.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | null;
const valueOf = (name: string) => field(name)?.value ?? "";

function baseUrl(): URL {
  let url: URL;
  try {
    url = new URL(valueOf("base"));
  } catch {
    throw new Error("The base URL is not a URL such as http://127.0.0.1:4010.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error("The base URL must be http or https.");
  if (url.protocol === "http:" && !isLoopback(url)) throw new Error("A token may go to another machine by https only.");
  return url;
}

function warn(): void {
  const box = form!.querySelector<HTMLElement>("[data-warning]")!;
  let message = "";
  try {
    const url = baseUrl();
    if (!isLoopback(url)) {
      message = `This sends to ${url.host}, not to this machine, and changes what is there. The org must list the origin of this page as a trusted origin.`;
    }
  } catch (error) {
    message = (error as Error).message;
  }
  box.textContent = message;
  box.hidden = message === "";
}

/** Values of the fields of one kind that are filled in. */
function given(kind: string): [string, string][] {
  const prefix = `${kind}.`;
  return [...form!.elements]
    .filter(
      (e): e is HTMLInputElement | HTMLSelectElement => e instanceof HTMLInputElement || e instanceof HTMLSelectElement,
    )
    .filter(({ name, value }) => name.startsWith(prefix) && value !== "")
    .map(({ name, value }) => [name.slice(prefix.length), value]);
}

function request(call: TryItCall): Request {
  const base = baseUrl();
  const path = given("path").reduce((at, [name, value]) => {
    if (value === "." || value === "..") throw new Error(`"${value}" as ${name} would name another endpoint.`);
    return at.replace(`{${name}}`, encodeURIComponent(value));
  }, call.url);
  const left = /\{([^}]+)\}/.exec(path)?.[1];
  if (left) throw new Error(`Fill in ${left}.`);
  const url = new URL(path, base.origin);
  for (const [name, value] of given("query")) url.searchParams.append(name, value);
  // The token goes to the base URL's origin alone.
  if (url.origin !== base.origin) throw new Error("The path leads away from the base URL.");
  const headers = new Headers(given("header"));
  headers.set("accept", "application/json, */*;q=0.8");
  const token = valueOf("token").trim();
  if (token) headers.set("authorization", /^(SSWS|Bearer|DPoP) /.test(token) ? token : `SSWS ${token}`);
  if (valueOf("prefer")) headers.set("prefer", `code=${valueOf("prefer")}`);
  const body = bodyOf(call);
  if (typeof body === "string") headers.set("content-type", call.bodyType!);
  return new Request(url, {
    method: call.method,
    headers,
    ...(body !== undefined && { body }),
    mode: "cors",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
}

function bodyOf(call: TryItCall): string | FormData | undefined {
  if (!call.bodyType) return undefined;
  if (!call.form) {
    const text = valueOf("body");
    return text === "" ? undefined : text;
  }
  const data = new FormData();
  for (const name of call.form) {
    const file = (field(`part.${name}`) as HTMLInputElement).files?.[0];
    if (file) data.set(name, file);
  }
  return data;
}

const element = (name: string, className: string, content: string): HTMLElement => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
};

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function show(result: HTMLElement, call: TryItCall): Promise<void> {
  const start = performance.now();
  try {
    const sent = request(call);
    const response = await fetch(sent);
    const text = await response.text();
    const time = Math.round(performance.now() - start);
    const head = element("p", "outcome", "");
    head.append(
      element("span", response.ok ? "status" : "status bad", String(response.status)),
      ` in ${time} ms, ${text.length} characters`,
    );
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    const details = document.createElement("details");
    details.className = "more";
    details.append(element("summary", "", "Headers"), element("pre", "", headers));
    const address = element("p", "note", `${call.method} ${sent.url}`);
    result.replaceChildren(
      head,
      address,
      element("pre", "answer-body", text === "" ? "(no body)" : pretty(text)),
      details,
    );
    result.querySelectorAll("pre").forEach((pre) => (pre.tabIndex = 0));
  } catch (error) {
    const failed = error instanceof TypeError;
    const advice = `No answer from ${valueOf("base")}. Start the mock server with npm run docs:serve or npm run mock, and check the base URL.`;
    result.replaceChildren(element("p", "callout warn", failed ? advice : (error as Error).message));
  }
}

if (form) {
  const call: TryItCall = JSON.parse(form.dataset["try"]!);
  const result = form.querySelector<HTMLElement>("[data-result]")!;
  const base = field("base")!;
  const told = document.documentElement.dataset["mock"];
  try {
    // The address alone is kept, for this tab; the token never is.
    base.value = sessionStorage.getItem(BASE) ?? told ?? base.value;
  } catch {
    base.value = told ?? base.value;
  }
  base.addEventListener("input", () => {
    warn();
    try {
      sessionStorage.setItem(BASE, base.value);
    } catch {
      // It then holds for this page.
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector<HTMLButtonElement>("[type=submit]")!;
    button.disabled = true;
    await show(result, call);
    button.disabled = false;
  });
  warn();
  form.hidden = false;
}
