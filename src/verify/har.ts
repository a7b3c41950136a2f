import { EntryScanner } from "./entries.ts";
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

/** Counts lines, so that an offset can be told as line and column. */
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
  if (sent) return bodyValue(content["encoding"] === "base64" ? Buffer.from(sent, "base64") : sent, type);
  return Number(content["size"]) > 0 ? { bodyProblem: "unrecorded" as const } : {};
}

/** An entry as an exchange, or why it is none; a text when it is no entry at all. */
async function exchangeOf(
  entry: unknown,
  { hosts = [], prefixes }: HarOptions,
): Promise<{ exchange: Exchange } | Pick<TrafficEvent & { type: "skipped" }, "reason" | "host"> | string> {
  if (!isObject(entry) || !isObject(entry["request"])) return "is no entry with a request";
  const { request, response } = entry;
  const method = text((request as Record<string, unknown>)["method"])?.toUpperCase();
  const address = text((request as Record<string, unknown>)["url"]);
  if (method === undefined || address === undefined) return "has a request without method or url";
  if (!URL.canParse(address)) return "has a request whose url is none";
  const url = new URL(address);
  const named = hosts.some((host) => host.toLowerCase() === url.host || host.toLowerCase() === url.hostname);
  if (!named && !OKTA.test(url.hostname) && !LOOPBACK.test(url.hostname))
    return { reason: "other host", host: url.host };
  if (!isObject(response)) return "has no response";
  const status = response["status"];
  const reason = skipReason(method, url.pathname, status as number, prefixes);
  if (reason) return { reason };
  if (!Number.isInteger(status) || (status as number) < 100 || (status as number) > 599)
    return "has no response.status";
  const sent = headersOf((request as Record<string, unknown>)["headers"]);
  const got = headersOf(response["headers"]);
  // Some writers put it into the content alone.
  const declared = isObject(response["content"]) ? text(response["content"]["mimeType"]) : undefined;
  if (got["content-type"] === undefined && declared) got["content-type"] = declared;
  return {
    exchange: {
      request: {
        method,
        path: url.pathname + url.search,
        headers: sent,
        ...(await requestBody((request as Record<string, unknown>)["postData"], sent)),
      },
      response: { status: status as number, headers: got, ...(await responseBody(response["content"], got)) },
    },
  };
}

/** Reads a HAR file, as browsers and proxies export it, entry by entry. */
export async function* readHar(
  pieces: AsyncIterable<string>,
  source: string,
  options: HarOptions,
): AsyncGenerator<TrafficEvent> {
  const scanner = new EntryScanner();
  const counter = new LineCounter();
  let number = 0;
  const place = (): Place => ({ source, kind: "entry", number });

  async function* events(
    found: Iterable<ReturnType<EntryScanner["push"]> extends Iterable<infer F> ? F : never>,
  ): AsyncGenerator<TrafficEvent> {
    for (const one of found) {
      if ("broken" in one) {
        if (scanner.found) number += 1;
        const message = one.broken === "truncated" ? "breaks off" : "is no JSON";
        yield { type: "broken", place: place(), message, ...counter.at(one.offset) };
        continue;
      }
      number += 1;
      const made = await exchangeOf(one.value, options);
      if (typeof made === "string") yield { type: "broken", place: place(), message: made, ...counter.at(one.offset) };
      else if ("reason" in made) yield { type: "skipped", place: place(), ...made };
      else yield { type: "exchange", place: place(), exchange: made.exchange };
      counter.forget(one.offset);
    }
  }

  for await (const piece of pieces) {
    counter.push(piece);
    yield* events(scanner.push(piece));
  }
  if (scanner.found) yield* events(scanner.finish());
  else yield { type: "broken", place: place(), message: "holds no log.entries, so it is no HAR file", line: 1 };
}
