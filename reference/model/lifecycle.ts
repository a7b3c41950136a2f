import type { Call, Reference, Schema, Section } from "./reference.ts";

/** A call that moves a resource: out of any of some states, into one of some. */
export interface Transition {
  call: Call;
  from: string[];
  to: string[];
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

interface Definition {
  property: string;
  initial: string | string[];
  transitions?: { operation: string; from: string | string[]; to: string }[];
}

function readLifecycle(reference: Reference, name: string, schema: Schema): Lifecycle {
  const { property, initial, transitions = [] }: Definition = schema["x-lifecycle"];
  const calls = new Map(reference.calls.map((call) => [call.id, call]));
  const found: Transition[] = [];
  const states = new Set(list(initial));
  for (const { operation, from, to } of transitions) {
    const call = calls.get(operation);
    if (!call) throw new Error(`x-lifecycle of ${name} names the operation ${operation}, which there is not.`);
    const same = found.find((other) => other.call === call && other.from.join() === list(from).join());
    if (same) same.to.push(to);
    else found.push({ call, from: list(from), to: [to] });
    for (const state of [...list(from), to]) if (state !== ABSENT) states.add(state);
  }
  return { schema: name, property, initial: list(initial), states: [...states], transitions: found };
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
