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

/** Why a value is no exchange. */
function exchangeError(value: unknown): string | undefined {
  if (!isObject(value)) return "is not a JSON object";
  const { operation, request, response } = value;
  if (operation !== undefined && typeof operation !== "string") return "has an operation that is not a string";
  if (!isObject(request)) return "has no request";
  if (typeof request["method"] !== "string") return "has no request.method";
  if (typeof request["path"] !== "string") return "has no request.path";
  if (request["query"] !== undefined && !isObject(request["query"])) return "has a request.query that is not an object";
  if (!isObject(response)) return "has no response";
  if (!Number.isInteger(response["status"])) return "has no response.status";
  const text = response["statusText"];
  if (text !== undefined && typeof text !== "string") return "has a response.statusText that is not a string";
  return headersError("request", request["headers"]) ?? headersError("response", response["headers"]);
}

function headersError(part: string, headers: unknown): string | undefined {
  if (headers === undefined) return undefined;
  if (!isObject(headers)) return `has ${part}.headers that are not an object`;
  if (Object.values(headers).every((value) => typeof value === "string")) return undefined;
  return `has ${part}.headers that are not strings`;
}

/** A path with the origin taken off, where it has one. */
const withoutOrigin = (path: string) =>
  /^https?:\/\//i.test(path) ? path.replace(/^[^/]*\/\/[^/]*/, "") || "/" : path;

/** The parts of an exchange that are checked; what else its line holds is left behind. */
function exchangeOf({ operation, request, response }: Exchange): Exchange {
  return {
    ...(operation !== undefined && { operation }),
    request: {
      method: request.method.toUpperCase(),
      path: withoutOrigin(request.path),
      ...(request.query && { query: request.query }),
      ...(request.headers && { headers: request.headers }),
      ...(request.body !== undefined && { body: request.body }),
    },
    response: {
      status: response.status,
      ...(response.statusText !== undefined && { statusText: response.statusText }),
      ...(response.headers && { headers: response.headers }),
      ...(response.body !== undefined && { body: response.body }),
    },
  };
}

/** What a line holds. */
function eventOf(line: string, place: Place): TrafficEvent {
  const broken = (message: string, column?: number): TrafficEvent => ({
    type: "broken",
    place,
    message,
    line: place.number,
    ...(column !== undefined && { column }),
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const offset = jsonErrorOffset(line);
    return broken(offset >= line.trimEnd().length ? "breaks off" : "is not valid JSON", offset + 1);
  }
  const error = exchangeError(value);
  if (error !== undefined) return broken(error);
  const exchange = exchangeOf(value as Exchange);
  const reason = skipReason(exchange.request.method, exchange.request.path, exchange.response.status);
  return reason ? { type: "skipped", place, reason } : { type: "exchange", place, exchange };
}

/** Reads newline-delimited exchanges, one JSON object a line, in flat memory. */
export async function* readLines(text: AsyncIterable<string>, source: string): AsyncGenerator<TrafficEvent> {
  for await (const { number, line } of lines(text)) {
    const place: Place = { source, kind: "line", number };
    if (line === undefined) {
      const message = `is longer than ${LONGEST_LINE / 1024 / 1024} MB`;
      yield { type: "broken", place, message, line: number };
    } else if (line.trim() !== "") yield eventOf(line, place);
  }
}
