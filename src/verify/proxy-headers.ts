import { type IncomingMessage, validateHeaderName, validateHeaderValue } from "node:http";

/** Headers of one connection, which do not go on to the next. */
const HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Headers that `Connection` cannot take away. Without the frame of a body, the other side would take the body for a
 * further request; without the others the message would mean something else.
 */
const END_TO_END = new Set([
  "authorization",
  "cache-control",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "cookie",
  "dpop",
  "expect",
  "host",
  "set-cookie",
]);

export type HeaderPairs = [name: string, value: string][];

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

const connectionOptions = ({ headers }: IncomingMessage): string[] =>
  (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());

/** Whether a message wants the length of its body to be dropped on the way, which only attacks do. */
export const namesFrame = (message: IncomingMessage): boolean => connectionOptions(message).includes("content-length");

/** Headers in pairs as they came, without those of the connection and without what Node does not send. */
function forwardedHeaders(message: IncomingMessage): HeaderPairs {
  const { rawHeaders } = message;
  const dropped = new Set([...HOP, ...connectionOptions(message).filter((name) => !END_TO_END.has(name))]);
  const pairs: HeaderPairs = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    if (!dropped.has(name.toLowerCase()) && isSendable(name, value)) pairs.push([name, value]);
  }
  return pairs;
}

/** Headers of a request as the org gets them: for its host, with the frame that the body has. */
export function requestHeaders(request: IncomingMessage, host: string): HeaderPairs {
  const headers = forwardedHeaders(request).filter(([name]) => name.toLowerCase() !== "host");
  headers.push(["Host", host]);
  if (request.headers["transfer-encoding"] !== undefined) headers.push(["Transfer-Encoding", "chunked"]);
  else if (request.headers["content-length"] === undefined && !["GET", "HEAD", "OPTIONS"].includes(request.method!)) {
    headers.push(["Content-Length", "0"]);
  }
  return headers;
}

/** Links lead back through the proxy: else a client would leave it with the second page. */
function throughProxy(link: string, origin: string, url: string): string {
  const { protocol, host } = new URL(origin);
  const admin = host.replace(/^([^.]+)\./, "$1-admin.");
  return link.replaceAll(`<${protocol}//${host}/`, `<${url}/`).replaceAll(`<${protocol}//${admin}/`, `<${url}/`);
}

/** Headers of a response as the client gets them. */
export const responseHeaders = (response: IncomingMessage, origin: string, url: string): HeaderPairs =>
  forwardedHeaders(response)
    // A frame around no body would make the client wait for one.
    .filter(([name]) => response.statusCode !== 204 || name.toLowerCase() !== "content-length")
    .map(([name, value]) => (name.toLowerCase() === "link" ? [name, throughProxy(value, origin, url)] : [name, value]));
