import { NotNegotiable } from "../model/engine.ts";
import { invalid, ApiError } from "../server/errors.ts";
import { examplesOf } from "./examples.ts";
import type { ApiModel, ApiOperation } from "../model/model.ts";
import type { Schema } from "../../openapi/document.ts";

export interface Wish {
  code: number | undefined;
  example: string | undefined;
  dynamic: boolean;
  accept: string | undefined;
}

export interface Chosen {
  status: number;
  mediaType: string | undefined;
  value: unknown;
  /** What to generate a value from. */
  schema: Schema | undefined;
}

/** The header when it narrows the choice: browsers and clients mostly accept anything. */
export const acceptOf = (accept: string | undefined) =>
  accept === undefined || accept.includes("*/*") || accept === "application/json" ? undefined : accept.slice(0, 500);

/**
 * The answer that fits best: the first example of the success in the plain case, else what Prism's negotiation says.
 *
 * @throws ApiError 400 when the document has no such answer
 */
export function choose(model: ApiModel, operation: ApiOperation, wish: Wish): Chosen {
  const { code, example, dynamic, accept } = wish;
  const { success } = operation;
  const simple = accept === undefined && code === undefined && example === undefined && !dynamic;
  if (simple && success) {
    const { status } = success;
    if (!success.response.content) return { status, mediaType: undefined, value: undefined, schema: undefined };
    const [first] = examplesOf(model, operation.json());
    if (first) return { status, mediaType: "application/json", value: first.value, schema: undefined };
  }
  try {
    const { example: found, ...rest } = model.engine.negotiate(operation, {
      dynamic,
      ...((code ?? success) && { code: code ?? success!.status }),
      ...(example !== undefined && { exampleKey: example }),
      ...(accept !== undefined && { mediaTypes: accept.split(",") }),
    });
    return { ...rest, value: dynamic && rest.status < 400 ? undefined : found?.value };
  } catch (error) {
    if (!(error instanceof NotNegotiable)) throw error;
    if (example !== undefined) throw invalid("Prefer", [`example: ${unknownExample(model, operation, code, example)}`]);
    if (code !== undefined) throw invalid("Prefer", [`code: ${operation.key} has no answer ${code}`]);
    throw new ApiError(400, "E0000019");
  }
}

function unknownExample(model: ApiModel, operation: ApiOperation, code: number | undefined, example: string): string {
  const response = code === undefined ? operation.success?.response : operation.response(String(code));
  const keys = Object.values(response?.content ?? {}).flatMap((media) =>
    examplesOf(model, media).map(({ key }) => key),
  );
  const known = keys.length > 0 ? `There are: ${[...new Set(keys)].join(", ")}` : "There are none";
  return `${operation.key} has no example ${JSON.stringify(example.slice(0, 80))}. ${known}`;
}
