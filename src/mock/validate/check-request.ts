import { plainHeaders } from "../server/headers.ts";
import type { Call } from "../server/call.ts";
import { ApiError, invalid } from "../server/errors.ts";
import type { ApiModel } from "../model/model.ts";
import type { ApiOperation } from "../model/operation.ts";
import type { Violation } from "../prism/engine.ts";
import { variantOf } from "../responses/shape.ts";
import { causesOf } from "./causes.ts";
import { isPlainlyValid } from "./plain.ts";

/** Prism throws on a `Content-Type` that is none. */
const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/**
 * Has Prism check parameters and body.
 *
 * @throws ApiError 400 E0000001 whose causes name the fields, or 415
 */
export async function checkRequest(model: ApiModel, call: Call): Promise<void> {
  const { operation, body } = call;
  if (isPlainlyValid(model.refs, operation, call.query)) return;
  const declared = operation.body;
  // An operation without a body ignores one, as Okta does.
  const sent = declared ? body : undefined;
  const headers = plainHeaders(call.headers);
  // Prism tells an empty body by its length, which a chunked one does not have.
  headers["content-length"] = sent === undefined ? "0" : "1";
  const type = headers["content-type"];
  if (type !== undefined && !MEDIA_TYPE.test(type)) {
    if (sent !== undefined) throw new ApiError(415, "E0000021", undefined, ["Content-Type: is no media type"]);
    delete headers["content-type"];
  }
  const media = declared?.content?.["application/json"];
  const violations = await model.engine.validateRequest(
    operation,
    { path: call.path, query: queryOf(call.query), headers, body: sent },
    variantOf(model.refs, media?.schema, sent),
  );
  if (violations.length > 0) throw errorFor(operation, violations, call.query);
}

function errorFor(operation: ApiOperation, violations: Violation[], query: Call["query"]): ApiError {
  const unsupported = violations.find(({ code }) => code === 415);
  if (unsupported) return new ApiError(415, "E0000021", undefined, [unsupported.message]);
  const causes = causesOf(violations.map((violation) => withDeclaredName(operation, violation)));
  const lacks = operation.parameters.some((one) => one.in === "query" && one.required && !query?.has(one.name));
  const isNamed = operation.definition["x-errors"]?.some(({ code }) => code === "E0000028");
  if (lacks && isNamed) return new ApiError(400, "E0000028", undefined, causes);
  const special = outOfRange(operation, violations) ?? unreadable(operation, violations, causes);
  if (special) return special;
  const [first = ""] = causes;
  return invalid(first.slice(0, first.indexOf(":")).split(".")[0] || "request", causes);
}

/** A number that is too low or too high, where the operation has words of its own for that. */
function outOfRange(operation: ApiOperation, violations: Violation[]): ApiError | undefined {
  const found = violations.find(({ code }) => code === "minimum" || code === "maximum");
  const name = found && withDeclaredName(operation, found).path.at(-1);
  const own = operation.definition["x-errors"]?.find(
    ({ status, summary, when }) => status === 400 && summary && when?.startsWith(`\`${name}\` is below`),
  );
  return own && new ApiError(400, own.code, own.summary, own.causes);
}

/** Keywords that fail for a value which Okta cannot read as what it is to be. */
const UNREADABLE = new Set<string | number>(["type", "enum", "const", "discriminator"]);

/** A body that Okta cannot read, where the operation says that it tells such from one that it reads and refuses. */
function unreadable(operation: ApiOperation, violations: Violation[], causes: string[]): ApiError | undefined {
  const isDeclared = operation.definition["x-errors"]?.some(({ code }) => code === "E0000003");
  const isUnreadable = violations.some(({ path: [place], code }) => place === "body" && UNREADABLE.has(code));
  return isDeclared && isUnreadable ? new ApiError(400, "E0000003", undefined, causes) : undefined;
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
