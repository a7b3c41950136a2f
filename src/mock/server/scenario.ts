import { validateHeaderName, validateHeaderValue } from "node:http";
import { isObject, METHODS, type Obj } from "../../openapi/document.ts";

/** One way to fail. The first rule that ends a call wins; delays of several rules add up. */
export interface ScenarioRule {
  /** Which calls it counts; all of them without it. */
  match?: {
    /** Such as `GET`; any without it. */
    method?: string | undefined;
    /** Path in which `{name}` or `*` stands for a segment and `**` for any number of them; any without it. */
    path?: string | undefined;
  };
  /** Lets so many calls pass before it counts. @default 0 */
  skip?: number | undefined;
  /** Acts on every n-th counted call. @default 1 */
  every?: number | undefined;
  /** Acts on so many calls in a row at the end of every `every`. @default 1 */
  burst?: number | undefined;
  /** Acts on so many counted calls at the start, and no more. */
  first?: number | undefined;
  /** Status of the answer, 400 to 599. */
  status?: number | undefined;
  /** Okta's code in the body; the one that fits the status without it. */
  errorCode?: string | undefined;
  /** A body instead of Okta's error: JSON, or a text such as a proxy's page. */
  body?: unknown;
  /** Headers beside Okta's own. */
  headers?: Record<string, string> | undefined;
  /** Seconds until `X-Rate-Limit-Reset` of a 429, whole. @default 2 */
  resetSeconds?: number | undefined;
  /** Milliseconds to wait before the answer, or the least and the most of them. */
  delayMs?: number | [least: number, most: number] | undefined;
  /** Ends the connection: before the answer (`true`), after its headers, or in the middle of its body. */
  drop?: true | "headers" | "body" | undefined;
}

/** How a run fails: `{ "rules": [...] }`. */
export interface Scenario {
  rules: ScenarioRule[];
}

/** What happens to one call. */
export interface Fate {
  delay: number;
  rule: ScenarioRule | undefined;
}

const COUNTS = ["skip", "every", "burst", "first", "resetSeconds"] as const;
const KEYS = new Set<string>([...COUNTS, "match", "status", "errorCode", "body", "headers", "delayMs", "drop"]);

/** Checks a scenario as it came from a file or a request. @throws TypeError that names the rule and what is wrong */
export function checkScenario(value: unknown): Scenario {
  const rules = isObject(value) ? value["rules"] : undefined;
  if (!isObject(value) || !Array.isArray(rules)) throw new TypeError('A scenario is an object { "rules": [...] }.');
  const unknown = Object.keys(value).find((key) => key !== "rules");
  if (unknown) throw new TypeError(`A scenario has no "${unknown}", only "rules".`);
  rules.forEach((rule, i) => {
    const wrong = isObject(rule) ? wrongWith(rule) : "is not an object";
    if (wrong) throw new TypeError(`Rule ${i + 1} of the scenario: ${wrong}.`);
  });
  return { rules: rules as ScenarioRule[] };
}

function wrongWith(rule: Obj): string | undefined {
  const unknown = Object.keys(rule).find((key) => !KEYS.has(key));
  if (unknown) return `"${unknown}" is not known; there are ${[...KEYS].sort().join(", ")}`;
  const { match, status, drop, delayMs, headers, errorCode } = rule;
  for (const key of COUNTS) {
    const least = key === "every" || key === "burst" || key === "first" ? 1 : 0;
    const value = rule[key];
    if (value !== undefined && !(Number.isSafeInteger(value) && (value as number) >= least)) {
      return `"${key}" is not a whole number from ${least}`;
    }
  }
  if (match !== undefined) {
    if (!isObject(match)) return '"match" is not an object';
    const strange = Object.keys(match).find((key) => key !== "method" && key !== "path");
    if (strange) return `"match" has no "${strange}", only method and path`;
    const { method, path } = match;
    if (method !== undefined && !(METHODS as readonly string[]).includes(String(method).toLowerCase())) {
      return `"match.method" is not one of ${METHODS.join(", ").toUpperCase()}`;
    }
    if (path !== undefined && !(typeof path === "string" && /^(\/|\*\*)/.test(path))) {
      return '"match.path" does not start with "/" or "**"';
    }
  }
  if (status !== undefined && !(Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599)) {
    return '"status" is not from 400 to 599';
  }
  if (errorCode !== undefined && typeof errorCode !== "string") return '"errorCode" is not a text';
  if (drop !== undefined && drop !== true && drop !== "headers" && drop !== "body") {
    return '"drop" is not true, "headers" or "body"';
  }
  if (
    headers !== undefined &&
    !(isObject(headers) && Object.values(headers).every((text) => typeof text === "string"))
  ) {
    return '"headers" is not an object of texts';
  }
  for (const [name, text] of Object.entries((headers ?? {}) as Record<string, string>)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, text);
    } catch {
      return `"headers" has ${JSON.stringify(name)}, which cannot be sent`;
    }
  }
  const delays = Array.isArray(delayMs) ? (delayMs as unknown[]) : [delayMs ?? 0];
  const fine = delays.every((ms) => typeof ms === "number" && ms >= 0 && ms <= 3_600_000);
  if (!fine || (Array.isArray(delayMs) && delays.length !== 2)) {
    return '"delayMs" is neither milliseconds, an hour at most, nor a pair of them';
  }
  if (status === undefined && drop === undefined && delayMs === undefined) {
    return "it does nothing; give status, drop or delayMs";
  }
  return undefined;
}

/** A scenario at work: it counts the calls that its rules match. */
export class Play {
  readonly scenario: Scenario;
  readonly #rules: { rule: ScenarioRule; path: RegExp | undefined; seen: number }[];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.#rules = scenario.rules.map((rule) => ({
      rule,
      path: rule.match?.path === undefined ? undefined : pattern(rule.match.path),
      seen: 0,
    }));
  }

  fate(method: string, path: string): Fate {
    const fate: Fate = { delay: 0, rule: undefined };
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.match?.method !== undefined && rule.match.method.toLowerCase() !== method) continue;
      if (entry.path && !entry.path.test(path)) continue;
      entry.seen += 1;
      if (!acts(rule, entry.seen)) continue;
      fate.delay += delayOf(rule);
      if (!fate.rule && (rule.status !== undefined || rule.drop !== undefined)) fate.rule = rule;
    }
    return fate;
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

const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\*\*|\*|\{[^}]*\})/)
      .map((text, i) => (i % 2 === 0 ? text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : text === "**" ? ".*" : "[^/]+"))
      .join("")}$`,
  );
