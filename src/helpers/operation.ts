import type { OktaClient } from "../okta-client.ts";

/** Binds method and path; the generated list of operations is made of these. */
export const operation =
  (method: "GET" | "POST" | "PUT" | "DELETE", path: string) =>
  (okta: OktaClient, init?: unknown): never =>
    (okta[method] as (path: string, init?: unknown) => never)(path, init);
