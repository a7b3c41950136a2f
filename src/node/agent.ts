import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** How long an idle connection is kept, in ms. Servers and load balancers forget theirs, most of them much later. */
const LONGEST_IDLE = 4000;
/** How much earlier than the server says, so that no request is on its way when the connection ends. */
const BEFORE_SERVER = 1000;

/** After how many ms of silence the system asks whether the other side is still there, as Node's own agents have it. */
const PROBE_DELAY = 1000;

/** What the server of a connection said last of how long it keeps it, in ms. */
const serverIdle = new WeakMap<Duplex, number>();

/** Heeds the `Keep-Alive: timeout=` of a response for its connection. */
export function noteKeepAlive({ headers, socket }: IncomingMessage): void {
  const hint = headers["keep-alive"];
  const [, seconds] = (hint && /\btimeout=(\d+)/i.exec(String(hint))) || [];
  if (seconds) serverIdle.set(socket, Number(seconds) * 1000);
}

/** Whether Node takes proxies from the environment; agents of one's own must then be set to do so too. */
const usesEnvProxy = () => process.env["NODE_USE_ENV_PROXY"] === "1" || process.execArgv.includes("--use-env-proxy");

function keepAliveAgent<Agent extends new (options: object) => http.Agent>(Base: Agent): http.Agent {
  class KeepAliveAgent extends (Base as new (options: object) => http.Agent) {
    /**
     * Agents end a free socket whose timeout fires. The option `timeout` would set it too, but costs every request a
     * listener of its own, and Node keeps to what the server says to the second: a request can cross with the end.
     */
    override keepSocketAlive(socket: Duplex): boolean {
      const idle = Math.min(LONGEST_IDLE, (serverIdle.get(socket) ?? Infinity) - BEFORE_SERVER);
      if (idle <= 0) return false;
      const { timeout } = socket as Socket;
      if (timeout !== idle) (socket as Socket).setTimeout(idle);
      (socket as Socket).setKeepAlive(true, PROBE_DELAY).unref();
      return true;
    }
  }
  return new KeepAliveAgent({
    keepAlive: true,
    scheduling: "lifo",
    ...(usesEnvProxy() && { proxyEnv: process.env }),
  });
}

/** Agents by protocol, created when they are first needed. */
export function keepAliveAgents(): (secure: boolean) => http.Agent {
  let plain: http.Agent | undefined;
  let secured: http.Agent | undefined;
  return (secure) =>
    secure ? (secured ??= keepAliveAgent(https.Agent as never)) : (plain ??= keepAliveAgent(http.Agent as never));
}
