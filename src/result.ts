import type { OktaApiError } from "./errors.ts";
import { type RateLimit, readRateLimit } from "./rate-limit/headers.ts";

/** What a call resolves to, as {@link Result} types it. Headers are read when somebody asks. */
export class Answer {
  readonly ok: boolean;
  readonly data: unknown;
  readonly error: OktaApiError | undefined;
  readonly response: Response;

  constructor(ok: boolean, response: Response, data: unknown, error: OktaApiError | undefined) {
    this.ok = ok;
    this.data = data;
    this.error = error;
    this.response = response;
  }

  get status(): number {
    return this.error?.status ?? this.response.status;
  }

  get requestId(): string | undefined {
    return this.response.headers.get("x-okta-request-id") ?? undefined;
  }

  get rateLimit(): RateLimit | undefined {
    return readRateLimit(this.response.headers);
  }
}
