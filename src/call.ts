import { OktaApiError, type OktaApiErrorInit, OktaConnectionError } from "./errors.ts";
import { type BuildInit, type BuildResult, createCore, type Middleware, unread } from "./openapi-fetch.ts";
import type { CallOptions, FetchSettings, OktaClientOptions } from "./options.ts";
import { readRateLimit } from "./rate-limit/headers.ts";
import { Limiter } from "./rate-limit/limiter.ts";
import { type CallResult, deletedBefore, failure, type ReceivedResponse, success } from "./result.ts";
import type { Fetch } from "./retry/attempt.ts";
import { type Call, send, type SendResult, type Transport } from "./retry/send.ts";
import { contentTypeOf } from "./serialize/body.ts";
import { type HeaderRecord, headerRecord, type HeadersInput } from "./serialize/headers.ts";
import { isBinary, type ParseAs, parseBody, UnreadableBody } from "./serialize/response-body.ts";
import { userAgentHeaders } from "./serialize/user-agent.ts";
import {
  checkedNumber,
  checkedShare,
  checkNames,
  chosenAuth,
  orgOrigin,
  type RetrySettings,
  retrySettings,
} from "./settings.ts";

/** Parameters, body and options of a call, whatever its operation. */
export interface CallInit extends CallOptions, Omit<BuildInit, "settings" | "signal"> {
  /** Called with the headers of a success before its body is read. */
  onHeaders?: ((headers: Headers) => void) | undefined;
}

export interface Caller {
  /** Sends one call; `template` names it in errors. */
  call(method: string, template: string, init: CallInit): Promise<CallResult>;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
}

/** Members of a call that the client handles; all others are passed to the platform's `fetch`. */
const OWN: Record<Exclude<keyof CallInit, keyof FetchSettings> | "maxItems" | "cursor" | "prefetch", true> = {
  params: true,
  body: true,
  parseAs: true,
  target: true,
  onHeaders: true,
  headers: true,
  signal: true,
  timeout: true,
  totalTimeout: true,
  retry: true,
  maxItems: true,
  cursor: true,
  prefetch: true,
};

function fetchSettings(init: CallInit): RequestInit | undefined {
  let settings: Record<string, unknown> | undefined;
  for (const name in init) {
    if (!(name in OWN)) (settings ??= {})[name] = init[name as keyof CallInit];
  }
  return settings;
}

const limitOf = (name: string, value: number | undefined, fallback: number) =>
  checkedNumber(name, value, fallback) || Infinity;

/** Defaults of all calls of a client. */
interface Defaults {
  timeout: number;
  totalTimeout: number;
  retry: RetrySettings;
  headers: HeaderRecord;
}

function defaultsOf(options: OktaClientOptions): Defaults {
  return {
    timeout: limitOf("timeout", options.timeout, 60_000),
    totalTimeout: limitOf("totalTimeout", options.totalTimeout, 300_000),
    retry: retrySettings(options.retry),
    headers: {
      accept: "application/json, */*;q=0.5",
      ...userAgentHeaders(options.userAgent),
      ...headerRecord(options.headers, "The option headers"),
    },
  };
}

function transportOf(options: OktaClientOptions, defaults: Defaults): Transport {
  const origin = orgOrigin(options.orgUrl, options.allowHttp);
  const limits = {
    share: checkedShare("rateLimit.share", options.rateLimit?.share, 1),
    proactive: options.rateLimit?.proactive ?? true,
    concurrency: checkedNumber("concurrency", options.concurrency, 32, { min: 1 }),
    maxWait: defaults.retry.maxWait,
  };
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const shared = { origin, fetch, onEvent: options.onEvent };
  const tokenTransport: Transport = {
    ...shared,
    auth: undefined,
    // Of its own: a call that waits for a token holds a place of the client's.
    limiter: new Limiter(limits),
    idempotent: true,
  };
  return {
    ...shared,
    auth: chosenAuth(options),
    tokenFetch: (url, init) => fetchToken(tokenTransport, defaults, url, init),
    limiter: new Limiter(limits),
  };
}

/** The call's headers over those of its parameters over the client's; authorization is added to each attempt. */
function headersOf({ headers, params, body }: CallInit, base: HeaderRecord): HeaderRecord {
  const header = params?.header as Record<string, string> | undefined;
  if (!headers && !header && body === undefined) return base;
  const merged: HeaderRecord = Object.assign(
    {},
    base,
    headers && headerRecord(headers, "The headers of the call"),
    header && headerRecord(header, "The header parameters"),
  );
  if (body !== undefined && merged["content-type"] === undefined) {
    const type = contentTypeOf(body);
    if (type) merged["content-type"] = type;
  }
  return merged;
}

