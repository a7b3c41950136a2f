import { errorId } from "../responses/ids.ts";

/** Okta's own sentence for each error code that the mock gives of itself. */
const SUMMARIES: Record<string, string> = {
  E0000003: "The request body was not well-formed.",
  E0000006: "You do not have permission to perform the requested action",
  E0000009: "Internal Server Error",
  E0000011: "Invalid token provided",
  E0000016: "Activation failed because the user is already active",
  E0000019: "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
  E0000021: "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
  E0000022: "The endpoint does not support the provided HTTP method",
  E0000029: "Invalid paging request.",
  E0000031: "Invalid search criteria.",
  E0000032: "Unlock is not allowed for this user.",
  E0000038: "This operation is not allowed in the user's current status.",
  E0000047: "API call exceeded rate limit due to too many requests.",
  E0000056: "Delete application forbidden.",
};

/** The code that Okta sends with a status where the document does not say. */
const CODES: Record<number, string> = {
  400: "E0000001",
  401: "E0000011",
  403: "E0000006",
  404: "E0000007",
  405: "E0000022",
  415: "E0000021",
  429: "E0000047",
};

/** An error response in Okta's shape; thrown by whatever refuses a request. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly causes: string[];
  readonly headers: Record<string, string>;

  constructor(status: number, errorCode: string, summary?: string, causes: string[] = [], headers = {}) {
    super(summary ?? SUMMARIES[errorCode] ?? "Api validation failed");
    this.status = status;
    this.errorCode = errorCode;
    this.causes = causes;
    this.headers = headers;
  }

  /** The body as JSON, with an id of its own. */
  get body(): string {
    return JSON.stringify({
      errorCode: this.errorCode,
      errorSummary: this.message,
      errorLink: this.errorCode,
      errorId: errorId(),
      errorCauses: this.causes.map((errorSummary) => ({ errorSummary })),
    });
  }
}

/** Any status as a refusal, with the code that fits it. */
export function apiErrorOf(status: number, errorCode = CODES[status] ?? (status < 500 ? "E0000001" : "E0000009")) {
  const summary =
    errorCode === "E0000001" ? "Api validation failed: request" : errorCode === "E0000007" ? "Not found" : undefined;
  return new ApiError(status, errorCode, summary);
}

/** 404 for a thing that is not there. @param kind Okta's name of the kind of thing, such as `User` */
export const notFound = (id: string, kind: string) =>
  new ApiError(404, "E0000007", `Not found: Resource not found: ${id} (${kind})`);

/** 400 for what a request holds. @param subject what was checked @param causes one sentence a field */
export const invalid = (subject: string, causes: string[]) =>
  new ApiError(400, "E0000001", `Api validation failed: ${subject}`, causes);

export { ApiError as Refusal };
