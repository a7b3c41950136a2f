import { fileURLToPath } from "node:url";
import { readYaml } from "../../scripts/lib/paths.ts";
import { type SampleArguments, type SampleBody, sampleArguments, sampleUrl } from "../samples/arguments.ts";
import type { Step } from "./console-call.ts";
import { type BodyExample, bodyExamples } from "./examples.ts";
import { replaced } from "./pointer.ts";
import type { Call, Reference } from "./reference.ts";

interface StepDefinition {
  operation: string;
  example?: string;
  body?: unknown;
  query?: Record<string, unknown>;
  set?: Record<string, unknown>;
  takes?: Record<string, string>;
}

interface Preparation {
  before?: StepDefinition[];
  parameters?: Record<string, unknown>;
  set?: Record<string, unknown>;
  status?: { code: string; reason: string };
}

const preparations: Record<string, Preparation> = readYaml(
  fileURLToPath(new URL("../console-steps.yaml", import.meta.url)),
);

/** Operations that `console-steps.yaml` prepares. */
export const preparedOperations = (): string[] => Object.keys(preparations);

/** The status that the console asks of the mock at first, and why, where a fresh mock has to refuse the call. */
export const requestedStatus = (call: Call): { code: string; reason: string } | undefined =>
  preparations[call.id]?.status;

const changed = (value: unknown, set: Record<string, unknown> = {}): unknown =>
  Object.entries(set).reduce((body, [pointer, to]) => replaced(body, pointer, to), value);

function exampleNamed(reference: Reference, call: Call, key: string): BodyExample {
  const named = bodyExamples(reference, call).find((example) => example.key === key);
  if (!named) throw new Error(`console-steps.yaml names the example ${key}, which ${call.id} does not have.`);
  return named;
}

/**
 * Parameters and body that the console of a call holds at first: those of its sample, changed where a fresh mock would
 * refuse them.
 *
 * @throws Error when the preparations name a parameter that the call does not have
 */
export function consoleArguments(reference: Reference, call: Call): SampleArguments {
  const { parameters = {}, set } = preparations[call.id] ?? {};
  const sample = sampleArguments(reference, call);
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = call.parameters.find((one) => one.name === name);
    if (!parameter) throw new Error(`console-steps.yaml names the parameter ${name}, which ${call.id} does not have.`);
    if (value === null) delete sample[parameter.in][name];
    else sample[parameter.in][name] = value;
  }
  return sample.body ? { ...sample, body: { ...sample.body, value: changed(sample.body.value, set) } } : sample;
}

/** What a step sends. */
function stepBody(reference: Reference, call: Call, { example, body, set }: StepDefinition): SampleBody | undefined {
  const named = example === undefined ? undefined : exampleNamed(reference, call, example);
  const sample = sampleArguments(reference, call, named).body;
  if (body !== undefined || !sample) return sample && { ...sample, value: body };
  return { ...sample, value: changed(sample.value, { ...preparations[call.id]?.set, ...set }) };
}

function stepOf(reference: Reference, call: Call, definition: StepDefinition): Step {
  const { operation, query, takes = {} } = definition;
  const other = reference.calls.find(({ id }) => id === operation);
  if (!other) throw new Error(`console-steps.yaml names the operation ${operation}, which does not exist.`);
  const { path, query: ownQuery } = sampleArguments(reference, other);
  const body = stepBody(reference, other, definition);
  const own = other.url.match(/(?<=\{)[^}]+(?=\})/g) ?? [];
  // A parameter of the call itself is the form's; what only the step has takes the value of its sample.
  const shared = own.filter((name) => call.url.includes(`{${name}}`));
  const filled = Object.fromEntries(own.map((name) => [name, shared.includes(name) ? `{${name}}` : path[name]]));
  return {
    summary: other.summary,
    method: other.method.toUpperCase(),
    url: sampleUrl(other, { path: filled, query: {} }).replaceAll("%7B", "{").replaceAll("%7D", "}"),
    query: query ?? ownQuery,
    ...(body && { body: JSON.stringify(body.value), bodyType: body.type }),
    takes,
  };
}

/**
 * What the console of a call does first.
 *
 * @throws Error when the preparations name an operation or an example that the document does not have
 */
export const stepsBefore = (reference: Reference, call: Call): Step[] =>
  (preparations[call.id]?.before ?? []).map((definition) => stepOf(reference, call, definition));
