import { ERROR_HINTS } from "../generated/error-hints.ts";
import type { ErrorResponse } from "../generated/models.ts";
import { isKind, markKind } from "./error-kind.ts";
import { type RateLimit, readRateLimit } from "./rate-limit/headers.ts";
import { isWebPage } from "./serialize/response-body.ts";
import { clockHint } from "./timing/clock-hint.ts";

/** What a failed call is described by. */
export interface OktaApiErrorInit {
  method: string;
  path: string;
  response: Response;
  /** The parsed body where it was JSON, else its text. */
  body: unknown;
  attempts?: number;
  retryAfter?: number | undefined;
  /** Path as it was sent, for hints. */
  pathname?: string | undefined;
}

const STATUS_HINTS: Record<number, string> = {
  407: "A proxy wants its own credential.",
  502: "A server between you and Okta failed.",
  503: "Okta or a server before it is overloaded or in maintenance.",
  504: "A server between you and Okta waited too long.",
};

const WEB_PAGE =
  "The response is a web page, not one of Okta's API: a proxy, a firewall or a sign-in page in front of the org refused.";

/** Longest text of a body that an error keeps. */
const LONGEST_BODY = 10_000;

/** `insufficient_scope` and `invalid_dpop_proof` stand in this header, where OAuth is used. */
const challenge = (headers: Headers, name: "error" | "error_description" | "scope"): string | undefined =>
  new RegExp(`\\b${name}="([^"]+)"`).exec(headers.get("www-authenticate") ?? "")?.[1];