/**
 * Gives openapi-fetch a `fetch` that signs, waits and retries, and turns what it resolves to into results.
 *
 * @throws TypeError for options that are missing or wrong
 */
export function createCaller(options: OktaClientOptions): Caller {
  checkNames(options);
  const defaults = defaultsOf(options);
  const transport = transportOf(options, defaults);
  const core = createCore(transport.origin);

  async function call(method: string, template: string, init: CallInit): Promise<CallResult> {
    const { params, body, parseAs, target, signal, timeout, totalTimeout, retry, onHeaders } = init;
    const limits = {
      timeout: timeout === undefined ? defaults.timeout : limitOf("timeout", timeout, 0),
      totalTimeout: totalTimeout === undefined ? defaults.totalTimeout : limitOf("totalTimeout", totalTimeout, 0),
      retry: retry === undefined ? defaults.retry : retrySettings(defaults.retry, retry),
    };
    const plan = { params, body, parseAs, target, signal, settings: fetchSettings(init) };
    let sent: SendResult | undefined;
    const built = await core.build(method, template, headersOf(init, defaults.headers), plan, async (request) => {
      sent = await send(transport, { path: template, signal: request.signal, parseAs, onHeaders, ...limits }, request);
      return sent;
    });
    return resultOf(method, template, parseAs, built, sent);
  }

  return { call, use: core.use, eject: core.eject };
}

/** A token request: with the client's headers, limits and retries, since requesting a token twice does no harm. */
async function fetchToken(
  transport: Transport,
  { headers: base, ...limits }: Defaults,
  url: string,
  init: RequestInit | (() => Promise<RequestInit>),
): Promise<Response> {
  const request = {
    url,
    method: "POST",
    headers: base,
    body: undefined,
    settings: undefined,
    async renew() {
      const { headers, body } = typeof init === "function" ? await init() : init;
      const own = headerRecord(headers as HeadersInput | undefined, "The token request");
      const secrets = [...new URLSearchParams(typeof body === "string" ? body : "").values()];
      return { headers: own, body: body ?? undefined, secrets: secrets.filter((value) => value.length > 20) };
    },
  };
  const call: Call = { ...limits, path: new URL(url).pathname, signal: undefined, parseAs: undefined };
  return unread(await send(transport, call, request));
}

/** The result of a call, by its response. @throws OktaConnectionError for a success that cannot be read */
function resultOf(
  method: string,
  path: string,
  parseAs: ParseAs | undefined,
  { data, error, response }: BuildResult,
  sent: SendResult | undefined,
): CallResult {
  const attempts = sent?.attempts ?? 0;
  const rateLimit = response === sent?.response ? sent.rateLimit : readRateLimit(response.headers);
  const received = { response, attempts, rateLimit };
  if (!response.ok) return failed({ method, path, ...received, body: error === "" ? undefined : error }, sent);
  try {
    return success(received, dataOf(data, response, parseAs));
  } catch (cause) {
    if (!(cause instanceof UnreadableBody)) throw cause;
    const { status } = response;
    const message = `${status}, but ${cause.message}`;
    throw new OktaConnectionError({ reason: "unreadable", method, path, attempts, status, message, cause });
  }
}

function failed(init: OktaApiErrorInit & ReceivedResponse, sent: SendResult | undefined): CallResult {
  const { status } = init.response;
  if (sent?.alreadyDeleted && status === 404) return deletedBefore(init);
  // The 500 in front of middleware stands for a redirect that the browser hides.
  if (sent?.response.status === 0 && status === 500) init.response = sent.response;
  const pathname = sent && new URL(sent.url).pathname;
  return failure(init, new OktaApiError({ ...init, retryAfter: sent?.retryAfter, pathname }));
}

/** The data of a success. openapi-fetch gives nothing for an empty body, whatever it is to be read as. */
function dataOf(data: unknown, { headers }: Response, parseAs: ParseAs | undefined): unknown {
  if (isBinary(parseAs)) {
    return data || (parseAs === "blob" ? new Blob([]) : parseAs === "arrayBuffer" ? new ArrayBuffer(0) : null);
  }
  const text = (data ?? "") as string;
  return parseAs === "text" ? text : parseBody(text, headers, parseAs);
}
