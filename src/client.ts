import { type CallInit, createCaller } from "./call.ts";
import { type PageOptions, paginator, type Paginator } from "./lists/paginate.ts";
import type { OktaClient } from "./okta-client.ts";
import type { OktaClientOptions } from "./options.ts";
import type { CallResult } from "./result.ts";
import { checkedPath, fillPath } from "./serialize/path.ts";
import { withQuery } from "./serialize/query.ts";
import type { GenericInit } from "./types.ts";

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
