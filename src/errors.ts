import type { ErrorResponse } from "../generated/models.ts";

/** What a failed call tells. `body` is the parsed answer where it was JSON, else its text. */
export interface OktaApiErrorInit {
  method: string;
  path: string;
  response: Response;
  body: unknown;
}

const HINTS: Record<string, string> = {
  E0000004: "Check the login and password.",
  E0000006: "The credential lacks the administrator role or the OAuth scope for this operation.",
  E0000007: "Check the id, and that this credential may see the resource.",
  E0000011: "Check that the token is complete, not revoked, and of this org.",
  E0000047: "Wait until the time in x-rate-limit-reset.",
};

/**
 * An answer of Okta that is not a success (status 300 or more).
 *
 * Branch on `status` or `errorCode`; the message is for people. Holds no credential and no request body.
 */
export class OktaApiError extends Error {
  override readonly name = "OktaApiError";
  /** HTTP status. */
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
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call, such as `/api/v1/users/{userId}`. */
  readonly path: string;

  constructor({ method, path, response, body }: OktaApiErrorInit) {
    const okta: ErrorResponse = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
    const causes = Array.isArray(okta.errorCauses) ? okta.errorCauses : [];
    const summary = okta.errorSummary ?? okta.message ?? (response.statusText || "no reason given");
    const details = causes.flatMap((cause) => cause.errorSummary ?? []).join("; ");
    const hint = okta.errorCode && HINTS[okta.errorCode];
    super(
      `${method} ${path}: ${response.status} ${okta.errorCode ? `${okta.errorCode} ` : ""}${summary}` +
        `${details && ` (${details})`}${hint ? ` — ${hint}` : ""}`,
    );
    this.status = response.status;
    this.errorCode = okta.errorCode;
    this.errorSummary = okta.errorSummary;
    this.errorCauses = causes;
    this.errorId = okta.errorId;
    this.requestId = response.headers.get("x-okta-request-id") ?? undefined;
    this.method = method;
    this.path = path;
  }
}
