import { isObject, METHODS, type Obj } from "../../openapi/document.ts";
import { unsendableHeader } from "./headers.ts";
import { MOST_PATTERN } from "./path-pattern.ts";
import type { Scenario, ScenarioRule } from "./scenario.ts";

/** Says what is wrong with a value; `undefined` when nothing is. */
type Check = (value: unknown) => string | undefined;

const HOUR = 3_600_000;

const wholeFrom =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least ? undefined : `is not a whole number from ${least}`;

const CHECKS: Record<keyof ScenarioRule, Check> = {
  match: checkMatch,
  skip: wholeFrom(0),
  every: wholeFrom(1),
  burst: wholeFrom(1),
  first: wholeFrom(1),
  resetSeconds: wholeFrom(0),
  status: (value) =>
    Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 599
      ? undefined
      : "is not from 200 to 599",
  errorCode: (value) => (typeof value === "string" ? undefined : "is not a text"),
  body: () => undefined,
  headers: checkHeaders,
  delayMs: checkDelay,
  drop: (value) =>
    value === true || value === "headers" || value === "body" ? undefined : 'is not true, "headers" or "body"',
};

/** Checks a scenario as it came from a file or a request. @throws TypeError that names the rule and what is wrong */
export function checkScenario(value: unknown): Scenario {
  const rules = isObject(value) ? value["rules"] : undefined;
  if (!isObject(value) || !Array.isArray(rules)) throw new TypeError('A scenario is an object { "rules": [...] }.');
  const unknown = Object.keys(value).find((key) => key !== "rules");
  if (unknown) throw new TypeError(`A scenario has no "${unknown}", only "rules".`);
  rules.forEach((rule, i) => {
    const wrong = isObject(rule) ? faultOf(rule) : "is not an object";
    if (wrong) throw new TypeError(`Rule ${i + 1} of the scenario: ${wrong}.`);
  });
  return { rules: rules as ScenarioRule[] };
}

function faultOf(rule: Obj): string | undefined {
  for (const [key, value] of Object.entries(rule)) {
    if (!Object.hasOwn(CHECKS, key)) return `"${key}" is not known; there are ${Object.keys(CHECKS).sort().join(", ")}`;
    const wrong = value === undefined ? undefined : CHECKS[key as keyof ScenarioRule](value);
    if (wrong) return wrong.startsWith('"') ? wrong : `"${key}" ${wrong}`;
  }
  const { status, drop, delayMs } = rule;
  if (status === undefined && drop === undefined && delayMs === undefined) {
    return "it does nothing; give status, drop or delayMs";
  }
  return undefined;
}

function checkMatch(match: unknown): string | undefined {
  if (!isObject(match)) return "is not an object";
  const unknown = Object.keys(match).find((key) => key !== "method" && key !== "path");
  if (unknown) return `has no "${unknown}", only method and path`;
  const { method, path } = match;
  if (method !== undefined && !(METHODS as readonly string[]).includes(String(method).toLowerCase())) {
    return `"match.method" is not one of ${METHODS.join(", ").toUpperCase()}`;
  }
  if (path === undefined) return undefined;
  if (typeof path !== "string" || !/^(\/|\*\*)/.test(path)) return '"match.path" does not start with "/" or "**"';
  if (path.length > MOST_PATTERN) return `"match.path" is longer than ${MOST_PATTERN} characters`;
  return undefined;
}

function checkHeaders(headers: unknown): string | undefined {
  if (!isObject(headers) || !Object.values(headers).every((text) => typeof text === "string")) {
    return "is not an object of texts";
  }
  const unsendable = unsendableHeader(headers as Record<string, string>);
  return unsendable === undefined ? undefined : `has ${JSON.stringify(unsendable)}, which cannot be sent`;
}

function checkDelay(delay: unknown): string | undefined {
  const delays = Array.isArray(delay) ? (delay as unknown[]) : [delay];
  const valid = delays.every((ms) => typeof ms === "number" && ms >= 0 && ms <= HOUR);
  if (valid && (!Array.isArray(delay) || delays.length === 2)) return undefined;
  return "is neither milliseconds, an hour at most, nor a pair of them";
}
