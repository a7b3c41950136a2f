import createClient from "openapi-fetch";
import { OktaApiError } from "./errors.ts";
import type { OktaClientOptions } from "./options.ts";
import { apiToken, orgOrigin } from "./options.ts";

/** What one call may set, whatever its operation. */
export interface CallOptions {
  /** Further headers. `authorization` is set by the client and cannot be changed here. */
  headers?: HeadersInit;
  /** Cancels the call. */
  signal?: AbortSignal;
}

export interface RawInit extends CallOptions {
  query?: Record<string, unknown> | undefined;
  header?: Record<string, unknown> | undefined;
  body?: unknown;
}

export type RawResult =
  | { data: unknown; error?: undefined; response: Response }
  | { data?: undefined; error: OktaApiError; response: Response };

/** Sends one call. `path` is ready to be appended to the origin; `template` names the call in errors. */
export type Send = (method: string, path: string, template: string, init: RawInit) => Promise<RawResult>;

const withIsoDates = (query: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(query).map(([name, v]) => [name, v instanceof Date ? v.toISOString() : v]));

const isRawBody = (body: unknown): body is BodyInit =>
  typeof body === "string" ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams ||
  body instanceof ArrayBuffer ||
  ArrayBuffer.isView(body);

/**
 * The one place that knows openapi-fetch: it encodes queries and bodies and parses answers.
 *
 * @throws TypeError for options that are missing or wrong
 */
export function createSend(options: OktaClientOptions): Send {
  const origin = orgOrigin(options.orgUrl);
  const token = apiToken(options.token);
  const authorized = (request: Request) => {
    request.headers.set("authorization", `SSWS ${token}`);
    return (options.fetch ?? globalThis.fetch)(request);
  };
  // Okta never redirects an API call; following one could carry the credential to another host.
  const client = createClient<any>({ baseUrl: origin, fetch: authorized, redirect: "manual" });

  return async (method, path, template, { headers, signal, query = {}, header = {}, body }) => {
    const merged = new Headers(headers);
    for (const [name, value] of Object.entries(header)) {
      if (value !== undefined && value !== null) merged.set(name, String(value));
    }
    if (!merged.has("accept")) merged.set("accept", "application/json");
    const result = await (client.request as any)(method, path, {
      headers: merged,
      params: { query: withIsoDates(query) },
      ...(signal && { signal }),
      ...(body !== undefined && { body, bodySerializer: (b: unknown) => (isRawBody(b) ? b : JSON.stringify(b)) }),
    });
    const response: Response = result.response;
    if (response.ok) return { data: result.data, response };
    return { error: new OktaApiError({ method, path: template, response, body: result.error }), response };
  };
}
