import { isJson } from "../../src/openapi/media-type.ts";
import { type BodyExample, bodyExamples } from "../model/examples.ts";
import { type Call, exampleOf, type Parameter, type Reference } from "../model/reference.ts";

export interface SampleBody {
  type: string;
  /** JSON value, text of the body, or the parts of a form. */
  value: any;
  kind: "json" | "text" | "form";
}

export interface SampleArguments {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  header: Record<string, unknown>;
  body?: SampleBody;
}

/** What says how a response looks rather than what it holds. */
const PRESENTATION = new Set(["after", "expand", "fields", "sortBy", "sortOrder"]);

/** Of what a call may take, what its sample shows: what is required, the first thing it can be asked for, a page size. */
function shown(parameters: Parameter[]): Parameter[] {
  const optional = parameters.filter(
    (p) => p.in === "query" && !p.required && !p.deprecated && !PRESENTATION.has(p.name),
  );
  return parameters.filter((p) => p.required || p === optional[0] || (p.name === "limit" && optional.includes(p)));
}

/**
 * Parameters and body of a call's sample, all of them the document's own examples.
 *
 * @param example the body to show; the first one unless given
 */
export function sampleArguments(
  reference: Reference,
  call: Call,
  example: BodyExample | undefined = bodyExamples(reference, call)[0],
): SampleArguments {
  const sample: SampleArguments = { path: {}, query: {}, header: {} };
  for (const parameter of shown(call.parameters)) {
    const value = exampleOf(reference, parameter);
    if (value !== undefined) sample[parameter.in][parameter.name] = value;
  }
  return example ? { ...sample, body: sampleBody(example) } : sample;
}

function sampleBody({ mediaType, value }: BodyExample): SampleBody {
  const kind = isJson(mediaType) ? "json" : mediaType === "multipart/form-data" ? "form" : "text";
  return { type: mediaType, value, kind };
}

const encoded = (value: unknown) => encodeURIComponent(String(value));

/** The path with its parameters filled in, and its query. */
export function sampleUrl(call: Call, { path, query }: Pick<SampleArguments, "path" | "query">): string {
  const filled = call.url.replace(/\{([^}]+)\}/g, (_, name: string) => encoded(path[name] ?? `{${name}}`));
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [`${encoded(name)}=${encoded(value)}`];
    return name === "expand" ? [`${name}=${encoded(value.join(","))}`] : value.map((v) => `${name}=${encoded(v)}`);
  });
  return pairs.length > 0 ? `${filled}?${pairs.join("&")}` : filled;
}
