import {
  METHODS,
  type ApiDocument,
  type MediaType,
  type Method,
  type OperationObject,
  type Parameter,
} from "../../openapi/document.ts";
import type { RequestBody, ResponseObject } from "../../openapi/document.ts";
import { Engine } from "./engine.ts";
import { ExampleIndex } from "../responses/examples.ts";
import { Refs } from "../../openapi/refs.ts";
import { Router } from "../../openapi/router.ts";

/** Header parameters that the server answers for itself. */
const OWN_HEADERS = new Set(["prefer", "accept", "content-type", "authorization"]);

/** One operation of the document; its parts are resolved when they are first asked for. */
export class ApiOperation {
  readonly method: Method;
  readonly path: string;
  readonly definition: OperationObject;
  readonly #model: ApiModel;
  #parameters: Parameter[] | undefined;

  constructor(model: ApiModel, method: Method, path: string, definition: OperationObject) {
    this.#model = model;
    this.method = method;
    this.path = path;
    this.definition = definition;
  }

  /** Such as `GET /api/v1/users/{userId}`. */
  get key(): string {
    return `${this.method.toUpperCase()} ${this.path}`;
  }

  /** Parameters of path and operation, without headers that the server answers for itself. */
  get parameters(): Parameter[] {
    if (this.#parameters) return this.#parameters;
    const byName = new Map<string, Parameter>();
    const item = this.#model.document.paths[this.path]!;
    for (const reference of [...(item.parameters ?? []), ...(this.definition.parameters ?? [])]) {
      const parameter = this.#model.refs.resolve(reference);
      if (parameter.in === "header" && OWN_HEADERS.has(parameter.name.toLowerCase())) continue;
      byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    return (this.#parameters = [...byName.values()]);
  }

  parameter(name: string, place: string): Parameter | undefined {
    return this.parameters.find((parameter) => parameter.name === name && parameter.in === place);
  }

  get body(): RequestBody | undefined {
    return this.definition.requestBody && this.#model.refs.resolve(this.definition.requestBody);
  }

  response(code: string): ResponseObject | undefined {
    const reference = this.definition.responses?.[code];
    return reference && this.#model.refs.resolve(reference);
  }

  /** The lowest success that the document declares; of a deletion 204 where there is one. */
  get success(): { status: number; response: ResponseObject } | undefined {
    const codes = Object.keys(this.definition.responses ?? {}).filter((code) => /^2\d\d$/.test(code));
    const code = this.method === "delete" && codes.includes("204") ? "204" : codes.sort()[0];
    return code === undefined ? undefined : { status: Number(code), response: this.response(code)! };
  }

  /** The JSON of an answer: the success unless a status is given. */
  json(response: ResponseObject | undefined = this.success?.response): MediaType | undefined {
    return response?.content?.["application/json"];
  }
}

/** A document with all that was made of it. Servers of one document share it. */
export class ApiModel {
  readonly document: ApiDocument;
  readonly refs: Refs;
  readonly router = new Router<ApiOperation>();
  readonly operations: ApiOperation[] = [];
  readonly engine: Engine;
  readonly examples: ExampleIndex;
  /** The org that the document's examples speak of, such as `https://example.okta.com`. */
  readonly origin: string;

  constructor(document: ApiDocument) {
    this.document = document;
    this.refs = new Refs(document);
    for (const [path, reference] of Object.entries(document.paths)) {
      const item = this.refs.resolve(reference);
      for (const method of METHODS) {
        const definition = item[method];
        if (!definition) continue;
        const operation = new ApiOperation(this, method, path, definition);
        this.operations.push(operation);
        this.router.add(path, method, operation);
      }
    }
    this.engine = new Engine(this);
    this.examples = new ExampleIndex(this);
    const [server] = document.servers ?? [];
    this.origin = (server?.url ?? "").replace(/\{(\w+)\}/g, (_, name) => server?.variables?.[name]?.default ?? "");
  }

  operation(method: Method, path: string): ApiOperation | undefined {
    return this.operations.find((operation) => operation.method === method && operation.path === path);
  }
}
