/** `okta-fetch/node`: a transport on `node:http`, which takes Node far less time than its `fetch`. */
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { urlToHttpOptions } from "node:url";
import { CONTROLLER, LightAbortController } from "../timing/abort.ts";
import { MessageResponse } from "./response.ts";

/** Options of {@link nodeFetch}. */
export interface NodeFetchOptions {
  /**
   * Keeps the connections; give one of your own for a proxy, certificates or limits. It must fit the org's URL.
   *
   * @default one that keeps connections alive and reuses the one used last
   */
  agent?: HttpAgent | undefined;
}

type Sent = string | Uint8Array | Readable | undefined;

/** A body as `node:http` takes it, and the content type that it brings along. */
function sendable(body: BodyInit | null | undefined): { content: Sent; type?: string | null } {
  if (body === undefined || body === null) return { content: undefined };
  if (typeof body === "string" || body instanceof Uint8Array) return { content: body };
  if (body instanceof ArrayBuffer) return { content: new Uint8Array(body) };
  const { body: stream, headers } = new Response(body as BodyInit);
  return { content: Readable.fromWeb(stream as never), type: headers.get("content-type") };
}

/**
 * Makes a function that reads URLs as `node:http` wants them. The calls of a client share their origin, so that is
 * parsed once; a URL that is not written as it is sent is parsed as a whole.
 */
function placeReader(): (url: string) => RequestOptions {
  let last = "";
  let place: RequestOptions = {};
  return (url) => {
    const [, origin, path] = /^(https?:\/\/[^/?#@\\]+)(\/[\w\-.~!$&()*+,;=:@%/?]*)$/.exec(url) ?? [];
    if (origin === undefined || path === undefined || /\/(?:\.|%2e)/i.test(path)) return urlToHttpOptions(new URL(url));
    if (origin !== last) [place, last] = [urlToHttpOptions(new URL(origin)), origin];
    const { protocol, hostname, port } = place;
    return { protocol, hostname, port, path };
  };
}

/**
 * Makes a function for the client's `fetch` option. It sends what the client sends, unpacks gzip, deflate and Brotli,
 * and never follows a redirect.
 *
 * @example
 * import { nodeFetch } from "okta-fetch/node";
 * const okta = createOktaClient({ orgUrl, token, fetch: nodeFetch() });
 */
export function nodeFetch({ agent }: NodeFetchOptions = {}): (url: string, init?: RequestInit) => Promise<Response> {
  const agents = { http: agent, https: agent };
  const kept = { keepAlive: true, scheduling: "lifo" } as const;
  const placeOf = placeReader();

  const fetch = (url: string, { method = "GET", headers, body, signal }: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const secure = url.startsWith("https:");
      const plain = headers && Symbol.iterator in headers ? Object.fromEntries(new Headers(headers)) : headers;
      const sent: Record<string, string> = { "accept-encoding": "gzip, deflate, br", ...(plain as object) };
      const { content, type } = sendable(body);
      if (type && sent["content-type"] === undefined) sent["content-type"] = type;
      const options = placeOf(url);
      options.method = method;
      options.headers = sent;
      options.agent = secure ? (agents.https ??= new HttpsAgent(kept)) : (agents.http ??= new HttpAgent(kept));
      let answer: IncomingMessage | undefined;
      const request = (secure ? httpsRequest : httpRequest)(options, (message) => {
        answer = message;
        message.once("close", () => signal?.removeEventListener("abort", abort));
        resolve(new MessageResponse(message, url) as unknown as Response);
      });
      const abort = () => {
        const reason = signal!.reason as Error;
        answer?.destroy(reason);
        request.destroy(reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      request.once("error", (error) => {
        signal?.removeEventListener("abort", abort);
        reject(error);
      });
      if (content instanceof Readable) {
        content.once("error", (error) => request.destroy(error));
        content.pipe(request);
      } else request.end(content);
    });
  return Object.assign(fetch, { [CONTROLLER]: LightAbortController });
}
