import type { OktaClient } from "../client.ts";
import type { Asked, Init, ResultOf } from "../types.ts";

/** A call of one operation: the client first, then what its path takes. */
export type OperationCall<Operation> = (
  okta: OktaClient,
  ...init: Record<never, never> extends Asked<Operation> ? [init?: Init<Operation>] : [init: Init<Operation>]
) => Promise<ResultOf<Operation>>;

/** Binds method and path; the generated list of operations is made of these. */
export const operation =
  (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string) =>
  (okta: OktaClient, init?: unknown): never =>
    (okta[method] as (path: string, init?: unknown) => never)(path, init);
