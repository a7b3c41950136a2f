import type { DeleteRoutes, GetRoutes, ListRoutes, PatchRoutes, PostRoutes, PutRoutes } from "../generated/routes.ts";
import { type CallInit, createCaller } from "./call.ts";
import { type PageOptions, paginator, type Paginator } from "./lists/paginate.ts";
import type { Middleware } from "./openapi-fetch.ts";
import type { OktaClientOptions } from "./options.ts";
import type { CallResult } from "./result.ts";
import { checkedPath, fillPath } from "./serialize/path.ts";
import { withQuery } from "./serialize/query.ts";
import type { Asked, Data, GenericInit, Init, Method, Result } from "./types.ts";

type Item<List> = List extends readonly (infer I)[] ? I : never;

/** A client of one org. Every call resolves to `{ ok: true, data, … }` or `{ ok: false, error, … }`. */
export interface OktaClient {
  GET: Method<GetRoutes>;
  POST: Method<PostRoutes>;
  PUT: Method<PutRoutes>;
  PATCH: Method<PatchRoutes>;
  DELETE: Method<DeleteRoutes>;
  /**
   * Calls any path of the org with the same credential, retries and errors, for what the document does not list.
   *
   * @param path absolute on the org, ids already encoded; may hold a query
   * @example await okta.request("GET", "/api/v1/devices", { query: { limit: 20 } });
   */
  request<Data = unknown>(method: string, path: string, init?: GenericInit): Promise<Result<Data>>;
  /**
   * Reads a list of any length: `for await (const user of okta.paginate("/api/v1/users"))`. Takes what the GET takes.
   * The System Log without `until` ends at the present; `followLog` goes on.
   *
   * @throws OktaApiError in the loop, for a page that Okta refuses
   */
  paginate<Path extends keyof ListRoutes>(
    path: Path,
    ...init: Record<never, never> extends Asked<ListRoutes[Path]>
      ? [init?: Init<ListRoutes[Path]> & PageOptions]
      : [init: Init<ListRoutes[Path]> & PageOptions]
  ): Paginator<Item<Data<ListRoutes[Path]>>>;
  /** Adds middleware as openapi-fetch has it: `onRequest`, `onResponse`, `onError`, around all attempts of a call. */
  use(...middleware: Middleware[]): void;
  /** Takes middleware away again. */
  eject(...middleware: Middleware[]): void;
}

/**
 * Makes a client of an Okta org.
 *
 * @example
 * const okta = createOktaClient({ orgUrl: "https://example.okta.com", token });
 * const { data, error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
 * @throws TypeError when an option is missing or wrong
 */
export function createOktaClient(options: OktaClientOptions = {}): OktaClient {
  const { call, use, eject } = createCaller(options);
  const method =
    (name: string) =>
    (template: string, init: CallInit = {}): Promise<CallResult> =>
      call(name, template, init);

  const paginate = (template: string, init: CallInit & PageOptions = {}): Paginator<unknown> => {
    const { params = {}, maxItems, cursor, prefetch, ...rest } = init;
    const query = { ...params.query };
    // Without an end the log always has a next page.
    if (template === "/api/v1/logs") query["until"] ??= new Date();
    return paginator(
      (target, signal, onHeaders) =>
        call("GET", template, { ...rest, params: { header: params.header }, target, signal, onHeaders }),
      { template, first: withQuery(fillPath(template, params.path), query) },
      { maxItems, cursor, prefetch, signal: rest.signal },
    );
  };

  const client = {
    GET: method("GET"),
    POST: method("POST"),
    PUT: method("PUT"),
    PATCH: method("PATCH"),
    DELETE: method("DELETE"),
    async request(name: string, path: string, { query, ...init }: GenericInit = {}) {
      const target = withQuery(checkedPath(path), query);
      return call(name.toUpperCase(), path.split("?", 1)[0]!, { ...init, params: { query }, target });
    },
    paginate,
    use,
    eject,
  };
  // The types of each operation come from the document; the code is the same for all of them.
  return client as unknown as OktaClient;
}
