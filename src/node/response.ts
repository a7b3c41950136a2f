import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

const UNPACK: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

const decoder = new TextDecoder();

/** Reads single headers from the message itself; everything else makes real `Headers` of it. */
class MessageHeaders {
  readonly #message: IncomingMessage;
  #made: Headers | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
  }

  get #all(): Headers {
    if (!this.#made) {
      this.#made = new Headers();
      const { rawHeaders } = this.#message;
      for (let i = 0; i + 1 < rawHeaders.length; i += 2) this.#made.append(rawHeaders[i]!, rawHeaders[i + 1]!);
    }
    return this.#made;
  }

  get(name: string): string | null {
    if (this.#made) return this.#made.get(name);
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

/**
 * An answer of `node:http` with the interface of `Response`. Text is read straight from the message; whatever else is
 * asked of it is done by a real `Response` made then.
 */
export class MessageResponse {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly redirected = false;
  readonly type = "basic";
  readonly #message: IncomingMessage;
  #headers: MessageHeaders | undefined;
  #made: Response | undefined;
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
    return this.#used || (this.#made?.bodyUsed ?? false);
  }

  get body(): Response["body"] {
    return this.#response.body;
  }

  /** The body, unpacked. */
  get #content(): NodeJS.ReadableStream {
    const unpack = UNPACK[this.#message.headers["content-encoding"]?.toLowerCase() ?? ""];
    if (!unpack) return this.#message;
    const unpacked = unpack();
    this.#message.on("error", (error) => (unpacked as unknown as Readable).destroy(error));
    return this.#message.pipe(unpacked);
  }

  get #response(): Response {
    if (!this.#made) {
      const bodiless = this.status === 204 || this.status === 205 || this.status === 304;
      if (bodiless) this.#message.resume();
      const body = bodiless ? null : (Readable.toWeb(this.#content as Readable) as ReadableStream);
      const { status, statusText, headers } = this;
      this.#made = new Response(body, { status, statusText, headers: [...headers] });
    }
    return this.#made;
  }

  text(): Promise<string> {
    if (this.#made) return this.#made.text();
    if (this.#used) return Promise.reject(new TypeError("The body has been read already."));
    this.#used = true;
    return new Promise((resolve, reject) => {
      const content = this.#content;
      const chunks: Buffer[] = [];
      content.on("data", (chunk: Buffer) => chunks.push(chunk));
      content.on("error", reject);
      // A connection that breaks in the middle of a body ends without `end`.
      this.#message.on("aborted", () => reject(new TypeError("terminated", { cause: new Error("other side closed") })));
      content.on("end", () => resolve(decoder.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
    });
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  arrayBuffer() {
    return this.#response.arrayBuffer();
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
