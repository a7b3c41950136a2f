import { Agent as HttpAgent, createServer, type Server } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { AddressInfo } from "node:net";
import { Forwarder } from "./proxy-forward.ts";
import type { ProxyOptions } from "./proxy-options.ts";

export interface RunningProxy {
  url: string;
  /** Ends the proxy after the calls under way; those that take longer than a second are cut off. */
  close(): Promise<void>;
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { family, address, port: chosen } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${chosen}`;
}

/** Starts a proxy in front of an org. Bodies pass unchanged while they come; a copy is checked after the end. */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { port = 0, host = "127.0.0.1" } = options;
  const secure = new URL(options.origin).protocol === "https:";
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const forwarder = new Forwarder(options, agent);
  const server = createServer((request, response) => forwarder.forward(request, response));
  server.on("connect", (_request, socket) => socket.end("HTTP/1.1 405 Method Not Allowed\r\n\r\n"));
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const url = await listen(server, port, host);
  forwarder.url = url;
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(late);
      await forwarder.settled();
      agent.destroy();
    },
  };
}
