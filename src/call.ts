import type { Middleware } from "openapi-fetch";
import { type Call, type Outcome, send, type Shared } from "./retry/attempts.ts";
import {
  contentTypeOf,
  isRaw,
  isRawBody,
  type ParseAs,
  parseBody,
  parseFailure,
  UnreadableBody,
} from "./serialize/body.ts";
import { OktaApiError, OktaConnectionError } from "./errors.ts";
import type { Outgoing } from "./retry/exchange.ts";
import { type HeaderRecord, headerRecord } from "./serialize/headers.ts";
import { Limiter } from "./rate-limit/limiter.ts";
import { MiddlewareRunner } from "./middleware.ts";
import {
  checkedNumber,
  checkNames,
  chosenAuth,
  type OktaClientOptions,
  orgOrigin,
  type RetryOptions,
  retryOptions,
} from "./options.ts";
import { queryString } from "./serialize/query.ts";
import { Answer } from "./result.ts";
import { userAgentHeaders } from "./serialize/user-agent.ts";

/** What one call may set, whatever its operation. */
export interface CallOptions {
  /** Further headers. `authorization` is set by the client and cannot be changed here. */
  headers?: HeadersInit;
  /** Cancels the call, its waits included. */
  signal?: AbortSignal | undefined;
  /** As in the client's options, for this call. */
  timeout?: number | undefined;
  /** As in the client's options, for this call. */
  totalTimeout?: number | undefined;
  /** What differs from the client's options for this call; `false` to send once. */
  retry?: RetryOptions | false | undefined;
}

export interface RawInit extends CallOptions {
  /** Those of the path are in the path already, and here for middleware to read. */
  params?: { [In in "path" | "query" | "header"]?: Record<string, unknown> | undefined } | undefined;
  body?: unknown;
  parseAs?: ParseAs | undefined;
  /** Is told of the headers of a success before its body is read. */
  arrived?: ((headers: Headers) => void) | undefined;
}

/** Sends one call. `path` is ready to be appended to the origin; `template` names the call in errors. */
export type Send = (method: string, path: string, template: string, init: RawInit) => Promise<Answer>;

export interface Transport {
  send: Send;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
}

interface CallState extends Call {
  outcome?: Outcome;
}

/** An unread answer like the one that was read, for middleware. */
const unread = ({ response, text }: Outcome) =>
  text === undefined
    ? response
    : new Response(text || null, {
        status: response.status || 500,
        statusText: response.statusText,
        headers: response.headers,
      });

/**
 * Turns calls into requests and answers into results; what lies between is `send` of attempts.ts.
 *
 * @throws TypeError for options that are missing or wrong
 */
export function createTransport(options: OktaClientOptions): Transport {
  checkNames(options);
  const origin = orgOrigin(options.orgUrl);
  const timeout = checkedNumber("timeout", options.timeout, 60_000);
  const totalTimeout = checkedNumber("totalTimeout", options.totalTimeout, 300_000);
  const clientRetry = retryOptions(options.retry);
  const share = checkedNumber("rateLimit.share", options.rateLimit?.share, 1);
  if (share <= 0 || share > 1) throw new TypeError(`rateLimit.share must be above 0 and at most 1; got ${share}.`);
  const shared: Shared = {
    origin,
    auth: chosenAuth(options),
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    limiter: new Limiter({
      share,
      proactive: options.rateLimit?.proactive ?? true,
      concurrency: checkedNumber("concurrency", options.concurrency, 32, 1),
      maxWait: clientRetry.maxWait,
    }),
    onEvent: options.onEvent ?? (() => {}),
  };
  const middleware = new MiddlewareRunner();
  const agent = userAgentHeaders(options.userAgent);
  let base: HeaderRecord | undefined;

  /** The call's headers over those of its parameters over the client's; authorization is added to each attempt. */
  function headersOf({ headers, params, body }: RawInit): HeaderRecord {
    base ??= { accept: "application/json, */*;q=0.5", ...agent, ...headerRecord(options.headers) };
    const header = params?.header;
    if (!headers && !header && body === undefined) return base;
    const merged: HeaderRecord = Object.assign({}, base, headers && headerRecord(headers));
    for (const name in header) {
      const value = header[name];
      if (value !== undefined && value !== null) merged[name.toLowerCase()] = String(value);
    }
    if (body !== undefined && merged["content-type"] === undefined) {
      const type = contentTypeOf(body);
      if (type) merged["content-type"] = type;
    }
    return merged;
  }

  /** Sends the call through the middleware, which may change the request and the answer, or answer by itself. */
  const observe = (
    call: CallState,
    { path = {}, query = {}, header = {} }: NonNullable<RawInit["params"]>,
    out: Outgoing,
    headers: HeaderRecord,
  ): Promise<Response> =>
    middleware.run(
      {
        ...out,
        headers,
        template: call.path,
        body: out.body ?? undefined,
        params: { path, query, header },
      },
      async (request) => {
        const body = request.body ? await request.arrayBuffer() : undefined;
        const changed = { url: request.url, method: request.method, body };
        call.outcome = await send(shared, call, changed, headerRecord(request.headers));
        return unread(call.outcome);
      },
    );

  async function sendCall(method: string, path: string, template: string, init: RawInit): Promise<Answer> {
    const { body, parseAs } = init;
    const call: CallState = {
      path: template,
      signal: init.signal,
      timeout: checkedNumber("timeout", init.timeout, timeout),
      totalTimeout: checkedNumber("totalTimeout", init.totalTimeout, totalTimeout),
      retry: init.retry === undefined ? clientRetry : retryOptions(clientRetry, init.retry),
      parseAs,
      arrived: init.arrived,
    };
    const headers = headersOf(init);
    const query = queryString(init.params?.query);
    const out: Outgoing = {
      url: origin + path + (path.includes("?") ? query.replace("?", "&") : query),
      method,
      body: body === undefined || isRawBody(body) ? body : JSON.stringify(body),
    };
    let response: Response;
    let text: string | undefined;
    if (middleware.active) {
      response = await observe(call, init.params ?? {}, out, headers);
      if (!response.ok || !isRaw(parseAs)) text = await response.text();
    } else {
      ({ response, text } = call.outcome = await send(shared, call, out, headers));
    }
    const { outcome } = call;
    const attempts = outcome?.attempts ?? 0;
    if (!response.ok) {
      const opaque = outcome && response.status === 500 && outcome.response.status === 0;
      const error = new OktaApiError({
        method,
        path: template,
        response: opaque ? outcome.response : response,
        body: parseFailure(text ?? ""),
        attempts,
        retryAfter: outcome?.retryAfter,
      });
      return new Answer(false, response, undefined, error);
    }
    if (isRaw(parseAs)) {
      return new Answer(true, response, parseAs === "stream" ? response.body : await response[parseAs](), undefined);
    }
    if (parseAs === "text") return new Answer(true, response, text, undefined);
    try {
      return new Answer(true, response, parseBody(text ?? "", response.headers, parseAs), undefined);
    } catch (cause) {
      if (!(cause instanceof UnreadableBody)) throw cause;
      const { status } = response;
      const message = `${status}, but ${cause.message}`;
      throw new OktaConnectionError({ reason: "unreadable", method, path: template, attempts, status, message, cause });
    }
  }

  return { send: sendCall, use: middleware.use, eject: middleware.eject };
}
