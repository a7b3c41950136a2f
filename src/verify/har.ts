import type { Obj } from "../openapi/document.ts";
import { EntryScanner, type Found } from "./entries.ts";
import type { Exchange, Place, TrafficEvent } from "./exchange.ts";
import { bodyValue } from "./media.ts";
import { isObject } from "./schema.ts";
import { skipReason } from "./skip.ts";

/** Which entries of a HAR file are traffic of the API. */
export interface HarOptions {
  /** Hosts of the org besides Okta's own domains and loopback, such as a custom domain. */
  hosts?: readonly string[] | undefined;
  /** What paths of the API begin with, such as `/api/v1/`. */
  prefixes: readonly string[];
}

const OKTA = /(?:^|\.)(?:okta|oktapreview|okta-emea|okta-gov|trexcloud)\.(?:com|mil)$|(?:^|\.)okta\.mil$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Counts lines, so that an offset can be given as line and column. */
class LineCounter {
  #line = 1;
  #lineStart = 0;
  #seen = 0;
  #breaks: number[] = [];

  push(piece: string) {
    for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", at + 1)) this.#breaks.push(this.#seen + at);
    this.#seen += piece.length;
  }

  /** Offsets must not decrease from call to call by more than what is not forgotten. */
  at(offset: number): { line: number; column: number } {
    let line = this.#line;
    let start = this.#lineStart;
    for (const position of this.#breaks) {
      if (position >= offset) break;
      line += 1;
      start = position + 1;
    }
    return { line, column: offset - start + 1 };
  }

  /** Forgets the lines before an offset. */
  forget(offset: number) {
    const { line, column } = this.at(offset);
    this.#breaks = this.#breaks.filter((position) => position >= offset);
    this.#line = line;
    this.#lineStart = offset - column + 1;
  }
}

interface HarHeader {
  name: string;
  value: string;
}

const headersOf = (headers: unknown): Record<string, string> =>
  Object.fromEntries(
    (Array.isArray(headers) ? headers : [])
      .filter((h): h is HarHeader => isObject(h) && typeof h["name"] === "string" && typeof h["value"] === "string")
      .map(({ name, value }) => [name.toLowerCase(), value]),
  );

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

async function requestBody(postData: unknown, headers: Record<string, string>) {
  if (!isObject(postData)) return {};
  const type = headers["content-type"] ?? text(postData["mimeType"]);
  const sent = text(postData["text"]);
  if (sent) return bodyValue(postData["encoding"] === "base64" ? Buffer.from(sent, "base64") : sent, type);
  const { params } = postData;
  if (!Array.isArray(params) || params.length === 0) return {};
  const named = params.filter((p): p is { name: string } => isObject(p) && typeof p["name"] === "string");
  return { body: Object.fromEntries(named.map((p) => [p.name, text((p as { value?: unknown }).value) ?? ""])) };
}

async function responseBody(content: unknown, headers: Record<string, string>) {
  if (!isObject(content)) return {};
  const type = headers["content-type"] ?? text(content["mimeType"]);
  const sent = text(content["text"]);
  const size = Number(content["size"]);
  if (!sent) return size > 0 ? { bodyProblem: "unrecorded" as const } : {};
  const base64 = content["encoding"] === "base64";
  const body = await bodyValue(base64 ? Buffer.from(sent, "base64") : sent, type);
  // Some writers cut long bodies, and some leave them packed.
  const altered = base64 ? headers["content-encoding"] !== undefined : size > Buffer.byteLength(sent);
  return body.bodyProblem === "malformed" && altered ? { bodyProblem: "unrecorded" as const } : body;
}

type Skipped = Pick<TrafficEvent & { type: "skipped" }, "reason" | "host">;

/** Whether a host is the org's: named, one of Okta's domains, or loopback. */
const isOrg = ({ host, hostname }: URL, hosts: readonly string[]): boolean =>
  hosts.some((name) => [host, hostname].includes(name.toLowerCase())) || OKTA.test(hostname) || LOOPBACK.test(hostname);

