import type { ApiModel, ApiOperation } from "./model.ts";
import { type MediaType, type Obj, type Schema } from "../../openapi/document.ts";
import * as prism from "./prism.ts";

/** What Prism found wrong with a request. */
export interface Violation {
  /** Where, such as `["body", "profile", "login"]`. */
  path: string[];
  /** Keyword of JSON Schema that failed, or 415 for the media type. */
  code: string | number;
  message: string;
}

/** A request in the form that Prism validates. */
export interface EngineRequest {
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  /** Parsed JSON, or the text of another type; `undefined` without a body. */
  body: unknown;
}

/** The answer that Prism's negotiation chose. */
export interface Negotiated {
  status: number;
  mediaType: string | undefined;
  /** The example, unless the answer has to be generated. */
  example: { value: unknown } | undefined;
  schema: Schema | undefined;
}

/** Why there is no answer of the kind that was asked for. */
export class NotNegotiable extends Error {}

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/**
 * Prism on one document. Operations are put into Prism's form one at a time, on first use; Prism's own modules are
 * loaded in three steps (validator, negotiator, generator), each when it is first needed.
 */
export class Engine {
  readonly #model: ApiModel;
  readonly #resources = new Map<string, prism.Resource>();

  constructor(model: ApiModel) {
    this.#model = model;
  }

  /**
   * @param variant pointer of the schema to validate the body by, where the operation's own is a union
   */
  validate(operation: ApiOperation, request: EngineRequest, variant?: string): Violation[] {
    const { validateInput } = prism.validator();
    const result = validateInput({
      resource: this.#resource(operation, variant),
      element: {
        method: operation.method,
        url: { path: request.path, query: request.query },
        headers: request.headers,
        body: request.body,
      },
    });
    return result._tag === "Right"
      ? []
      : result.left
          .filter((violation) => violation.severity === 0)
          .map(({ path = [], code = "", message }) => ({ path: path.map(String), code, message }));
  }

  /**
   * What is wrong with an answer by the document.
   */
  validateAnswer(operation: ApiOperation, status: number, headers: Record<string, string>, body: unknown): Violation[] {
    const { validateOutput } = prism.validator();
    const result = validateOutput({
      resource: this.#resource(operation),
      element: { statusCode: status, headers, body },
    });
    return result._tag === "Right"
      ? []
      : result.left.map(({ path = [], code = "", message }) => ({ path: path.map(String), code, message }));
  }

  /** @throws NotNegotiable when the document has no such answer */
  negotiate(operation: ApiOperation, wish: prism.Wish): Negotiated {
    const negotiate = prism.negotiator().negotiateOptionsForValidRequest(this.#resource(operation), wish);
    let result: ReturnType<typeof negotiate>;
    try {
      result = negotiate(prism.silent);
    } catch (cause) {
      // Prism throws on an `Accept` that is no media type.
      throw new NotNegotiable((cause as Error).message);
    }
    if (result._tag === "Left") throw new NotNegotiable(result.left.detail || result.left.message);
    const { code, mediaType, bodyExample, schema } = result.right;
    return {
      status: Number(code),
      mediaType,
      example:
        bodyExample && "value" in bodyExample && bodyExample.value !== undefined
          ? { value: bodyExample.value }
          : undefined,
      schema,
    };
  }

  /** A value made up from a schema. @param seed the same seed makes the same value */
  generate(operation: ApiOperation, schema: Schema, seed?: string): unknown {
    const resource = this.#resource(operation);
    const result = prism.generator().generate(resource, resource.__bundled__, schema, seed);
    if (result._tag === "Left") throw result.left;
    return result.right;
  }

  #resource(operation: ApiOperation, variant = ""): prism.Resource {
    const key = `${operation.key} ${variant}`;
    let resource = this.#resources.get(key);
    if (!resource) this.#resources.set(key, (resource = this.#transform(operation, variant)));
    return resource;
  }

  #transform(operation: ApiOperation, variant: string): prism.Resource {
    const { refs, document } = this.#model;
    const content = (types: Record<string, MediaType> | undefined, schema?: Schema): Obj =>
      Object.fromEntries(
        Object.entries(types ?? {}).map(([type, media]) => [
          type,
          {
            ...media,
            ...(media.schema && { schema: refs.schema(schema ?? media.schema) }),
            ...(media.examples && {
              examples: Object.fromEntries(
                Object.entries(media.examples).map(([name, example]) => [name, refs.resolve(example)]),
              ),
            }),
          },
        ]),
      );
    const { body } = operation;
    const definition = {
      operationId: operation.definition.operationId,
      parameters: operation.parameters.map((parameter) => ({
        ...parameter,
        ...(parameter.schema && { schema: refs.schema(parameter.schema) }),
      })),
      ...(body && {
        requestBody: { ...body, content: content(body.content, variant ? { $ref: variant } : undefined) },
      }),
      // Headers are made by the server: Prism ends the process over one whose schema is an array.
      responses: Object.fromEntries(
        Object.keys(operation.definition.responses ?? {}).map((code) => {
          const response = operation.response(code)!;
          return [code, { ...response, headers: {}, content: content(response.content) }];
        }),
      ),
    };
    const resource = prism.transform()({
      // Prism's default is draft 7, which knows neither `prefixItems` nor `unevaluatedProperties`.
      document: {
        openapi: document.openapi,
        ...(document.openapi.startsWith("3.1") && { jsonSchemaDialect: DIALECT }),
        paths: { [operation.path]: { [operation.method]: definition } },
      },
      name: operation.path,
      method: operation.method,
      config: { type: "operation", documentProp: "paths", nameProp: "path" },
    });
    resource.__bundled__ = refs.bundled;
    return resource;
  }
}
