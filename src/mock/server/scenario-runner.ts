import { pathPattern } from "./path-pattern.ts";
import type { Scenario, ScenarioRule } from "./scenario.ts";

/** What a scenario does to one call. */
export interface Effect {
  /** Milliseconds to wait. */
  delay: number;
  /** The rule that decides over the response. */
  rule: ScenarioRule | undefined;
}

interface Entry {
  rule: ScenarioRule;
  method: string | undefined;
  matches: ((path: string) => boolean) | undefined;
  seen: number;
}

/** A scenario at work: it counts the calls that its rules match. */
export class ScenarioRunner {
  readonly scenario: Scenario;
  readonly #entries: Entry[];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.#entries = scenario.rules.map((rule) => ({
      rule,
      method: rule.match?.method?.toUpperCase(),
      matches: rule.match?.path === undefined ? undefined : pathPattern(rule.match.path),
      seen: 0,
    }));
  }

  /** Counts a call. @param method in upper case */
  next(method: string, path: string): Effect {
    const effect: Effect = { delay: 0, rule: undefined };
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (entry.method !== undefined && entry.method !== method) continue;
      if (entry.matches && !entry.matches(path)) continue;
      entry.seen += 1;
      if (!acts(rule, entry.seen)) continue;
      effect.delay += delayOf(rule);
      if (!effect.rule && (rule.status !== undefined || rule.drop !== undefined)) effect.rule = rule;
    }
    return effect;
  }
}

function acts({ skip = 0, first, every = 1, burst = 1 }: ScenarioRule, seen: number): boolean {
  const count = seen - skip;
  if (count < 1 || (first !== undefined && count > first)) return false;
  return (count - 1) % every >= every - burst;
}

function delayOf({ delayMs = 0 }: ScenarioRule): number {
  if (typeof delayMs === "number") return delayMs;
  const [least, most] = delayMs;
  return least + Math.random() * Math.max(0, most - least);
}
