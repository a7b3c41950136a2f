import { ERROR_SUMMARIES } from "../../../generated/error-summaries.ts";
import type { DeclaredError } from "../../openapi/document.ts";
import { errorId } from "../responses/ids.ts";

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
  /** Whether the summary is of this error alone. */
  readonly #hasOwnSummary: boolean;

  constructor(status: number, errorCode: string, summary?: string, causes: string[] = [], headers = {}) {
    super(summary ?? ERROR_SUMMARIES[errorCode] ?? "Api validation failed");
    this.#hasOwnSummary = summary !== undefined;
    this.status = status;
    this.errorCode = errorCode;
    this.causes = causes;
    this.headers = headers;
  }

  /** The error as an operation declares it: with its status, and its words where this one has none of its own. */
  asDeclared(declared: readonly DeclaredError[] = []): ApiError {
    const own = declared.filter(({ code }) => code === this.errorCode);
    const found = own.find(({ summary }) => summary === this.message) ?? own.find(({ summary }) => !summary) ?? own[0];
    if (!found) return this;
    const summary = this.#hasOwnSummary ? this.message : (found.summary ?? this.message);
    const isSame = !this.#hasOwnSummary || found.summary === this.message;
    const causes = this.causes.length > 0 || !isSame ? this.causes : (found.causes ?? []);
    return new ApiError(found.status, this.errorCode, summary, causes, this.headers);
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
