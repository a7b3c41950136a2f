import { createOktaClient, type OktaClient, type OktaClientOptions, type OktaEvent } from "../../src/index.ts";
import type { Logged, Scenario } from "../support/org-server.ts";

/** A client against one scenario of the misbehaving org, its events, and what the org saw. */
export interface Trial {
  okta: OktaClient;
  events: OktaEvent[];
  log(): Promise<Logged[]>;
  /** `fetch` that plays the scenario, for calls without the client. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
}

let ids = 0;

/** @param scenario one with an `id` of its own shares its state with others of that id */
export function trial(orgUrl: string, scenario: Omit<Scenario, "id">, options: OktaClientOptions = {}): Trial {
  const header = JSON.stringify({ id: `${Date.now()}-${Math.random()}-${(ids += 1)}`, ...scenario });
  const events: OktaEvent[] = [];
  const scenarioFetch = (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("x-scenario", header);
    return fetch(url, { ...init, headers });
  };
  const okta = createOktaClient({
    orgUrl,
    ...(options.accessToken === undefined && options.auth === undefined && { token: SECRET }),
    fetch: scenarioFetch,
    onEvent: (event) => events.push(event),
    ...options,
    retry: options.retry === false ? false : { baseDelay: 20, maxDelay: 100, jitter: 50, ...options.retry },
  });
  return { okta, events, fetch: scenarioFetch, log: async () => (await scenarioFetch(`${orgUrl}/_log`)).json() };
}

/** Stands for a credential; no error, event or text may show it. */
export const SECRET = "00thisIsTheSecretToken";

/** The few checks that every runtime can make without a library. */
interface Check {
  equal(actual: unknown, expected: unknown, what?: string): void;
  ok(condition: unknown, what: string): asserts condition;
  rejects(promise: Promise<unknown>, name: string, text?: RegExp): Promise<any>;
}

export const check: Check = {
  equal(actual, expected, what = "value") {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
  },
  ok(condition, what) {
    if (!condition) throw new Error(what);
  },
  async rejects(promise, name, text = /./) {
    try {
      await promise;
    } catch (error) {
      const { name: is, message } = error as Error;
      if (is !== name || !text.test(message))
        throw new Error(`expected ${name} ${text}, got ${is}: ${message}`, { cause: error });
      return error;
    }
    throw new Error(`expected ${name}, but it succeeded`);
  },
};