/** Method and address of an entry; a text says why there are none. */
function requestOf(entry: unknown): { method: string; url: URL; request: Obj; response: unknown } | string {
  if (!isObject(entry) || !isObject(entry["request"])) return "is not an entry with a request";
  const { request, response } = entry;
  const method = text(request["method"])?.toUpperCase();
  const address = text(request["url"]);
  if (method === undefined || address === undefined) return "has a request without method or url";
  if (!URL.canParse(address)) return "has a request whose url is not a URL";
  return { method, url: new URL(address), request, response };
}

/** An entry as an exchange, or why it is skipped; a text says why it is no entry at all. */
async function exchangeOf(
  entry: unknown,
  { hosts = [], prefixes }: HarOptions,
): Promise<{ exchange: Exchange } | Skipped | string> {
  const found = requestOf(entry);
  if (typeof found === "string") return found;
  const { method, url, request, response } = found;
  if (url.protocol === "ws:" || url.protocol === "wss:") return { reason: "not HTTP" };
  if (!isOrg(url, hosts)) return { reason: "other host", host: url.host };
  if (!isObject(response)) return "has no response";
  const { status } = response;
  const reason = skipReason(method, url.pathname, status as number, prefixes);
  if (reason) return { reason };
  if (!Number.isInteger(status)) return "has no response.status";
  const sent = headersOf(request["headers"]);
  const received = headersOf(response["headers"]);
  // Some writers put it into the content alone.
  const declared = isObject(response["content"]) ? text(response["content"]["mimeType"]) : undefined;
  if (received["content-type"] === undefined && declared) received["content-type"] = declared;
  const body = await requestBody(request["postData"], sent);
  const statusText = text(response["statusText"]);
  return {
    exchange: {
      request: { method, path: url.pathname + url.search, headers: sent, ...body },
      response: {
        status: status as number,
        ...(statusText !== undefined && { statusText }),
        headers: received,
        ...(await responseBody(response["content"], received)),
      },
    },
  };
}

/** Turns what a scanner finds in a HAR file into traffic, entry by entry. */
class HarReader {
  readonly #source: string;
  readonly #options: HarOptions;
  readonly #scanner = new EntryScanner();
  readonly #counter = new LineCounter();
  #number = 0;

  constructor(source: string, options: HarOptions) {
    this.#source = source;
    this.#options = options;
  }

  async *push(piece: string): AsyncGenerator<TrafficEvent> {
    this.#counter.push(piece);
    for (const found of this.#scanner.push(piece)) yield await this.#event(found);
  }

  async *finish(): AsyncGenerator<TrafficEvent> {
    if (this.#scanner.found) {
      for (const found of this.#scanner.finish()) yield await this.#event(found);
    } else {
      const message = "holds no log.entries, so it is not a HAR file";
      yield { type: "broken", place: this.#place(), message, line: 1 };
    }
  }

  #place(): Place {
    return { source: this.#source, kind: "entry", number: this.#number };
  }

  async #event(found: Found): Promise<TrafficEvent> {
    if ("broken" in found) {
      if (this.#scanner.found) this.#number += 1;
      const message = found.broken === "truncated" ? "breaks off" : "is not valid JSON";
      return { type: "broken", place: this.#place(), message, ...this.#counter.at(found.offset) };
    }
    this.#number += 1;
    const place = this.#place();
    const position = this.#counter.at(found.offset);
    const result = await exchangeOf(found.value, this.#options);
    this.#counter.forget(found.offset);
    if (typeof result === "string") return { type: "broken", place, message: result, ...position };
    if ("reason" in result) return { type: "skipped", place, ...result };
    return { type: "exchange", place, exchange: result.exchange };
  }
}

/** Reads a HAR file, as browsers and proxies export it, entry by entry. */
export async function* readHar(
  pieces: AsyncIterable<string>,
  source: string,
  options: HarOptions,
): AsyncGenerator<TrafficEvent> {
  const reader = new HarReader(source, options);
  for await (const piece of pieces) yield* reader.push(piece);
  yield* reader.finish();
}
