import type { ApiModel } from "../model/model.ts";
import type { ApiOperation } from "../model/operation.ts";
import { NotNegotiable, type ResponseChoice } from "../prism/engine.ts";
import type { Source } from "../server/call.ts";
import { ApiError, invalid } from "../server/errors.ts";
import { examplesOf } from "./examples.ts";

/** What a request asks of its response. */
export interface ResponseRequest {
  code: number | undefined;
  example: string | undefined;
  dynamic: boolean;
  seed: string | undefined;
  accept: string | undefined;
}

export interface Chosen {
  status: number;
  mediaType: string | undefined;
  value: unknown;
  source: Source;
}

/** The header when it narrows the choice: browsers and clients mostly accept anything. */
export const acceptOf = (accept: string | undefined) =>
  accept === undefined || accept.includes("*/*") || accept === "application/json" ? undefined : accept.slice(0, 500);

/**
 * The response that fits best: the first example of the success in the plain case, else what Prism chooses.
 *
 * @throws ApiError 400 when the document has no such response
 */
export async function choose(model: ApiModel, operation: ApiOperation, asked: ResponseRequest): Promise<Chosen> {
  const { code, example, dynamic, accept } = asked;
  const plain = accept === undefined && code === undefined && example === undefined && !dynamic;
  const chosen = plain ? firstExample(model, operation) : undefined;
  if (chosen) return chosen;
  try {
    const { exampleKey, body, ...rest } = await model.engine.respond(operation, choiceOf(operation, asked));
    if (exampleKey === undefined) return { ...rest, value: body, source: "generated" };
    const response = operation.response(String(rest.status)) ?? operation.response("default");
    const examples = examplesOf(model, response?.content?.[rest.mediaType ?? ""]);
    return { ...rest, value: examples.find(({ key }) => key === exampleKey)?.value, source: "example" };
  } catch (error) {
    throw error instanceof NotNegotiable ? refused(model, operation, asked) : error;
  }
}

function choiceOf(operation: ApiOperation, { code, example, dynamic, seed, accept }: ResponseRequest): ResponseChoice {
  const status = code ?? operation.success?.status;
  return {
    // Errors are not made up.
    dynamic: dynamic && !(code !== undefined && code >= 400),
    ...(status !== undefined && { code: status }),
    ...(example !== undefined && { exampleKey: example }),
    ...(accept !== undefined && { mediaTypes: accept.split(",") }),
    ...(seed !== undefined && { seed }),
  };
}

function refused(model: ApiModel, operation: ApiOperation, { code, example }: ResponseRequest): ApiError {
  if (example !== undefined) return invalid("Prefer", [`example: ${unknownExample(model, operation, code, example)}`]);
  if (code !== undefined) return invalid("Prefer", [`code: ${operation.key} has no response ${code}`]);
  return new ApiError(400, "E0000019");
}

function firstExample(model: ApiModel, operation: ApiOperation): Chosen | undefined {
  const { success } = operation;
  if (!success) return undefined;
  const { status, response } = success;
  if (!response.content) return { status, mediaType: undefined, value: undefined, source: "example" };
  const [first] = examplesOf(model, operation.json());
  return first && { status, mediaType: "application/json", value: first.value, source: "example" };
}

function unknownExample(model: ApiModel, operation: ApiOperation, code: number | undefined, example: string): string {
  const response = code === undefined ? operation.success?.response : operation.response(String(code));
  const keys = Object.values(response?.content ?? {}).flatMap((media) =>
    examplesOf(model, media).map(({ key }) => key),
  );
  const known = keys.length > 0 ? `There are: ${[...new Set(keys)].join(", ")}` : "There are none";
  return `${operation.key} has no example ${JSON.stringify(example.slice(0, 80))}. ${known}`;
}