function hintFor({ response, body, pathname = "" }: OktaApiErrorInit, code: string | undefined): string | undefined {
  const { status, headers } = response;
  const scope = (status === 401 || status === 403) && challenge(headers, "scope");
  if (scope) return `The access token needs the scope ${scope}.`;
  if (status < 400) return "The org redirected, which an API call never needs. Check orgUrl.";
  if (isWebPage(headers, body)) return WEB_PAGE;
  if (challenge(headers, "error") === "invalid_dpop_proof") {
    return clockHint(headers) ?? "The proof of possession was refused.";
  }
  if ((status === 404 || status === 405) && /\/users\/[^/]*%2f/i.test(pathname)) {
    return 'Okta serves a user whose login holds a "/" by id only.';
  }
  return (code && ERROR_HINTS[code]) || STATUS_HINTS[status];
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

function messageOf(init: OktaApiErrorInit, okta: ErrorResponse, causes: OktaApiError["errorCauses"]): string {
  const { method, path, response } = init;
  const code = textOf(okta.errorCode);
  const summary =
    textOf(okta.errorSummary) ??
    textOf(okta.message) ??
    challenge(response.headers, "error_description") ??
    textOf(response.statusText) ??
    "no reason given";
  const details = causes.flatMap((cause) => textOf(cause?.errorSummary) ?? []).join("; ");
  const hint = hintFor(init, code);
  return (
    `${method} ${path}: ${response.status} ${code ? `${code} ` : ""}${summary}` +
    `${details && ` (${details})`}${hint ? ` — ${hint}` : ""}`
  );
}

/**
 * A response of Okta that is not a success.
 *
 * Branch on `status` or `errorCode`; the message is for people. Holds no credential and no request body.
 */
export class OktaApiError extends Error {
  override readonly name = "OktaApiError";
  /** HTTP status; 0 for a redirect in a browser, which hides it. */
  readonly status: number;
  /** Okta's code, `E` and seven digits; absent where a proxy or another service responded. */
  readonly errorCode: string | undefined;
  /** Okta's sentence on the failure. */
  readonly errorSummary: string | undefined;
  /** The fields or rules at fault; empty where Okta names none. */
  readonly errorCauses: NonNullable<ErrorResponse["errorCauses"]>;
  /** Okta's id of this failure, for its support. */
  readonly errorId: string | undefined;
  /** Okta's id of the exchange, from `x-okta-request-id`. */
  readonly requestId: string | undefined;
  /** The bucket's state by this response. */
  readonly rateLimit: RateLimit | undefined;
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call, such as `/api/v1/users/{userId}`. */
  readonly path: string;
  /** How often the call was sent. */
  readonly attempts: number;
  /** Milliseconds after which a retry makes sense; known for 429 and where the response says so. */
  readonly retryAfter: number | undefined;
  /** The body as it came: parsed where it was JSON, else the first 10,000 characters of its text. */
  readonly body: unknown;

  constructor(init: OktaApiErrorInit) {
    const { method, path, response, body, attempts = 1, retryAfter } = init;
    const okta: ErrorResponse = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
    const causes = Array.isArray(okta.errorCauses) ? okta.errorCauses : [];
    super(messageOf(init, okta, causes));
    this.status = response.status;
    this.errorCode = textOf(okta.errorCode);
    this.errorSummary = textOf(okta.errorSummary);
    this.errorCauses = causes;
    this.errorId = textOf(okta.errorId);
    this.requestId = response.headers.get("x-okta-request-id") ?? undefined;
    this.rateLimit = readRateLimit(response.headers);
    this.method = method;
    this.path = path;
    this.attempts = attempts;
    this.retryAfter = retryAfter;
    this.body = typeof body === "string" ? body.slice(0, LONGEST_BODY) : body;
  }

  static {
    markKind(this, "OktaApiError");
  }

  /** For logs: `JSON.stringify` leaves out what errors keep in `message`. The body only where it is not Okta's. */
  toJSON(): Record<string, unknown> {
    const { body, ...rest } = this;
    return { ...rest, message: this.message, ...(this.errorCode === undefined && { body }) };
  }
}

/**
 * Why there is no usable response: the network failed, the time was up, or what came is not what the operation promises.
 */
export type ConnectionFailure = "network" | "timeout" | "unreadable";

/** What an {@link OktaConnectionError} is described by. */
export interface OktaConnectionErrorInit {
  reason: ConnectionFailure;
  method: string;
  path: string;
  attempts: number;
  message: string;
  status?: number | undefined;
  cause?: unknown;
}

/** An error and what caused it as plain data. */
function plain(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error === undefined ? undefined : String(error);
  const { name, message, cause } = error;
  const { code } = error as { code?: unknown };
  const inner = depth < 4 ? plain(cause, depth + 1) : undefined;
  return { name, message, ...(code !== undefined && { code }), ...(inner !== undefined && { cause: inner }) };
}

/** A call without a usable response. `cause` is what the platform threw. */
export class OktaConnectionError extends Error {
  override readonly name = "OktaConnectionError";
  /** Why there is no usable response. */
  readonly reason: ConnectionFailure;
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call. */
  readonly path: string;
  /** How often the call was sent. */
  readonly attempts: number;
  /** HTTP status, where the headers of a response had come. */
  readonly status: number | undefined;

  constructor({ reason, method, path, attempts, message, status, cause }: OktaConnectionErrorInit) {
    super(`${method} ${path}: ${message}${attempts > 1 ? ` after ${attempts} attempts` : ""}`, { cause });
    this.reason = reason;
    this.method = method;
    this.path = path;
    this.attempts = attempts;
    this.status = status;
  }

  static {
    markKind(this, "OktaConnectionError");
  }

  /** For logs: `JSON.stringify` leaves out what errors keep in `message` and `cause`. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message, cause: plain(this.cause) };
  }
}

/** Whether something is an {@link OktaApiError}, of this copy of the package or another one. */
export const isOktaApiError = (error: unknown): error is OktaApiError => isKind(error, "OktaApiError");

/** Whether something is an {@link OktaConnectionError}, of this copy of the package or another one. */
export const isOktaConnectionError = (error: unknown): error is OktaConnectionError =>
  isKind(error, "OktaConnectionError");
