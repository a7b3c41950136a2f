import type { ConsoleCall } from "../../model/console-call.ts";
import { replaced } from "../../model/pointer.ts";

const BODY = "body/";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A loopback address: this machine. */
const isLoopback = ({ hostname }: URL): boolean =>
  hostname === "localhost" ||
  hostname === "[::1]" ||
  hostname.endsWith(".localhost") ||
  /^127(\.\d+){3}$/.test(hostname);

/** What stands in the fields of the console. */
export class ConsoleForm {
  readonly element: HTMLFormElement;
  readonly call: ConsoleCall;

  constructor(element: HTMLFormElement, call: ConsoleCall) {
    this.element = element;
    this.call = call;
  }

  find<T extends Element = HTMLElement>(selector: string): T {
    return this.element.querySelector<T>(selector)!;
  }

  field(name: string): Field | null {
    return this.element.elements.namedItem(name) as Field | null;
  }

  value(name: string): string {
    return this.field(name)?.value ?? "";
  }

  /** Shows another example of the body; the one that the form began with comes in the words that the mock takes. */
  showExample(key: string, text: string): void {
    const field = this.field("body");
    if (!field || !text) return;
    field.value = key === this.call.example ? (field as HTMLTextAreaElement).defaultValue : text;
  }

  /** Fills in what a step brought: a parameter, or a field of the body. */
  take(into: string, value: string): void {
    if (into.startsWith(BODY)) return this.#takeIntoBody(into.slice(BODY.length), value);
    const field = this.field(`path.${into}`) ?? this.field(`query.${into}`);
    if (field) field.value = value;
  }

  #takeIntoBody(pointer: string, value: string): void {
    const field = this.field("body")!;
    try {
      field.value = JSON.stringify(replaced(JSON.parse(field.value), pointer, value), null, 2);
    } catch {
      // A body that is no JSON is sent as the reader wrote it.
    }
  }

  /** @throws Error when the base URL is none, or would carry the token in the clear to another machine */
  base(): URL {
    let url: URL;
    try {
      url = new URL(this.value("base"));
    } catch {
      throw new Error("The base URL is not a URL such as http://127.0.0.1:4010.");
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error("The base URL must be http or https.");
    if (url.protocol === "http:" && !isLoopback(url)) {
      throw new Error("A token may go to another machine by https only.");
    }
    return url;
  }

  /** Whether the base URL is on this machine, as the mock is. */
  isLocal(): boolean {
    try {
      return isLoopback(this.base());
    } catch {
      return false;
    }
  }

  /** What the reader should know before sending; empty when there is nothing. */
  warning(): string {
    try {
      const url = this.base();
      if (isLoopback(url)) return "";
      return `This sends to ${url.host}, not to this machine, and changes what is there. The org must list the origin of this page as a trusted origin.`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Values of the fields of one kind that are filled in. */
  entries(kind: "path" | "query" | "header"): [string, string][] {
    const prefix = `${kind}.`;
    return [...this.element.elements]
      .filter((e): e is HTMLInputElement | HTMLSelectElement => "name" in e && "value" in e)
      .filter(({ name, value }) => name.startsWith(prefix) && value !== "")
      .map(({ name, value }) => [name.slice(prefix.length), value]);
  }

  /** Path and query of the call, with what stands in the fields. */
  path(): string {
    return pathOf(this.call.url, this.entries("path"), this.entries("query"));
  }

  /** A chosen file of the form, or of the whole body. */
  file(name: string): File | undefined {
    return (this.field(name) as HTMLInputElement | null)?.files?.[0];
  }
}

/**
 * A path with its parameters filled in, and its query.
 *
 * @throws Error when a parameter is missing, or would name another endpoint
 */
export function pathOf(url: string, path: [string, string][], query: [string, string][]): string {
  const filled = path.reduce((at, [name, value]) => {
    if (value === "." || value === "..") throw new Error(`"${value}" as ${name} would name another endpoint.`);
    return at.replace(`{${name}}`, encodeURIComponent(value));
  }, url);
  const missing = /\{([^}]+)\}/.exec(filled)?.[1];
  if (missing) throw new Error(`Fill in ${missing}.`);
  const search = new URLSearchParams(query).toString();
  return search ? `${filled}?${search}` : filled;
}
