import { isJson } from "../../src/openapi/media-type.ts";
import { shapeOf } from "../schema/shape.ts";
import { OTHER, variantOfValue } from "../schema/union.ts";
import { leastBody } from "./least-body.ts";
import { type Call, exampleOf, type Reference, type Schema } from "./reference.ts";

/** A body that samples, console and schema can be shown for. */
export interface BodyExample {
  /** Key in the document, or the kind it was made for. */
  key: string;
  title: string;
  value: any;
  mediaType: string;
  /** Label of the variant of the schema that it is of, where the schema has kinds. */
  kind?: string;
  /** Made from the schema, since the document has no example of this kind. */
  made?: true;
}

/** Examples of a media type by key, with what their references lead to. */
export function mediaExamples(reference: Reference, media: any): { key: string; title: string; value: any }[] {
  const all = Object.entries<any>(media.examples ?? {}).map(([key, node]) => {
    const example = reference.resolve(node);
    return { key, title: String(example.summary ?? key), value: example.value };
  });
  if (all.length > 0 || media.example === undefined) return all;
  return [{ key: "example", title: "Example", value: media.example }];
}

/** The kinds of a schema whose kinds a tag distinguishes, besides those that are not known. */
const kindsOf = (reference: Reference, schema: Schema): { label: string; schema: Schema }[] =>
  shapeOf(reference, schema).variants.filter(({ tag, label }) => tag !== undefined && label !== OTHER);

/** JSON where it is taken, else the first type whose example is text that people can read. */
function mediaTypeOf(reference: Reference, content: [string, any][]): [string, any] | undefined {
  return (
    content.find(([name]) => isJson(name)) ??
    content.find(([, media]) => String(exampleOf(reference, media)).startsWith("-----BEGIN")) ??
    content[0]
  );
}

const bodies = new WeakMap<Call, BodyExample[]>();

/** Bodies of a call: those of the document, and the least body of each kind that the document has no example of. */
export function bodyExamples(reference: Reference, call: Call): BodyExample[] {
  const known = bodies.get(call);
  if (known) return known;
  const made = readBodies(reference, call);
  bodies.set(call, made);
  return made;
}

function readBodies(reference: Reference, call: Call): BodyExample[] {
  const content = Object.entries<any>(reference.resolve(call.definition.requestBody)?.content ?? {});
  const [mediaType, media] = mediaTypeOf(reference, content) ?? [];
  if (!mediaType || !media) return [];
  const examples = mediaExamples(reference, media).map((example): BodyExample => {
    const kind = variantOfValue(reference, media.schema, example.value)?.label;
    return { ...example, mediaType, ...(kind && { kind }) };
  });
  if (examples.length === 0) {
    const value = exampleOf(reference, media);
    if (value === undefined) return [];
    return [{ key: "example", title: "Example", value, mediaType }];
  }
  const rest = kindsOf(reference, media.schema).filter(({ label }) => !examples.some(({ kind }) => kind === label));
  const least = rest.flatMap(({ label, schema }): BodyExample[] => {
    const value = leastBody(reference, schema, label);
    const title = `${label.split(" | ")[0]}, the least body`;
    return value === undefined ? [] : [{ key: label, title, value, mediaType, kind: label, made: true }];
  });
  return [...examples, ...least];
}
