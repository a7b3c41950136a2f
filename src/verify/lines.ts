import type { Exchange, Place, TrafficEvent } from "./exchange.ts";
import { isObject } from "./schema.ts";
import { skipReason } from "./skip.ts";
import { jsonErrorOffset } from "./json-error.ts";

/** Longer ones are no exchanges; a file without line breaks would fill the memory. */
const LONGEST_LINE = 128 * 1024 * 1024;

/** Lines with their numbers; `undefined` for one that is too long to be kept. */
async function* lines(text: AsyncIterable<string>): AsyncGenerator<{ number: number; line: string | undefined }> {
  let pieces: string[] = [];
  let length = 0;
  let number = 1;
  const take = () => {
    const line = length > LONGEST_LINE ? undefined : pieces.join("");
    pieces = [];
    length = 0;
    return { number: number++, line };
  };
  for await (const chunk of text) {
    let from = 0;
    // Only "\n" ends a line: JSON may hold the other separators of Unicode.
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
      pieces.push(chunk.slice(from, end));
      length += end - from;
      yield take();
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= LONGEST_LINE) pieces.push(chunk.slice(from));
    else pieces = [];
  }
  if (length > 0) yield take();
}

/** What keeps a value from being an exchange. */
function flaw(value: unknown): string | undefined {
  if (!isObject(value)) return "is no JSON object";
  const { operation, request, response } = value;
  if (operation !== undefined && typeof operation !== "string") return "has an operation that is no string";
  if (!isObject(request)) return "has no request";
  if (typeof request["method"] !== "string") return "has no request.method";
  if (typeof request["path"] !== "string") return "has no request.path";
  if (!isObject(response)) return "has no response";
  const status = response["status"];
  if (!Number.isInteger(status) || (status as number) < 0 || (status as number) > 599) return "has no response.status";
  for (const [name, part] of Object.entries({ request, response })) {
    const headers = part["headers"];
    if (headers !== undefined && !isObject(headers)) return `has ${name}.headers that are no object`;
    if (isObject(headers) && Object.values(headers).some((header) => typeof header !== "string")) {
      return `has ${name}.headers that are no strings`;
    }
  }
  if (request["query"] !== undefined && !isObject(request["query"])) return "has a request.query that is no object";
  return undefined;
}

/** A path with the origin taken off, where it has one. */
const withoutOrigin = (path: string) =>
  /^https?:\/\//i.test(path) ? path.replace(/^[^/]*\/\/[^/]*/, "") || "/" : path;

/** Reads newline-delimited exchanges, one JSON object a line, in flat memory. */
export async function* readLines(text: AsyncIterable<string>, source: string): AsyncGenerator<TrafficEvent> {
  for await (const { number, line } of lines(text)) {
    const place: Place = { source, kind: "line", number };
    const broken = (message: string, column?: number): TrafficEvent => ({
      type: "broken",
      place,
      message,
      line: number,
      ...(column !== undefined && { column }),
    });
    if (line === undefined) {
      yield broken(`is longer than ${LONGEST_LINE / 1024 / 1024} MB`);
      continue;
    }
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      const offset = jsonErrorOffset(line);
      yield broken(offset >= line.trimEnd().length ? "breaks off" : "is no JSON", offset + 1);
      continue;
    }
    const wrong = flaw(value);
    if (wrong !== undefined) {
      yield broken(wrong);
      continue;
    }
    const { operation, request, response } = value as Exchange;
    const method = request.method.toUpperCase();
    const reason = skipReason(method, request.path, response.status);
    if (reason) yield { type: "skipped", place, reason };
    else {
      const { path, query, headers, body } = request;
      yield {
        type: "exchange",
        place,
        exchange: {
          ...(operation !== undefined && { operation }),
          request: {
            method,
            path: withoutOrigin(path),
            ...(query && { query }),
            ...(headers && { headers }),
            ...(body !== undefined && { body }),
          },
          response: {
            status: response.status,
            ...(response.headers && { headers: response.headers }),
            ...(response.body !== undefined && { body: response.body }),
          },
        },
      };
    }
  }
}
