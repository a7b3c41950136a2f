import { isOktaTokenError } from "../auth/token-error.ts";
import { OktaApiError, OktaConnectionError, type OktaEvent } from "../index.ts";
import type { RateLimit } from "../rate-limit/headers.ts";
import { withVariables } from "./credential.ts";
import { dateText, printable, printableLines, seconds } from "./text.ts";

/** What `--verbose` says of an event; nothing of most. */
export function eventText(event: OktaEvent): string | undefined {
  const call = printable(`${event.method} ${event.path}`);
  if (event.type === "limit") return `${call}: 429, the rate limit is used up`;
  if (event.type === "wait") {
    const reason = event.reason === "rate-limit" ? "rate limit" : "turn";
    return `${call}: waits for its ${reason}${event.delay === undefined ? "" : `, ${seconds(event.delay)}`}`;
  }
  if (event.type !== "retry") return undefined;
  const why = event.status === undefined ? "no response" : String(event.status);
  return `${call}: attempt ${event.attempt} got ${why}, the next one follows in ${seconds(event.delay)}`;
}

/** What a person needs to know of a failure: the client's own message, and the ids for Okta's support. */
export function failureText(error: Error): string {
  const { message } = error;
  const lines = [printable(isOktaTokenError(error) || error instanceof TypeError ? withVariables(message) : message)];
  if (error instanceof OktaApiError) {
    const ids = [
      ...(error.errorId ? [`error id ${error.errorId}`] : []),
      ...(error.requestId ? [`request id ${error.requestId}`] : []),
      ...(error.attempts > 1 ? [`${error.attempts} attempts`] : []),
    ];
    if (ids.length > 0) lines.push(printable(ids.join(", ")));
  }
  if (error instanceof OktaConnectionError && error.reason === "unreadable") {
    lines.push("--raw prints the body as it comes.");
  }
  return lines.join("\n");
}

/** What is left of a rate limit, whatever its headers held. */
export const rateLimitText = ({ remaining, limit, reset }: RateLimit): string =>
  `${remaining} of ${limit} calls left until ${dateText(reset)}`;

/** How a call ended, for `--verbose`. */
export interface CallSummary {
  method: string;
  path: string;
  status: number;
  /** Milliseconds. */
  duration: number;
  requestId?: string | undefined;
  rateLimit?: RateLimit | undefined;
}

export function summaryText({ method, path, status, duration, requestId, rateLimit }: CallSummary): string {
  const id = requestId ? `, request id ${requestId}` : "";
  const limit = rateLimit ? `, ${rateLimitText(rateLimit)}` : "";
  return printable(`${method} ${path}: ${status} in ${seconds(duration)}${id}${limit}`);
}

const SECRET_HEADERS = new Set(["set-cookie", "dpop-nonce", "authorization"]);

/** Status and headers; cookies and nonces, which are credentials, without their values. */
export function headText({ status, statusText, headers }: Response): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${SECRET_HEADERS.has(name) ? "…" : value}`);
  return `${[`HTTP ${status} ${statusText}`.trimEnd(), ...lines].map(printable).join("\n")}\n\n`;
}

/** A value as JSON, indented for people. @throws Error for what is nested too deep */
export function jsonText(value: unknown, indent: number | undefined): string {
  try {
    return printableLines(JSON.stringify(value, undefined, indent));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Error("The response is nested too deep to be printed as JSON. --raw prints the body as it comes.", {
      cause,
    });
  }
}
