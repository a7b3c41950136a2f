import type { DeleteRoutes, GetRoutes, PatchRoutes, PostRoutes, PutRoutes } from "../generated/routes.ts";
import type { OktaClientOptions } from "./options.ts";
import { checkedPath, fillPath } from "./path.ts";
import { createSend, type RawInit, type RawResult } from "./transport.ts";
import type { GenericInit, GenericResult, Method } from "./types.ts";

/** A client of one org. Every call resolves to `{ data, response }` or `{ error, response }`. */
export interface OktaClient {
  GET: Method<GetRoutes>;
  POST: Method<PostRoutes>;
  PUT: Method<PutRoutes>;
  PATCH: Method<PatchRoutes>;
  DELETE: Method<DeleteRoutes>;
  /**
   * Calls any path of the org with the same credential and errors, for what the document does not list.
   *
   * @param path absolute on the org, ids already encoded; may hold a query
   * @example await okta.request("GET", "/api/v1/devices", { query: { limit: 20 } });
   */
  request<Data = unknown>(method: string, path: string, init?: GenericInit): Promise<GenericResult<Data>>;
}

interface UntypedInit extends Omit<RawInit, "query" | "header"> {
  params?: Pick<RawInit, "query" | "header"> & { path?: Record<string, unknown> };
}

/**
 * Makes a client of an Okta org.
 *
 * @example
 * const okta = createOktaClient({ orgUrl: "https://example.okta.com", token });
 * const { data, error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
 * @throws TypeError when the URL or the token is missing or malformed
 */
export function createOktaClient(options: OktaClientOptions = {}): OktaClient {
  const send = createSend(options);
  const method =
    (name: string) =>
    async (template: string, { params = {}, ...init }: UntypedInit = {}): Promise<RawResult> =>
      send(name, fillPath(template, params.path), template, { ...init, query: params.query, header: params.header });
  const client = {
    GET: method("GET"),
    POST: method("POST"),
    PUT: method("PUT"),
    PATCH: method("PATCH"),
    DELETE: method("DELETE"),
    request: async (name: string, path: string, init: GenericInit = {}) =>
      send(name.toUpperCase(), checkedPath(path), path.split("?", 1)[0]!, init),
  };
  // The types of each operation come from the document; the code is the same for all of them.
  return client as unknown as OktaClient;
}
