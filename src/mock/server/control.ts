import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject } from "../../openapi/document.ts";
import { parseJson, readText } from "./body.ts";
import { ApiError } from "./errors.ts";
import type { Guard } from "./guard.ts";
import { PAGE_HEADERS, statusPage } from "./page.ts";
import { checkRoutes, Routes } from "./routes.ts";
import { DEEPEST_STATE } from "./json-limits.ts";
import type { MockRun } from "./run.ts";
import { checkScenario } from "./scenario-check.ts";
import { ScenarioRunner } from "./scenario-runner.ts";
import { send } from "./send.ts";

const GUIDE = {
  "GET /_mock": "this page; in a browser, what the run did",
  "GET /_mock/calls": "responses so far, by operation and status",
  "GET /_mock/recent": "the last calls, the newest first",
  "GET /_mock/scenario": "how the run fails",
  "PUT /_mock/scenario": 'replaces that: { "rules": [...] }',
  "DELETE /_mock/scenario": "ends it",
  "GET /_mock/routes": "routes of your own",
  "PUT /_mock/routes": 'replaces them: [{ "method": "GET", "path": "/…", "body": … }]',
  "DELETE /_mock/routes": "removes them",
  "GET /_mock/clock": "the org's time",
  "PUT /_mock/clock":
    'sets it: { "now": "2030-01-01T00:00:00Z", "stopped": true }, or moves it: { "advanceMs": 60000 }',
  "DELETE /_mock/clock": "the machine's time again",
  "GET /_mock/state": "what the run remembers, as JSON to be loaded again (stateful only)",
  "PUT /_mock/state": "replaces that (stateful only)",
  "POST /_mock/reset": "state, counts, rate limits, clock and scenario begin anew",
};

export const isControlPath = (path: string): boolean => path === "/_mock" || path.startsWith("/_mock/");

type Action = (body: () => Promise<unknown>) => unknown;

/** The paths below `/_mock`, which Okta does not serve: they steer the run. */
export class Control {
  readonly #run: MockRun;
  readonly #guard: Guard;
  readonly #actions: Record<string, Action>;

  constructor(run: MockRun, guard: Guard) {
    this.#run = run;
    this.#guard = guard;
    this.#actions = actionsOf(run);
  }

  async handle(method: string, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const type = { "content-type": "application/json" };
    try {
      this.#guard.check(request);
      const action = `${method} ${path.replace(/\/$/, "")}`;
      if (action === "GET /_mock" && /\btext\/html\b/.test(request.headers.accept ?? "")) {
        return send(response, 200, { ...PAGE_HEADERS }, statusPage(this.#run));
      }
      const value = await this.#act(action, request);
      if (value === undefined) send(response, 204, {}, undefined);
      else send(response, 200, type, JSON.stringify(value, undefined, 2));
    } catch (error) {
      const refused = error instanceof ApiError ? error : new ApiError(400, "E0000001", (error as Error).message);
      send(response, refused.status, type, refused.body);
    }
    request.resume();
  }

  #act(action: string, request: IncomingMessage): unknown {
    if (action === "GET /_mock") return GUIDE;
    if (!Object.hasOwn(this.#actions, action)) {
      throw new ApiError(404, "E0000007", `There is no ${action}. There are: ${Object.keys(GUIDE).join(", ")}`);
    }
    return this.#actions[action]!(async () => parseJson(await readText(request), DEEPEST_STATE));
  }
}

function actionsOf(run: MockRun): Record<string, Action> {
  const org = () => {
    if (!run.org) throw new ApiError(404, "E0000007", "This server keeps no state. Start it with --stateful.");
    return run.org;
  };
  return {
    "GET /_mock/calls": () => Object.fromEntries(run.history.counts),
    "GET /_mock/recent": () => run.history.latest(),
    "GET /_mock/scenario": () => run.scenario.scenario,
    "PUT /_mock/scenario": async (body) => void (run.scenario = new ScenarioRunner(checkScenario(await body()))),
    "DELETE /_mock/scenario": () => void (run.scenario = new ScenarioRunner({ rules: [] })),
    "GET /_mock/routes": () => run.routes.list,
    "PUT /_mock/routes": async (body) => void (run.routes = new Routes(checkRoutes(await body()))),
    "DELETE /_mock/routes": () => void (run.routes = new Routes()),
    "GET /_mock/clock": () => clockOf(run),
    "PUT /_mock/clock": async (body) => setClock(run, await body()),
    "DELETE /_mock/clock": () => {
      run.clock.reset();
      return clockOf(run);
    },
    "GET /_mock/state": () => org().save(),
    "PUT /_mock/state": async (body) => org().load(await body()),
    "POST /_mock/reset": () => run.reset(),
  };
}

const clockOf = ({ clock }: MockRun) => ({ now: clock.iso(), stopped: clock.stopped });

function setClock(run: MockRun, value: unknown) {
  const shape = 'Give { "now": "2030-01-01T00:00:00Z" }, { "advanceMs": 60000 } or { "stopped": true }.';
  if (!isObject(value)) throw new TypeError(shape);
  const { now, advanceMs, stopped, ...others } = value;
  const time = now === undefined ? run.clock.now() : Date.parse(String(now));
  const by = advanceMs ?? 0;
  const valid = Object.keys(others).length === 0 && !Number.isNaN(time) && typeof by === "number";
  if (!valid || (stopped !== undefined && typeof stopped !== "boolean")) throw new TypeError(shape);
  run.clock.set(time + by, stopped ?? run.clock.stopped);
  return clockOf(run);
}
