import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { sleep } from "../../timing/sleep.ts";
import { ApiError } from "./errors.ts";

const EXPOSED =
  "Link, Date, ETag, Location, X-Okta-Request-Id, X-Rate-Limit-Limit, X-Rate-Limit-Remaining, X-Rate-Limit-Reset, X-Mock-Source, X-Mock-Passcode";

type Headers = Record<string, string | string[]>;

/** Lets a browser's page of any origin read the response. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-expose-headers", EXPOSED);
  response.setHeader("vary", "Origin");
}

/** Answers a browser that asks whether it may send the request that it holds back. */
export function preflight(request: IncomingMessage, response: ServerResponse): void {
  const headers = request.headers["access-control-request-headers"];
  response.writeHead(204, {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, HEAD",
    "access-control-allow-headers": headers ?? "Authorization, Content-Type, Prefer",
    "access-control-max-age": "600",
    "access-control-allow-private-network": "true",
    "content-length": "0",
  });
  response.end();
  request.resume();
}

export function send(response: ServerResponse, status: number, headers: Headers, body: string | undefined): void {
  if (response.destroyed || response.headersSent) return;
  if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
  else if (status !== 204 && status !== 304) headers["content-length"] = "0";
  response.writeHead(status, headers);
  response.end(body);
}

/** Begins a response and breaks the connection. @param when `true` for before the first byte */
export async function sendDropped(
  response: ServerResponse,
  { status, headers, body }: { status: number; headers: Headers; body: string | undefined },
  when: true | "headers" | "body",
): Promise<void> {
  const { socket } = response;
  if (when !== true && !response.destroyed) {
    const bytes = Buffer.from(body ?? "{}");
    response.writeHead(status, { ...headers, "content-length": String(bytes.length) });
    response.flushHeaders();
    if (when === "body") await new Promise((resolve) => response.write(bytes.subarray(0, bytes.length >> 1), resolve));
    // What was written has to leave before the end does.
    await sleep(20);
  }
  socket?.destroy();
}

/** Answers what Node could not read as HTTP, in Okta's shape too. */
export function sendBroken(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const isHead = error.rawPacket?.subarray(0, 5).toString() === "HEAD ";
  sendRaw(socket, status, new ApiError(status, "E0000003", `The request could not be read: ${error.message}`), isHead);
}

/** Answers a method that Node hands over as a bare connection. */
export const sendNoTunnel = (socket: Socket): void => sendRaw(socket, 405, new ApiError(405, "E0000022"));

function sendRaw(socket: Socket, status: number, { body }: ApiError, isHead = false): void {
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${isHead ? "" : body}`,
  );
}
