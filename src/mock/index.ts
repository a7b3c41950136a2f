/**
 * A mock of the Okta Management API for tests.
 *
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "./clock.ts";
import { loadModel } from "./model/load-model.ts";
import { type MockServerOptions, settingsOf } from "./options.ts";
import { checkPrism } from "./prism/load.ts";
import { MockListener } from "./server/listener.ts";
import { DEEPEST_STATE, unkeepable } from "./server/json-limits.ts";
import { checkRoutes, type MockRoute, Routes } from "./server/routes.ts";
import { MockRun } from "./server/run.ts";
import type { Scenario } from "./server/scenario.ts";
import { checkScenario } from "./server/scenario-check.ts";
import { ScenarioRunner } from "./server/scenario-runner.ts";
import { sendBroken, sendNoTunnel } from "./server/send.ts";
import type { SavedState } from "./state/store.ts";

export type { Clock } from "./clock.ts";
export type { MockServerOptions } from "./options.ts";
export type { ServiceClient } from "./oauth/clients.ts";
export type { MockRequest, MockRoute, RouteResponse } from "./server/routes.ts";
export type { Scenario, ScenarioRule } from "./server/scenario.ts";
export type { SavedState } from "./state/store.ts";

/** A running mock server. */
export interface MockServer {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The org's time, which can be set and moved. */
  readonly clock: Pick<Clock, "now" | "set" | "advance" | "reset" | "stopped">;
  /** Responses so far, by operation (`GET /api/v1/users/{userId}`) and status. */
  calls(): Record<string, Record<number, number>>;
  /** Replaces how the run fails; without rules, it no longer does. @throws TypeError that names the rule and its fault */
  setScenario(scenario?: Scenario): void;
  /** Replaces the routes of your own. @throws TypeError that names the route and its fault */
  setRoutes(routes?: readonly MockRoute[]): void;
  /** What the run remembers, to be saved as JSON. @throws Error when the server is not stateful */
  state(): SavedState;
  /** Replaces what the run remembers. @throws Error when the server is not stateful or the state is not one */
  load(state: SavedState): void;
  /** State, counts, rate limits, clock and scenario begin anew. */
  reset(): void;
  /** Stops listening and ends all connections, also those that are kept alive. */
  close(): Promise<void>;
}

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
  checkPrism(settings);
  const [model, ...added] = await Promise.all([settings.document, ...settings.extraDocuments].map(loadModel));
  const run = new MockRun(model!, settings, added);
  const listener = new MockListener(run);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) =>
    listener.handle(request, response),
  );
  server.on("clientError", (error, socket) => sendBroken(error, socket as Socket));
  server.on("connect", (_, socket) => sendNoTunnel(socket as Socket));
  // Without this, Node responds to an `Expect` that it does not know by itself, with no body.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => resolve());
  });
  run.url = urlOf(server.address() as AddressInfo);
  return mockServerOf(run, server);
}

function mockServerOf(run: MockRun, server: Server): MockServer {
  const org = () => {
    if (!run.org) throw new Error("This mock server keeps no state. Start it with { stateful: true }.");
    return run.org;
  };
  return {
    url: run.url,
    clock: run.clock,
    calls: () => structuredClone(Object.fromEntries(run.history.counts)),
    setScenario: (scenario = { rules: [] }) => void (run.scenario = new ScenarioRunner(checkScenario(scenario))),
    setRoutes: (routes = []) => void (run.routes = new Routes(checkRoutes(routes))),
    state: () => org().save(),
    load: (state) => {
      const reason = unkeepable(state, DEEPEST_STATE);
      if (reason) throw new TypeError(`This is no saved state: ${reason}.`);
      org().load(state);
    },
    reset: () => run.reset(),
    close: () =>
      new Promise((resolve) => {
        run.close();
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
