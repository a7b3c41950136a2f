import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { urlToHttpOptions } from "node:url";
import { LIGHT_ABORT, LightAbortController } from "../timing/light-abort.ts";
import { keepAliveAgents, noteKeepAlive } from "./agent.ts";
import { MessageResponse } from "./response.ts";

/** Options of {@link nodeFetch}. */
export interface NodeFetchOptions {
  /**
   * Keeps the connections; give one of your own for a proxy, certificates or limits. It must fit the org's URL.
   *
   * @default one that keeps connections for some seconds, less where the server says so, and takes proxies from the
   *   environment where Node does
   */
  agent?: http.Agent | undefined;
}

type Content = string | Uint8Array | Readable | undefined;

/** A body as `node:http` takes it, and the content type that it brings along. */
function contentOf(body: BodyInit | null | undefined): { content: Content; type?: string | null } {
  if (body === undefined || body === null) return { content: undefined };
  if (typeof body === "string" || body instanceof Uint8Array) return { content: body };
  if (body instanceof ArrayBuffer) return { content: new Uint8Array(body) };
  const { body: stream, headers } = new Response(body as BodyInit);
  return { content: Readable.fromWeb(stream as never), type: headers.get("content-type") };
}

/** A path, query included, that is sent as it is written: no dot segment, nothing that a URL encodes or cuts off. */
const PLAIN_PATH = /^(?:\/(?!\.|%2e)[\w\-.~!$&()*+,;=:@%?]*)+$/i;

/**
 * Makes a function that reads URLs as `node:http` wants them. The calls of a client share their origin, so that is
 * parsed once; a URL with another one, or that is not written as it is sent, is parsed as a whole.
 */
function urlReader(): (url: string) => http.RequestOptions {
  let origin = "";
  let target: http.RequestOptions = {};
  return (url) => {
    const path = url.slice(origin.length);
    if (url.startsWith(origin) && PLAIN_PATH.test(path)) {
      const { protocol, hostname, port } = target;
      return { protocol, hostname, port, path };
    }
    const parsed = new URL(url);
    origin = parsed.origin;
    target = urlToHttpOptions(parsed);
    // A copy: the caller adds the headers of one request.
    return { ...target };
  };
}

/** How long a request waits for news of its connection, and after which time without a response it need not, in ms. */
const SETTLING = 3;
const SETTLED = 1000;
const REPEATABLE = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);

/** When an exchange last ended. */
let lastEnd = -Infinity;
const noteEnd = () => (lastEnd = performance.now());

/**
 * Waits until the end of a connection that came right behind a response is known: a request sent before would be lost
 * with it, and not every one may be sent again.
 */
async function settled(): Promise<void> {
  // By the clock alone one cannot tell: a busy process may not have read since the response.
  if (performance.now() - lastEnd > SETTLED) return;
  await delay(SETTLING);
  await nextTurn();
}

type Init = Omit<RequestInit, "signal"> & { signal?: AbortSignal | null };

/**
 * Sends one request; the modules' own `request` is looked up at each call, so that interceptors see it.
 *
 * @throws TypeError when the URL is none
 */
function exchange(url: string, init: Init, optionsFor: (url: string) => http.RequestOptions): Promise<Response> {
  const { method = "GET", headers, body, signal } = init;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const plain = headers && Symbol.iterator in headers ? Object.fromEntries(new Headers(headers)) : headers;
    const sent: Record<string, string> = { "accept-encoding": "gzip, deflate, br", ...(plain as object) };
    const { content, type } = contentOf(body);
    if (type && sent["content-type"] === undefined) sent["content-type"] = type;
    let response: IncomingMessage | undefined;
    const request = (url.startsWith("https:") ? https : http).request(
      Object.assign(optionsFor(url), { method, headers: sent }),
      (message) => {
        response = message;
        noteKeepAlive(message);
        resolve(new MessageResponse(message, url) as unknown as Response);
      },
    );
    const abort = () => {
      response?.destroy(signal!.reason as Error);
      request.destroy(signal!.reason as Error);
    };
    signal?.addEventListener("abort", abort, { once: true });
    request.on("error", reject);
    request.on("upgrade", (message, socket) => {
      socket.destroy();
      reject(new Error(`the server switched protocols (${message.statusCode})`));
    });
    request.on("close", () => {
      noteEnd();
      signal?.removeEventListener("abort", abort);
    });
    if (content instanceof Readable) {
      content.once("error", (error) => request.destroy(error));
      content.pipe(request);
    } else request.end(content);
  });
}

/**
 * Makes a function for the client's `fetch` option. It sends what the client sends, decodes gzip, deflate and Brotli,
 * and never follows a redirect.
 *
 * @example
 * import { nodeFetch } from "okta-fetch/node";
 * const okta = createOktaClient({ orgUrl, token, fetch: nodeFetch() });
 */
export function nodeFetch({ agent }: NodeFetchOptions = {}): (url: string, init?: RequestInit) => Promise<Response> {
  const agentFor = keepAliveAgents();
  const read = urlReader();
  const optionsFor = (url: string) => Object.assign(read(url), { agent: agent ?? agentFor(url.startsWith("https:")) });
  const fetch = (url: string, init: Init = {}): Promise<Response> => {
    if (REPEATABLE.has(init.method ?? "GET")) return exchange(url, init, optionsFor);
    return settled().then(() => exchange(url, init, optionsFor));
  };
  return Object.assign(fetch, { [LIGHT_ABORT]: LightAbortController });
}
