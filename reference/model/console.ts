import { fileURLToPath } from "node:url";
import { readYaml } from "../../scripts/lib/paths.ts";
import { sampleArguments, sampleUrl } from "../samples/arguments.ts";
import { bodyExamples } from "./examples.ts";
import type { Call, Reference } from "./reference.ts";

interface StepDefinition {
  operation: string;
  example?: string;
  query?: Record<string, unknown>;
  takes?: Record<string, string>;
}

interface Preparation {
  before?: StepDefinition[];
  set?: Record<string, unknown>;
}

/** A call that the console makes before its own, so that that one succeeds on a fresh mock. */
export interface Step {
  summary: string;
  method: string;
  /** Path and query; the path may hold `{parameters}`, which the form or an earlier step fills in. */
  url: string;
  query: Record<string, unknown>;
  body?: string;
  bodyType?: string;
  /** Parameters of paths that it brings, each with the field of the response that holds it. */
  takes: Record<string, string>;
}

const preparations: Record<string, Preparation> = readYaml(
  fileURLToPath(new URL("../console-steps.yaml", import.meta.url)),
);

/** Operations that `console-steps.yaml` prepares. */
export const preparedOperations = (): string[] => Object.keys(preparations);

function replaced(value: any, pointer: string, to: unknown): any {
  const [key, ...rest] = pointer.split("/");
  return { ...value, [key!]: rest.length === 0 ? to : replaced(value?.[key!] ?? {}, rest.join("/"), to) };
}

/** A body with the values that make the call succeed on a fresh mock. */
export const consoleBody = (call: Call, value: any): any =>
  Object.entries(preparations[call.id]?.set ?? {}).reduce((body, [pointer, to]) => replaced(body, pointer, to), value);

/**
 * What the console of a call does first.
 *
 * @throws Error when the preparations name an operation that the document does not have
 */
export function stepsBefore(reference: Reference, call: Call): Step[] {
  return (preparations[call.id]?.before ?? []).map(({ operation, example, query, takes = {} }) => {
    const other = reference.calls.find(({ id }) => id === operation);
    if (!other) throw new Error(`console-steps.yaml names the operation ${operation}, which there is not.`);
    const body = bodyExamples(reference, other).find(({ key }) => key === example);
    if (example && !body)
      throw new Error(`console-steps.yaml names the example ${example}, which ${operation} has not.`);
    const sample = sampleArguments(reference, other, body);
    const own = other.url.match(/(?<=\{)[^}]+(?=\})/g) ?? [];
    // A parameter of the call itself is the form's; what only the step has takes the value of its sample.
    const open = own.filter((name) => call.url.includes(`{${name}}`));
    const path = Object.fromEntries(own.map((name) => [name, open.includes(name) ? `{${name}}` : sample.path[name]]));
    return {
      summary: other.summary,
      method: other.method.toUpperCase(),
      url: sampleUrl(other, { path, query: {} }).replaceAll("%7B", "{").replaceAll("%7D", "}"),
      query: query ?? sample.query,
      ...(sample.body && { body: JSON.stringify(consoleBody(other, sample.body.value)), bodyType: sample.body.type }),
      takes,
    };
  });
}
