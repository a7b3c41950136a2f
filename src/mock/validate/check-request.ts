import type { Call } from "../server/call.ts";
import type { Violation } from "./engine.ts";
import { invalid, ApiError } from "../server/errors.ts";
import type { ApiModel, ApiOperation } from "./model.ts";
import { variantOf } from "../responses/shape.ts";

const free = new WeakMap<ApiOperation, boolean>();

/** Whether nothing but the presence of path segments can be wrong with a request that has no query and no body. */
function isFree(model: ApiModel, operation: ApiOperation): boolean {
  let known = free.get(operation);
  if (known === undefined) {
    known = operation.parameters.every((parameter) => {
      if (parameter.in !== "path") return !parameter.required && parameter.in !== "header";
      const schema = parameter.schema && model.refs.resolve(parameter.schema);
      return (
        !schema || Object.keys(schema).every((key) => PLAIN.has(key) && (key !== "type" || schema.type === "string"))
      );
    });
    free.set(operation, known);
  }
  return known;
}

const PLAIN = new Set(["type", "description", "example", "examples", "title", "default", "x-extensible-enum"]);

/** Prism throws on a `Content-Type` that is none. */
const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/**
 * Has Prism check parameters and body.
 *
 * @throws ApiError 400 E0000001 whose causes name the fields, or 415
 */
export function checkRequest(model: ApiModel, call: Call): void {
  const { operation, body } = call;
  const declared = operation.body;
  if (!declared && !call.query && isFree(model, operation)) return;
  // An operation without a body ignores one, as Okta does.
  const sent = declared ? body : undefined;
  const headers = Object.fromEntries(
    Object.entries(call.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  // Prism tells an empty body by its length, which a chunked one does not have.
  headers["content-length"] = sent === undefined ? "0" : "1";
  const type = headers["content-type"];
  if (type !== undefined && !MEDIA_TYPE.test(type)) {
    if (sent !== undefined) throw new ApiError(415, "E0000021", undefined, ["Content-Type: is no media type"]);
    delete headers["content-type"];
  }
  const media = declared?.content?.["application/json"];
  const violations = model.engine.validate(
    operation,
    { path: call.path, query: queryOf(call.query), headers, body: sent },
    variantOf(model.refs, media?.schema, sent),
  );
  if (violations.length === 0) return;
  const media415 = violations.find(({ code }) => code === 415);
  if (media415) throw new ApiError(415, "E0000021", undefined, [media415.message]);
  const causes = causesOf(violations.map((violation) => withDeclaredName(operation, violation)));
  throw invalid(causes[0]!.slice(0, causes[0]!.indexOf(":")).split(".")[0] || "request", causes);
}

/** Prism tells the names of parameters in lower case. */
function withDeclaredName({ parameters }: ApiOperation, violation: Violation): Violation {
  const declared = (name: string) =>
    parameters.find((parameter) => parameter.name.toLowerCase() === name)?.name ?? name;
  const [place, name, ...rest] = violation.path;
  if (place === undefined || place === "body") return violation;
  const message = violation.message.replace(/(property ')(.+)('$)/, (_, a, name, b) => a + declared(name) + b);
  return { ...violation, message, path: name === undefined ? [place] : [place, declared(name), ...rest] };
}

function queryOf(search: URLSearchParams | undefined): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search?.keys())) {
    const values = search!.getAll(name);
    query[name] = values.length === 1 ? values[0]! : values;
  }
  return query;
}

/** Keywords that say only that none of several branches fits; what each lacks is said by the others. */
const VAGUE = new Set(["oneOf", "anyOf", "if", "not", "discriminator"]);
const MOST = 20;

/** One sentence a field: `profile.login: must be string`. */
export function causesOf(violations: Violation[]): string[] {
  const exact = violations.filter(({ code }) => !VAGUE.has(String(code)));
  const causes = new Set((exact.length > 0 ? exact : violations).map(causeOf));
  return [...causes].slice(0, MOST);
}

function causeOf({ path, code, message }: Violation): string {
  const [place, ...rest] = path;
  const plain = message.replace(
    /^(?:Request|Response) (?:body|query|path|header|cookie) (?:(?:property|parameter) \S+ )?/,
    "",
  );
  const missing = code === "required" ? /property '(.+)'$/.exec(plain)?.[1] : undefined;
  const unknown = code === "additionalProperties" ? /found '(.+)'$/.exec(plain)?.[1] : undefined;
  const field = [...rest, ...(missing ? [missing] : unknown ? [unknown] : [])].join(".") || place || "body";
  if (missing) return `${field}: The field cannot be left blank`;
  if (unknown) return `${field}: The field is not known here`;
  if (code === "type") return `${field}: ${plain.replaceAll(",", " or ")}`;
  return `${field}: ${plain}`;
}
