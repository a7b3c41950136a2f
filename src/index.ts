export { type Auth, type AuthorizeRequest, bearerAuth, tokenAuth } from "./auth/auth.ts";
export type { AccessToken, AccessTokenRequest, AccessTokenSource } from "./auth/auth.ts";
export { createOktaClient } from "./client.ts";
export type { OktaClient } from "./okta-client.ts";
export { isOktaApiError, isOktaConnectionError, OktaApiError, OktaConnectionError } from "./errors.ts";
export type { ConnectionFailure } from "./errors.ts";
export type { OktaEvent, OnEvent } from "./events.ts";
export { expression, type ExpressionValue } from "./helpers/expression.ts";
export { followLog, type FollowLogOptions, type LogFollower } from "./lists/follow-log.ts";
export { type DeactivatedBeforeDelete, deactivateAndDelete } from "./helpers/deactivate-and-delete.ts";
export type { CallOptions, FetchSettings, OktaClientOptions, RateLimitOptions, RetryOptions } from "./options.ts";
export type { Page, PageOptions, Paginator } from "./lists/paginate.ts";
export type { RateLimit } from "./rate-limit/headers.ts";
export type {
  Data,
  Failure,
  FailureStatus,
  GenericInit,
  Init,
  Input,
  RawBody,
  ResponseInfo,
  Result,
  ResultOf,
  Success,
  SuccessStatus,
} from "./types.ts";
export type { HeadersInput } from "./serialize/headers.ts";
export type { ParseAs } from "./serialize/response-body.ts";
export type { Middleware } from "./openapi-fetch.ts";
export { unwrap } from "./helpers/unwrap.ts";
export { waitFor, type WaitForOptions, WaitTimeoutError } from "./helpers/wait-for.ts";
export type { components, operations, paths } from "../generated/schema.d.ts";
export type { CustomAppUserProfile, CustomGroupProfile, CustomUserProfile } from "./profiles.ts";
export type * from "../generated/models.ts";
export type * from "../generated/routes.ts";
