import createClient, { createQuerySerializer, type Middleware } from "openapi-fetch";
import { type Call, type Outcome, send, type Shared } from "./attempts.ts";
import { contentTypeOf, isRawBody, type ParseAs, parseBody, UnreadableBody } from "./body.ts";
import { OktaApiError, OktaConnectionError } from "./errors.ts";
import type { Outgoing } from "./exchange.ts";
import { Limiter } from "./limiter.ts";
import { checkedNumber, chosenAuth, type OktaClientOptions, orgOrigin, type RetryOptions, retryOptions } from "./options.ts";
import { Answer } from "./result.ts";
import { userAgentHeaders } from "./user-agent.ts";

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
  query?: Record<string, unknown> | undefined;
  header?: Record<string, unknown> | undefined;
  body?: unknown;
  parseAs?: ParseAs | undefined;
}

/** Sends one call. `path` is ready to be appended to the origin; `template` names the call in errors. */
export type Send = (method: string, path: string, template: string, init: RawInit) => Promise<Answer>;

export interface Transport {
  send: Send;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
}

/**
 * Stands in for `Request`, whose making costs more than all the rest of a call. It keeps what `fetch` is given, so that
 * a repetition can send it again.
 */
class Draft {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | null | undefined;
  constructor(url: string, init: { method: string; headers: Headers; body?: BodyInit | null }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
  }
}

interface CallState extends Call {
  outcome?: Outcome;
}

/** Dates as Okta reads them; several things to expand with commas, other lists as repeated parameters. */
function queryValues(query: Record<string, unknown>): Record<string, unknown> {
  const iso = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? (name === "expand" ? value.join(",") : value.map(iso)) : iso(value),
    ]),
  );
}

const serialize = createQuerySerializer();

/** The query as it stands in the URL, with its question mark. */
export function queryString(query: Record<string, unknown>): string {
  const text = serialize(queryValues(query));
  return text && `?${text}`;
}

const withoutBody = new Set([101, 204, 205, 304]);

/** An unread answer like the one that was read, for openapi-fetch and its middleware. */
const unread = ({ response, text }: Outcome) =>
  text === undefined
    ? response
    : new Response(withoutBody.has(response.status) ? null : text, {
        status: response.status || 500,
        statusText: response.statusText,
        headers: response.headers,
      });

/**
 * The one place that knows openapi-fetch: it encodes queries and bodies and runs middleware.
 *
 * @throws TypeError for options that are missing or wrong
 */
export function createTransport(options: OktaClientOptions): Transport {
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
      ...options.rateLimit,
      concurrency: checkedNumber("concurrency", options.concurrency, 32, 1),
      maxWait: clientRetry.maxWait || 120_000,
    }),
    onEvent: options.onEvent ?? (() => {}),
  };

  const dispatch = async (request: Draft | Request, call: CallState): Promise<Response> => {
    const drafted = request instanceof Draft;
    const out: Outgoing = {
      url: request.url,
      method: request.method,
      body: drafted ? request.body : request.body ? await request.arrayBuffer() : undefined,
    };
    const outcome = await send(shared, call, out, drafted ? request.headers : new Headers(request.headers));
    call.outcome = outcome;
    return drafted && outcome.response.ok ? outcome.response : unread(outcome);
  };
  const client = createClient<any>({
    baseUrl: origin,
    Request: Draft as unknown as typeof Request,
    headers: { ...userAgentHeaders(options.userAgent), ...Object.fromEntries(new Headers(options.headers)) },
    bodySerializer: (body: unknown) => (isRawBody(body) ? body : JSON.stringify(body)) as never,
  });
  let middlewares = 0;

  async function sendCall(method: string, path: string, template: string, init: RawInit): Promise<Answer> {
    const { headers, query = {}, header = {}, body, parseAs } = init;
    const merged = new Headers(headers);
    for (const name in header) {
      const value = header[name];
      if (value !== undefined && value !== null) merged.set(name, String(value));
    }
    if (!merged.has("accept")) merged.set("accept", "application/json, */*;q=0.5");
    if (body !== undefined && !merged.has("content-type")) {
      const type = contentTypeOf(body);
      if (type) merged.set("content-type", type);
    }
    const call: CallState = {
      path: template,
      signal: init.signal,
      timeout: checkedNumber("timeout", init.timeout, timeout),
      totalTimeout: checkedNumber("totalTimeout", init.totalTimeout, totalTimeout),
      retry: init.retry === undefined ? clientRetry : retryOptions(clientRetry, init.retry),
      parseAs,
    };
    const observed = middlewares > 0;
    const result = await (client.request as any)(method, path, {
      headers: merged,
      params: { query: queryValues(query) },
      parseAs: "stream",
      fetch: (request: Draft | Request) => dispatch(request, call),
      ...(observed && { Request: globalThis.Request }),
      ...(body !== undefined && { body }),
    });
    const outcome = call.outcome;
    const response: Response = observed || !outcome ? result.response : outcome.response;
    const { ok } = response;
    let { text } = outcome ?? { text: undefined };
    if ((observed || !outcome) && ok && !isRaw(parseAs)) text = await response.text();
    const attempts = outcome?.attempts ?? 0;
    if (!ok) {
      return new Answer(
        false,
        response,
        undefined,
        new OktaApiError({
          method,
          path: template,
          response: outcome && response.status === 500 && outcome.response.status === 0 ? outcome.response : response,
          body: result.error,
          attempts,
          retryAfter: outcome?.retryAfter,
        }),
      );
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

  return {
    send: sendCall,
    use(...middleware) {
      client.use(...middleware);
      middlewares += middleware.length;
    },
    eject(...middleware) {
      client.eject(...middleware);
      middlewares -= middleware.length;
    },
  };
}

const isRaw = (parseAs: ParseAs | undefined): parseAs is "blob" | "arrayBuffer" | "stream" =>
  parseAs === "blob" || parseAs === "arrayBuffer" || parseAs === "stream";
