/**
 * A mock of the Okta Management API for tests.
 *
 * @module
 */
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { loadModel } from "./model/document.ts";
import { type MockServerOptions, settingsOf } from "./options.ts";
import { findPrism, validator } from "./model/prism.ts";
import { checkScenario, Play, type Scenario } from "./server/scenario.ts";
import { sendBroken, sendNoTunnel } from "./server/send.ts";
import { Run } from "./server/server.ts";
import type { SavedState } from "./state/store.ts";

export type { MockServerOptions } from "./options.ts";
export type { Scenario, ScenarioRule } from "./server/scenario.ts";
export type { SavedState } from "./state/store.ts";

/** A running mock server. */
export interface MockServer {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Answers so far, by operation (`GET /api/v1/users/{userId}`) and status. */
  calls(): Record<string, Record<number, number>>;
  /** Replaces how the run fails; without rules, it no longer does. @throws TypeError that names the rule and its fault */
  setScenario(scenario?: Scenario): void;
  /** What the run remembers, to be saved as JSON. @throws Error when the server is not stateful */
  state(): SavedState;
  /** Replaces what the run remembers. @throws Error when the server is not stateful or the state is not one */
  load(state: SavedState): void;
  /** State, counts, rate limits and scenario begin anew. */
  reset(): void;
  /** Stops listening and ends all connections, also those that are kept alive. */
  close(): Promise<void>;
}

/** How long the port is left alone before Prism, which blocks the process while it loads, is loaded ahead of need. */
const IDLE = 100;
/** Connections idle for less than this are not ended by the server, so that a client's pool does not trip over it. */
const KEEP_ALIVE = 65_000;

/**
 * Starts a mock server.
 *
 * ```ts
 * const mock = await startMockServer({ stateful: true });
 * const okta = createOktaClient({ orgUrl: mock.url, token: "any" });
 * await mock.close();
 * ```
 *
 * @throws TypeError for an option that is not known or out of range
 * @throws Error when the document cannot be used, Prism is not installed, or the port is taken (`code: "EADDRINUSE"`)
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const settings = settingsOf(options);
  findPrism();
  const run = new Run(await loadModel(settings.document), settings);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    run.handle(request, response).catch(() => response.destroy());
  });
  server.on("clientError", (error, socket) => sendBroken(error, socket as Socket));
  server.on("connect", (_, socket) => sendNoTunnel(socket as Socket));
  // Without this, Node answers an `Expect` that it does not know by itself, with no body.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => resolve());
  });
  run.url = urlOf(server.address() as AddressInfo);
  const warmUp = setTimeout(validator, IDLE);
  warmUp.unref();
  const org = () => {
    if (!run.org) throw new Error("This mock server keeps no state. Start it with { stateful: true }.");
    return run.org;
  };
  return {
    url: run.url,
    calls: () => structuredClone(Object.fromEntries(run.calls)),
    setScenario: (scenario = { rules: [] }) => void (run.play = new Play(checkScenario(scenario))),
    state: () => org().save(),
    load: (state) => org().load(state),
    reset: () => run.reset(),
    close: () =>
      new Promise((resolve) => {
        clearTimeout(warmUp);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  const host =
    address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "[::1]" : family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
