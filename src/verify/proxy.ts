import {
  Agent as HttpAgent,
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { Capture, contentType } from "./capture.ts";
import type { TrafficEvent } from "./exchange.ts";
import { skipReason } from "./skip.ts";

export interface ProxyOptions {
  /** Origin of the org, such as `https://example.okta.com`; nothing is forwarded to any other. */
  origin: string;
  /** @default 0, a free one */
  port?: number | undefined;
  /** @default "127.0.0.1" */
  host?: string | undefined;
  /** What paths of the API begin with; other calls are forwarded and not checked. */
  prefixes: readonly string[];
  /** Is told of every call after its end. */
  onEvent(event: TrafficEvent): void;
  /** Is told, as a code such as `ECONNREFUSED`, when the org cannot be reached. */
  onFault?(code: string): void;
}

export interface RunningProxy {
  url: string;
  /** Ends the proxy after the calls under way, and those that take longer than a second. */
  close(): Promise<void>;
}

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

/** Headers in pairs as they came, without those of the connection. */
function onwardHeaders({ rawHeaders, headers }: IncomingMessage): [string, string][] {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  const pairs: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (!HOP.has(name) && !named.has(name)) pairs.push([rawHeaders[i]!, rawHeaders[i + 1]!]);
  }
  return pairs;
}

/** Links lead back through the proxy: else a client would leave it with the second page. */
const throughProxy = (link: string, origin: string, url: string) => {
  const { protocol, host } = new URL(origin);
  const admin = host.replace(/^([^.]+)\./, "$1-admin.");
  return link.replaceAll(`<${protocol}//${host}/`, `<${url}/`).replaceAll(`<${protocol}//${admin}/`, `<${url}/`);
};

const refuse = (res: ServerResponse, status: number, errorSummary: string) =>
  res
    .writeHead(status, { "content-type": "application/json" })
    .end(
      JSON.stringify({ errorCode: "E0000009", errorSummary, errorLink: "E0000009", errorId: "proxy", errorCauses: [] }),
    );

/** Starts a proxy in front of an org. Bodies pass unchanged while they come; a copy is checked after the end. */
export async function startProxy({
  origin,
  port = 0,
  host = "127.0.0.1",
  prefixes,
  onEvent,
  onFault,
}: ProxyOptions): Promise<RunningProxy> {
  const target = new URL(origin);
  const secure = target.protocol === "https:";
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  let url = "";
  let number = 0;
  /** Calls that are over and not told yet. */
  const untold = new Set<Promise<void>>();
  const track = (telling: Promise<void>) => {
    untold.add(telling);
    void telling.finally(() => untold.delete(telling));
  };

  /** Tells of a call that is complete. */
  async function tell(req: IncomingMessage, sent: Capture, answer: IncomingMessage, got: Capture) {
    const place = { source: origin, kind: "call", number: (number += 1) } as const;
    const method = req.method!;
    const path = req.url!;
    const status = answer.statusCode!;
    const reason = skipReason(method, path, status, prefixes);
    if (reason) return onEvent({ type: "skipped", place, reason });
    onEvent({
      type: "exchange",
      place,
      exchange: {
        request: { method, path, headers: contentType(req), ...(await sent.value()) },
        response: { status, headers: contentType(answer), ...(await got.value()) },
      },
    });
  }

  function forward(req: IncomingMessage, res: ServerResponse) {
    if (!req.url?.startsWith("/")) return refuse(res, 400, `This proxy forwards to ${origin} alone. Send it paths.`);
    const sent = new Capture(req);
    const headers = onwardHeaders(req).filter(([name]) => name.toLowerCase() !== "host");
    headers.push(["Host", target.host]);
    if (req.headers["transfer-encoding"] !== undefined) headers.push(["Transfer-Encoding", "chunked"]);
    else if (req.headers["content-length"] === undefined && !["GET", "HEAD", "OPTIONS"].includes(req.method!)) {
      headers.push(["Content-Length", "0"]);
    }
    const onward = (secure ? httpsRequest : httpRequest)({
      hostname: target.hostname.replace(/^\[|\]$/g, ""),
      port: target.port || (secure ? 443 : 80),
      ...(secure && { servername: target.hostname }),
      method: req.method,
      path: req.url,
      headers: headers.flat() as never,
      agent,
    });
    onward.on("response", (answer) => {
      const got = new Capture(answer);
      const back = onwardHeaders(answer).map(([name, value]) =>
        name.toLowerCase() === "link" ? [name, throughProxy(value, origin, url)] : [name, value],
      );
      res.writeHead(answer.statusCode!, answer.statusMessage, back.flat());
      pipeline(answer, res, (error) => {
        if (!error) track(tell(req, sent, answer, got));
        else onFault?.((error as NodeJS.ErrnoException).code ?? error.name);
      });
    });
    onward.on("error", (error: NodeJS.ErrnoException) => {
      if (res.destroyed) return;
      onFault?.(error.code ?? error.name);
      if (res.headersSent) res.destroy();
      else refuse(res, 502, `The org at ${origin} cannot be reached (${error.code ?? error.name}).`);
    });
    res.on("close", () => {
      if (!res.writableFinished) onward.destroy();
    });
    req.pipe(onward);
  }

  const server = createServer(forward);
  server.on("connect", (_req, socket) => socket.end("HTTP/1.1 405 Method Not Allowed\r\n\r\n"));
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(late);
      await Promise.all(untold);
      agent.destroy();
    },
  };
}
