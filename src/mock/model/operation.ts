import type {
  ApiDocument,
  MediaType,
  Method,
  OperationObject,
  Parameter,
  RequestBody,
  ResponseObject,
} from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";

/** Header parameters that the server answers for itself. */
const OWN_HEADERS = new Set(["prefer", "accept", "content-type", "authorization"]);

/** One operation of a document; its parts are resolved when they are first asked for. */
export class ApiOperation {
  readonly method: Method;
  readonly path: string;
  readonly definition: OperationObject;
  readonly #document: ApiDocument;
  readonly #refs: Refs;
  #parameters: Parameter[] | undefined;

  constructor(document: ApiDocument, refs: Refs, method: Method, path: string) {
    this.#document = document;
    this.#refs = refs;
    this.method = method;
    this.path = path;
    this.definition = refs.resolve(document.paths[path]!)[method]!;
  }

  /** Such as `GET /api/v1/users/{userId}`. */
  get key(): string {
    return `${this.method.toUpperCase()} ${this.path}`;
  }

  /** Parameters of path and operation, without headers that the server answers for itself. */
  get parameters(): Parameter[] {
    if (this.#parameters) return this.#parameters;
    const byName = new Map<string, Parameter>();
    const item = this.#refs.resolve(this.#document.paths[this.path]!);
    for (const reference of [...(item.parameters ?? []), ...(this.definition.parameters ?? [])]) {
      const parameter = this.#refs.resolve(reference);
      if (parameter.in === "header" && OWN_HEADERS.has(parameter.name.toLowerCase())) continue;
      byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    return (this.#parameters = [...byName.values()]);
  }

  parameter(name: string, place: string): Parameter | undefined {
    return this.parameters.find((parameter) => parameter.name === name && parameter.in === place);
  }

  get body(): RequestBody | undefined {
    return this.definition.requestBody && this.#refs.resolve(this.definition.requestBody);
  }

  response(code: string): ResponseObject | undefined {
    const reference = this.definition.responses?.[code];
    return reference && this.#refs.resolve(reference);
  }

  /** The lowest success that the document declares; of a deletion 204 where there is one. */
  get success(): { status: number; response: ResponseObject } | undefined {
    const codes = Object.keys(this.definition.responses ?? {}).filter((code) => /^2\d\d$/.test(code));
    const code = this.method === "delete" && codes.includes("204") ? "204" : codes.sort()[0];
    return code === undefined ? undefined : { status: Number(code), response: this.response(code)! };
  }

  /** The JSON of a response: the success unless another is given. */
  json(response: ResponseObject | undefined = this.success?.response): MediaType | undefined {
    return response?.content?.["application/json"];
  }
}
