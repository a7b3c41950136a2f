import type { IncomingMessage, ServerResponse } from "node:http";
import { readText } from "./body.ts";
import { ApiError } from "./errors.ts";
import { checkScenario, Play } from "./scenario.ts";
import type { Run } from "./server.ts";
import { send } from "./send.ts";

const GUIDE = {
  "GET /_mock": "this page",
  "GET /_mock/calls": "answers so far, by operation and status",
  "GET /_mock/scenario": "how the run fails",
  "PUT /_mock/scenario": 'replaces that: { "rules": [...] }',
  "DELETE /_mock/scenario": "ends it",
  "GET /_mock/state": "what the run remembers, as JSON to be loaded again (stateful only)",
  "PUT /_mock/state": "replaces that (stateful only)",
  "POST /_mock/reset": "state, counts, rate limits and scenario begin anew",
};

/** The paths below `/_mock`, which Okta does not serve: they steer the run. */
export class Control {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  async handle(method: string, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const value = await this.#act(`${method} ${path}`, request);
      const body = value === undefined ? undefined : JSON.stringify(value, undefined, 2);
      send(response, body === undefined ? 204 : 200, { ...(body && { "content-type": "application/json" }) }, body);
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(400, "E0000001", (error as Error).message);
      send(response, refusal.status, { "content-type": "application/json" }, refusal.body);
    }
  }

  async #act(action: string, request: IncomingMessage): Promise<unknown> {
    const run = this.#run;
    const body = async () => {
      const text = await readText(request);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new ApiError(400, "E0000003");
      }
    };
    switch (action) {
      case "GET /_mock":
      case "GET /_mock/":
        return GUIDE;
      case "GET /_mock/calls":
        return Object.fromEntries(run.calls);
      case "GET /_mock/scenario":
        return run.play.scenario;
      case "PUT /_mock/scenario":
        run.play = new Play(checkScenario(await body()));
        return undefined;
      case "DELETE /_mock/scenario":
        run.play = new Play({ rules: [] });
        return undefined;
      case "GET /_mock/state":
        return this.#org().save();
      case "PUT /_mock/state":
        this.#org().load(await body());
        return undefined;
      case "POST /_mock/reset":
        run.reset();
        return undefined;
    }
    throw new ApiError(404, "E0000007", `There is no ${action}. There are: ${Object.keys(GUIDE).join(", ")}`);
  }

  #org() {
    const { org } = this.#run;
    if (!org) throw new ApiError(404, "E0000007", "This server keeps no state. Start it with --stateful.");
    return org;
  }
}
