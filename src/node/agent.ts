import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";

/** How long an idle connection is kept. Servers and load balancers forget theirs, most of them much later. */
const LONGEST_IDLE = 4000;
/** How much earlier than the server says, so that no request is on its way when the connection ends. */
const BEFORE_SERVER = 1000;

/** What Node reads of a socket that has just had a response; the typings leave it out. */
interface AgentSocket extends Duplex {
  timeout?: number;
  setTimeout(ms: number): void;
}

/** Whether Node is told to take proxies from the environment; then agents of one's own must be told too. */
const usesEnvProxy = () => process.env["NODE_USE_ENV_PROXY"] === "1" || process.execArgv.includes("--use-env-proxy");

function keepAliveAgent<Agent extends new (options: object) => http.Agent>(Base: Agent): http.Agent {
  class KeepAliveAgent extends (Base as new (options: object) => http.Agent) {
    /** Node keeps to the server's `Keep-Alive: timeout=` to the second; a request can cross with the end of it. */
    override keepSocketAlive(socket: Duplex): boolean {
      const kept = super.keepSocketAlive(socket) as unknown as boolean;
      const { timeout = LONGEST_IDLE } = socket as AgentSocket;
      const left = timeout < LONGEST_IDLE ? timeout - BEFORE_SERVER : timeout;
      if (left <= 0) return false;
      if (left !== timeout) (socket as AgentSocket).setTimeout(left);
      return kept;
    }
  }
  return new KeepAliveAgent({
    keepAlive: true,
    scheduling: "lifo",
    timeout: LONGEST_IDLE,
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
