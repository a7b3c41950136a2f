import type { OktaApiError } from "./errors.ts";
import { type RateLimit, readRateLimit } from "./rate-limit/headers.ts";

/** What a call resolves to at run time; {@link Result} has its types. */
export interface CallResult {
  ok: boolean;
  status: number;
  data: unknown;
  error: OktaApiError | undefined;
  response: Response;
  requestId: string | undefined;
  rateLimit: RateLimit | undefined;
  attempts: number;
  alreadyDeleted?: true;
}

const describe = (response: Response, attempts: number) => ({
  response,
  requestId: response.headers.get("x-okta-request-id") ?? undefined,
  rateLimit: readRateLimit(response.headers),
  attempts,
});

export const success = (response: Response, data: unknown, attempts: number): CallResult => ({
  ok: true,
  status: response.status,
  data,
  error: undefined,
  ...describe(response, attempts),
});

export const failure = (response: Response, error: OktaApiError): CallResult => ({
  ok: false,
  status: error.status,
  data: undefined,
  error,
  ...describe(response, error.attempts),
});

/** The 404 of a repeated deletion: the resource is gone, as the caller wanted. */
export const deletedBefore = (response: Response, attempts: number): CallResult => ({
  ...success(response, undefined, attempts),
  status: 204,
  alreadyDeleted: true,
});
