import { OktaApiError, OktaConnectionError } from "./errors.ts";
import { type BuildInit, type BuildResult, createCore, type Middleware } from "./openapi-fetch.ts";
import type { CallOptions, FetchSettings, OktaClientOptions } from "./options.ts";
import { readRateLimit } from "./rate-limit/headers.ts";
import { Limiter } from "./rate-limit/limiter.ts";
import { type CallResult, deletedBefore, failure, success } from "./result.ts";
import type { Fetch } from "./retry/attempt.ts";
import { type Call, send, type SendResult, type Transport } from "./retry/send.ts";
import { contentTypeOf } from "./serialize/body.ts";
import { type HeaderRecord, headerRecord, type HeadersInput } from "./serialize/headers.ts";
import { isBinary, parseBody, UnreadableBody } from "./serialize/response-body.ts";
import { userAgentHeaders } from "./serialize/user-agent.ts";
import { checkedNumber, checkedShare, checkNames, chosenAuth, orgOrigin, retrySettings } from "./settings.ts";

/** What a call is made of, whatever its operation. */
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

/** Members of a call that are the client's; all others are for the platform's `fetch`. */
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

/**
 * Gives openapi-fetch a `fetch` that signs, waits and repeats, and turns what it resolves to into results.
 *
 * @throws TypeError for options that are missing or wrong
 */
export function createCaller(options: OktaClientOptions): Caller {
  checkNames(options);
  const origin = orgOrigin(options.orgUrl, options.allowHttp);
  const timeout = limitOf("timeout", options.timeout, 60_000);
  const totalTimeout = limitOf("totalTimeout", options.totalTimeout, 300_000);
  const clientRetry = retrySettings(options.retry);
  const limits = {
    share: checkedShare("rateLimit.share", options.rateLimit?.share, 1),
    proactive: options.rateLimit?.proactive ?? true,
    concurrency: checkedNumber("concurrency", options.concurrency, 32, { min: 1 }),
    maxWait: clientRetry.maxWait,
  };
  const agent = userAgentHeaders(options.userAgent);
  const base: HeaderRecord = {
    accept: "application/json, */*;q=0.5",
    ...agent,
    ...headerRecord(options.headers, "The option headers"),
  };
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const call: Omit<Call, "path"> = { signal: undefined, timeout, totalTimeout, retry: clientRetry, parseAs: undefined };
  const tokenTransport: Transport = {
    origin,
    auth: undefined,
    fetch,
    tokenFetch: () => Promise.reject(new Error("A token request needs no token.")),
    // Of its own: a call that waits for a token holds a place of the client's.
    limiter: new Limiter(limits),
    onEvent: options.onEvent,
    idempotent: true,
  };
  const transport: Transport = {
    origin,
    auth: chosenAuth(options),
    fetch,
    tokenFetch: (url, init) => fetchToken(tokenTransport, call, base, url, init),
    limiter: new Limiter(limits),
    onEvent: options.onEvent,
  };
  const core = createCore(origin);

  /** The call's headers over those of its parameters over the client's; authorization is added to each attempt. */
  function headersOf({ headers, params, body }: CallInit): HeaderRecord {
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

  async function run(method: string, template: string, init: CallInit): Promise<CallResult> {
    const retry = init.retry === undefined ? clientRetry : retrySettings(clientRetry, init.retry);
    const limit = init.timeout === undefined ? timeout : limitOf("timeout", init.timeout, timeout);
    const total = init.totalTimeout === undefined ? totalTimeout : limitOf("totalTimeout", init.totalTimeout, 0);
    const { params, body, parseAs, target, signal } = init;
    const plan = { params, body, parseAs, target, signal, settings: fetchSettings(init) };
    let sent: SendResult | undefined;
    const built = await core.build(method, template, headersOf(init), plan, async (request) => {
      sent = await send(
        transport,
        {
          path: template,
          signal: request.signal,
          timeout: limit,
          totalTimeout: total,
          retry,
          parseAs,
          onHeaders: init.onHeaders,
        },
        request,
      );
      return sent;
    });
    return resultOf(method, template, init, built, sent);
  }

  return { call: run, use: core.use, eject: core.eject };
}

/** A token request: with the client's headers, limits and repetitions, since asking twice for a token does no harm. */
async function fetchToken(
  transport: Transport,
  call: Omit<Call, "path">,
  base: HeaderRecord,
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
  const { response, body } = await send(transport, { ...call, path: new URL(url).pathname }, request);
  const { status, statusText, headers } = response;
  return new Response(status === 204 || status === 304 ? null : (body as string), {
    status: status >= 200 ? status : 500,
    statusText,
    headers: new Headers([...headers]),
  });
}

/** What the caller gets of a response. @throws OktaConnectionError for a success that cannot be read */
function resultOf(
  method: string,
  path: string,
  { parseAs }: CallInit,
  { data, error, response }: BuildResult,
  sent: SendResult | undefined,
): CallResult {
  const attempts = sent?.attempts ?? 0;
  const rateLimit = response === sent?.response ? sent.rateLimit : readRateLimit(response.headers);
  const received = { response, attempts, rateLimit };
  if (!response.ok) {
    if (sent?.alreadyDeleted && response.status === 404) return deletedBefore(received);
    // The 500 in front of middleware stands for a redirect that the browser hides.
    const opaque = sent?.response.status === 0 && response.status === 500;
    if (opaque) received.response = sent.response;
    const init = { method, path, response: received.response, body: error === "" ? undefined : error, attempts };
    const { retryAfter, pathname } = sent ?? {};
    return failure(received, new OktaApiError({ ...init, retryAfter, pathname }));
  }
  if (isBinary(parseAs)) return success(received, data ?? emptyBody(parseAs));
  const text = (data ?? "") as string;
  if (parseAs === "text") return success(received, text);
  try {
    return success(received, parseBody(text, response.headers, parseAs));
  } catch (cause) {
    if (!(cause instanceof UnreadableBody)) throw cause;
    const { status } = response;
    const message = `${status}, but ${cause.message}`;
    throw new OktaConnectionError({ reason: "unreadable", method, path, attempts, status, message, cause });
  }
}

/** openapi-fetch gives nothing for an empty success, whatever it is to be read as. */
const emptyBody = (parseAs: "blob" | "arrayBuffer" | "stream") =>
  parseAs === "blob" ? new Blob([]) : parseAs === "arrayBuffer" ? new ArrayBuffer(0) : null;
