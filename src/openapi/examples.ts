import type { Example, Schema } from "./document.ts";
import type { Refs } from "./refs.ts";

/** What may carry examples: a media type, a parameter or a header. */
export interface WithExamples {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Example>;
}

/** The examples that a node has of its own, in the order of the document. */
export function examplesOf(refs: Refs, node: WithExamples | undefined): { key: string; value: unknown }[] {
  if (!node) return [];
  if (node.example !== undefined) return [{ key: "default", value: node.example }];
  return Object.entries(node.examples ?? {}).map(([key, example]) => ({ key, value: refs.resolve(example).value }));
}

/** The first example of a node or of its schema; `undefined` where there is none. */
export function exampleOf(refs: Refs, node: WithExamples): unknown {
  const [own] = examplesOf(refs, node);
  if (own) return own.value;
  const schema = node.schema && refs.resolve(node.schema);
  if (!schema) return undefined;
  const [first] = [schema["examples"], schema.enum, schema["x-extensible-enum"]].flatMap((values, i) =>
    Array.isArray(values) && values.length > 0 ? [{ i, value: values[0] as unknown }] : [],
  );
  if (schema["example"] !== undefined) return schema["example"];
  if (first?.i === 0) return first.value;
  return schema["default"] ?? first?.value;
}
