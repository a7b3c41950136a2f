import type { OktaApiError } from "./errors.ts";
import type { RateLimit } from "./rate-limit/headers.ts";

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

/** A response that has been read. */
export interface ReceivedResponse {
  response: Response;
  attempts: number;
  /** Where it was read already. */
  rateLimit: RateLimit | undefined;
}

const requestIdOf = ({ headers }: Response) => headers.get("x-okta-request-id") ?? undefined;

export const success = ({ response, attempts, rateLimit }: ReceivedResponse, data: unknown): CallResult => ({
  ok: true,
  status: response.status,
  data,
  error: undefined,
  response,
  requestId: requestIdOf(response),
  rateLimit,
  attempts,
});

export const failure = ({ response, attempts, rateLimit }: ReceivedResponse, error: OktaApiError): CallResult => ({
  ok: false,
  status: error.status,
  data: undefined,
  error,
  response,
  requestId: requestIdOf(response),
  rateLimit,
  attempts,
});

/** The 404 of a repeated deletion: the resource is gone, as the caller wanted. */
export const deletedBefore = (received: ReceivedResponse): CallResult => ({
  ...success(received, undefined),
  status: 204,
  alreadyDeleted: true,
});
