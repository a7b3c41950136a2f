import { isJson } from "../../openapi/media-type.ts";
import type { ApiModel } from "../model/model.ts";
import type { ApiOperation } from "../model/operation.ts";
import type { Violation } from "../prism/engine.ts";
import { variantOf } from "../responses/shape.ts";
import type { Call, MockResponse } from "../server/call.ts";
import { ApiError } from "../server/errors.ts";
import { causesOf } from "./causes.ts";

/** @throws ApiError 500 for a response of the mock that is not valid by the document */
export async function checkResponse(
  model: ApiModel,
  { operation, query }: Call,
  { status, headers, body }: MockResponse,
): Promise<void> {
  const type = String(headers["content-type"] ?? "");
  if (status >= 400 || body === undefined || !isJson(type) || asksOtherShape(operation, query)) return;
  const violations: Violation[] = [];
  for (const { value, variant } of partsOf(model, operation, status, JSON.parse(body))) {
    const sent = { statusCode: status, headers: { "content-type": type }, body: value };
    violations.push(...(await model.engine.validateResponse(operation, sent, variant)));
  }
  if (violations.length === 0) return;
  throw new ApiError(500, "E0000009", `The mock's own response to ${operation.key} is not valid`, causesOf(violations));
}

/** Whether a query asks for another shape than the usual one: the document keeps that in `$defs`, as `query.name`. */
function asksOtherShape(operation: ApiOperation, query: URLSearchParams | undefined): boolean {
  const shapes = Object.keys(operation.json()?.schema?.$defs ?? {});
  return shapes.some((name) => (query?.get(name.replace(/^query\./, "")) ?? "false") !== "false");
}

interface Part {
  value: unknown;
  variant: string | undefined;
}

/** A body, or a list in parts, each with the variant of the union that it is of: a union as a whole takes seconds. */
function partsOf({ refs }: ApiModel, operation: ApiOperation, status: number, body: unknown): Part[] {
  const schema = operation.json(operation.response(String(status)))?.schema;
  const items = schema && refs.resolve(schema).items;
  if (!items || !Array.isArray(body)) return [{ value: body, variant: variantOf(refs, schema, body) }];
  const parts = new Map<string | undefined, unknown[]>();
  for (const item of body) {
    const variant = variantOf(refs, items, item);
    const known = parts.get(variant);
    if (known) known.push(item);
    else parts.set(variant, [item]);
  }
  return [...parts].map(([variant, value]) => ({ value, variant }));
}
