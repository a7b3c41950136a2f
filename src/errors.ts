import type { ErrorResponse } from "../generated/models.ts";
import { type RateLimit, readRateLimit } from "./rate-limit/headers.ts";

/** What a failed call tells. `body` is the parsed answer where it was JSON, else its text. */
export interface OktaApiErrorInit {
  method: string;
  path: string;
  response: Response;
  body: unknown;
  attempts?: number;
  retryAfter?: number | undefined;
}

const HINTS: Record<string, string> = {
  E0000001: "Mend the fields that errorCauses names.",
  E0000003: "The body is not the JSON that this operation takes.",
  E0000004: "Check the login and password.",
  E0000005: "The session has ended. Sign in again.",
  E0000006: "The credential lacks the administrator role or the OAuth scope for this operation.",
  E0000007: "Check the id, and that this credential may see the resource; a new resource may take seconds to appear.",
  E0000009: "The failure is Okta's. Try again later, and give errorId to its support.",
  E0000011: "Check that the token is complete, not expired or revoked, and of this org.",
  E0000014: "The password was not accepted. Check it against the password policy.",
  E0000015: "The org lacks the feature. Ask Okta to switch it on.",
  E0000022: "The resource does not offer this operation; check the method and path.",
  E0000047: "Wait until rateLimit.reset, or let the client retry.",
};

const STATUS_HINTS: Record<number, string> = {
  502: "A server between you and Okta failed.",
  503: "Okta or a server before it is overloaded or in maintenance.",
  504: "A server between you and Okta waited too long.",
};

/** `insufficient_scope` and `invalid_dpop_proof` stand in this header, where OAuth is used. */
const challenge = (headers: Headers, name: "error_description" | "scope"): string | undefined =>
  new RegExp(`\\b${name}="([^"]+)"`).exec(headers.get("www-authenticate") ?? "")?.[1];

function hintFor(code: string | undefined, { status, headers }: Response): string | undefined {
  const scope = (status === 401 || status === 403) && challenge(headers, "scope");
  if (scope) return `The access token needs the scope ${scope}.`;
  if (status < 400) return "The org redirected, which an API call never needs. Check orgUrl.";
  return (code && HINTS[code]) || STATUS_HINTS[status];
}

/**
 * An answer of Okta that is not a success.
 *
 * Branch on `status` or `errorCode`; the message is for people. Holds no credential and no request body.
 */
export class OktaApiError extends Error {
  override readonly name = "OktaApiError";
  /** HTTP status; 0 for a redirect in a browser, which hides it. */
  readonly status: number;
  /** Okta's code, `E` and seven digits; absent where a proxy or another service answered. */
  readonly errorCode: string | undefined;
  /** Okta's sentence on the failure. */
  readonly errorSummary: string | undefined;
  /** The fields or rules at fault; empty where Okta names none. */
  readonly errorCauses: NonNullable<ErrorResponse["errorCauses"]>;
  /** Okta's id of this failure, for its support. */
  readonly errorId: string | undefined;
  /** Okta's id of the exchange, from `x-okta-request-id`. */
  readonly requestId: string | undefined;
  /** The bucket's state by this answer. */
  readonly rateLimit: RateLimit | undefined;
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call, such as `/api/v1/users/{userId}`. */
  readonly path: string;
  /** How often the call was sent. */
  readonly attempts: number;
  /** Milliseconds after which a repetition makes sense; known for 429 and where the answer says so. */
  readonly retryAfter: number | undefined;

  constructor({ method, path, response, body, attempts = 1, retryAfter }: OktaApiErrorInit) {
    const okta: ErrorResponse = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
    const causes = Array.isArray(okta.errorCauses) ? okta.errorCauses : [];
    const code = text(okta.errorCode);
    const summary =
      text(okta.errorSummary) ??
      text(okta.message) ??
      challenge(response.headers, "error_description") ??
      text(response.statusText) ??
      "no reason given";
    const details = causes.flatMap((cause) => text(cause?.errorSummary) ?? []).join("; ");
    const hint = hintFor(code, response);
    super(
      `${method} ${path}: ${response.status} ${code ? `${code} ` : ""}${summary}` +
        `${details && ` (${details})`}${hint ? ` — ${hint}` : ""}`,
    );
    this.status = response.status;
    this.errorCode = code;
    this.errorSummary = text(okta.errorSummary);
    this.errorCauses = causes;
    this.errorId = text(okta.errorId);
    this.requestId = response.headers.get("x-okta-request-id") ?? undefined;
    this.rateLimit = readRateLimit(response.headers);
    this.method = method;
    this.path = path;
    this.attempts = attempts;
    this.retryAfter = retryAfter;
  }
}

/** Why there is no answer: the network failed, the time was up, or the body could not be read. */
export type ConnectionFailure = "network" | "timeout" | "unreadable";

/** A call that ended without an answer that can be used. `cause` is what the platform threw. */
export class OktaConnectionError extends Error {
  override readonly name = "OktaConnectionError";
  readonly reason: ConnectionFailure;
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call. */
  readonly path: string;
  /** How often the call was sent. */
  readonly attempts: number;
  /** HTTP status, where the headers of an answer had come. */
  readonly status: number | undefined;

  constructor(init: {
    reason: ConnectionFailure;
    method: string;
    path: string;
    attempts: number;
    message: string;
    status?: number | undefined;
    cause?: unknown;
  }) {
    const tries = init.attempts > 1 ? ` after ${init.attempts} attempts` : "";
    super(`${init.method} ${init.path}: ${init.message}${tries}`, { cause: init.cause });
    this.reason = init.reason;
    this.method = init.method;
    this.path = init.path;
    this.attempts = init.attempts;
    this.status = init.status;
  }
}
