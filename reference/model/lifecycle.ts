import type { Call, Reference, Schema, Section } from "./reference.ts";

export interface Transition {
  call: Call;
  from: string[];
  to: string;
}

/** The life of a resource: its states, those that it can start in, and the calls that move it between them. */
export interface Lifecycle {
  /** Name of the schema that has the states. */
  schema: string;
  property: string;
  initial: string[];
  states: string[];
  transitions: Transition[];
}

/** Stands in the document for what is not there yet, or no more. */
export const ABSENT = "absent";

const list = (value: string | string[] | undefined): string[] => [value ?? []].flat();

function readLifecycle(reference: Reference, name: string, schema: Schema): Lifecycle {
  const { property, initial, transitions } = schema["x-lifecycle"];
  const calls = new Map(reference.calls.map((call) => [call.id, call]));
  const read = (transitions as { operation: string; from: string | string[]; to: string }[]).map((transition) => {
    const call = calls.get(transition.operation);
    if (!call)
      throw new Error(`x-lifecycle of ${name} names the operation ${transition.operation}, which there is not.`);
    return { call, from: list(transition.from), to: transition.to };
  });
  const states = new Set(list(initial));
  for (const { from, to } of read) for (const state of [...from, to]) if (state !== ABSENT) states.add(state);
  return { schema: name, property, initial: list(initial), states: [...states], transitions: read };
}

const known = new WeakMap<Reference, Lifecycle[]>();

/**
 * Every life that the document describes.
 *
 * @throws Error when one names an operation that the document does not have
 */
export function lifecyclesOf(reference: Reference): Lifecycle[] {
  const found =
    known.get(reference) ??
    Object.entries<Schema>(reference.document.components.schemas)
      .filter(([, schema]) => schema["x-lifecycle"])
      .map(([name, schema]) => readLifecycle(reference, name, schema));
  known.set(reference, found);
  return found;
}

/** The lives that the calls of a section move. */
export const lifecyclesIn = (reference: Reference, section: Section): Lifecycle[] =>
  lifecyclesOf(reference).filter(({ transitions }) => transitions.some(({ call }) => call.section === section));
