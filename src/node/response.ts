import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { codingsOf, decodeStream, decodeAll } from "./decode.ts";

const decoder = new TextDecoder();

/** Reads single headers from the message itself; everything else makes real `Headers` of it. */
class MessageHeaders {
  readonly #message: IncomingMessage;
  #full: Headers | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
  }

  get #all(): Headers {
    if (!this.#full) {
      this.#full = new Headers();
      const { rawHeaders } = this.#message;
      for (let i = 0; i + 1 < rawHeaders.length; i += 2) this.#full.append(rawHeaders[i]!, rawHeaders[i + 1]!);
    }
    return this.#full;
  }

  get(name: string): string | null {
    if (this.#full) return this.#full.get(name);
    const value = this.#message.headers[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
  }

  has(name: string) {
    return this.get(name) !== null;
  }
  getSetCookie() {
    return this.#all.getSetCookie();
  }
  append(name: string, value: string) {
    this.#all.append(name, value);
  }
  set(name: string, value: string) {
    this.#all.set(name, value);
  }
  delete(name: string) {
    this.#all.delete(name);
  }
  forEach(each: (value: string, name: string, headers: Headers) => void) {
    this.#all.forEach(each);
  }
  entries() {
    return this.#all.entries();
  }
  keys() {
    return this.#all.keys();
  }
  values() {
    return this.#all.values();
  }
  [Symbol.iterator]() {
    return this.#all[Symbol.iterator]();
  }
}

/** Statuses whose responses have no body. */
const BODILESS = new Set([204, 205, 304]);

/**
 * A response of `node:http` with the interface of `Response`. Text and bytes are read straight from the message;
 * whatever else is asked of it is done by a real `Response` created then.
 */
export class MessageResponse {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly redirected = false;
  readonly type = "basic";
  readonly #message: IncomingMessage;
  #headers: MessageHeaders | undefined;
  #real: Response | undefined;
  #used = false;

  constructor(message: IncomingMessage, url: string) {
    this.#message = message;
    this.status = message.statusCode!;
    this.statusText = message.statusMessage ?? "";
    this.url = url;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get headers(): Headers {
    return (this.#headers ??= new MessageHeaders(this.#message)) as unknown as Headers;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#real?.bodyUsed ?? false);
  }

  get body(): Response["body"] {
    return this.#response.body;
  }

  get #response(): Response {
    if (!this.#real) {
      const { status, statusText, headers } = this;
      const bodiless = BODILESS.has(status);
      if (bodiless) this.#message.resume();
      const codings = codingsOf(this.#message.headers["content-encoding"]);
      const body = bodiless ? null : (Readable.toWeb(decodeStream(this.#message, codings)) as ReadableStream);
      this.#real = new Response(body, { status, statusText, headers: [...headers] });
    }
    return this.#real;
  }

  /** The whole body, decoded. */
  #read(): Promise<Buffer> {
    if (this.#used) return Promise.reject(new TypeError("The body has been read already."));
    this.#used = true;
    const message = this.#message;
    const received = new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk));
      message.on("error", reject);
      // A connection that breaks in the middle of a body ends without `end`.
      message.on("aborted", () => reject(new TypeError("terminated", { cause: new Error("other side closed") })));
      message.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    });
    const codings = codingsOf(message.headers["content-encoding"]);
    return codings.length === 0 ? received : received.then((data) => decodeAll(data, codings));
  }

  async text(): Promise<string> {
    return this.#real ? this.#real.text() : decoder.decode(await this.#read());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    if (this.#real) return this.#real.arrayBuffer();
    const { buffer, byteOffset, byteLength } = await this.#read();
    return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  }

  blob() {
    return this.#response.blob();
  }
  formData() {
    return this.#response.formData();
  }
  clone() {
    return this.#response.clone();
  }
}
