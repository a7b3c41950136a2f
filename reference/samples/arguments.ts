import { isJson } from "../../src/openapi/media-type.ts";
import { type Call, exampleOf, type Parameter, type Reference } from "../reference.ts";

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

/** What says how an answer looks rather than what it holds. */
const HOW = new Set(["after", "expand", "fields", "sortBy", "sortOrder"]);

/** Of what a call may take, what its sample shows: what is required, the first thing it can be asked for, a page size. */
function shown(parameters: Parameter[]): Parameter[] {
  const optional = parameters.filter((p) => p.in === "query" && !p.required && !p.deprecated && !HOW.has(p.name));
  return parameters.filter((p) => p.required || p === optional[0] || (p.name === "limit" && optional.includes(p)));
}

/** Parameters and body of a call's sample, all of them the document's own examples. */
export function sampleArguments(reference: Reference, call: Call): SampleArguments {
  const made: SampleArguments = { path: {}, query: {}, header: {} };
  for (const parameter of shown(call.parameters)) {
    const value = exampleOf(reference, parameter);
    if (value !== undefined) made[parameter.in][parameter.name] = value;
  }
  const body = sampleBody(reference, call);
  return body ? { ...made, body } : made;
}

/** JSON where it is taken, else the first type whose example is text that people can read. */
function sampleBody(reference: Reference, call: Call): SampleBody | undefined {
  const content: [string, any][] = Object.entries(reference.resolve(call.definition.requestBody)?.content ?? {});
  const [type, media] =
    content.find(([name]) => isJson(name)) ??
    content.find(([, m]) => String(exampleOf(reference, m)).startsWith("-----BEGIN")) ??
    content[0] ??
    [];
  if (!type || !media) return undefined;
  const kind = isJson(type) ? "json" : type === "multipart/form-data" ? "form" : "text";
  return { type, value: exampleOf(reference, media), kind };
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
