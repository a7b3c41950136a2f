import { Clock } from "../clock.ts";
import type { ApiModel } from "../model/model.ts";
import type { ApiOperation } from "../model/operation.ts";
import type { Settings } from "../options.ts";
import { Responder } from "../responses/responder.ts";
import { StatefulOrg } from "../state/org.ts";
import { CallHistory } from "./history.ts";
import { RateLimits } from "./limits.ts";
import { Routes } from "./routes.ts";
import { ScenarioRunner } from "./scenario-runner.ts";

/** A document and how its operations are responded to. */
export interface Api {
  model: ApiModel;
  responder: Responder;
}

/** What a path leads to. */
export interface OperationMatch {
  api: Api;
  params: Record<string, string>;
  methods: Map<string, ApiOperation>;
}

/** What one server knows of its run. */
export class MockRun {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly limits: RateLimits;
  readonly history = new CallHistory();
  readonly org: StatefulOrg | undefined;
  /** The org's API first, then what the user added. */
  readonly apis: readonly Api[];
  readonly #closing = new AbortController();
  scenario: ScenarioRunner;
  routes: Routes;
  /** Such as `http://127.0.0.1:4010`. */
  url = "";

  constructor(model: ApiModel, settings: Settings, added: readonly ApiModel[] = []) {
    this.settings = settings;
    this.clock = new Clock();
    this.apis = [model, ...added].map((each) => ({ model: each, responder: new Responder(each, settings) }));
    this.limits = new RateLimits(settings.rateLimit, this.clock);
    this.scenario = new ScenarioRunner(settings.scenario ?? { rules: [] });
    this.routes = new Routes(settings.routes);
    const { stateful } = settings;
    const first = stateful === true ? undefined : stateful;
    this.org = first === false ? undefined : new StatefulOrg(model, first, settings);
  }

  /** The document's path that a path fits, of the first document that has the method too. */
  find(method: string, path: string): OperationMatch | undefined {
    let first: OperationMatch | undefined;
    for (const api of this.apis) {
      const match = api.model.router.find(path);
      if (!match) continue;
      const found = { api, params: match.params, methods: match.methods };
      if (match.methods.has(method.toLowerCase())) return found;
      first ??= found;
    }
    return first;
  }

  /** Aborted when the server is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Forgets what the run did; the scenario begins anew. */
  reset(): void {
    this.clock.reset();
    this.org?.reset();
    this.limits.clear();
    this.history.clear();
    this.scenario = new ScenarioRunner(this.scenario.scenario);
  }

  close(): void {
    this.#closing.abort();
  }
}
