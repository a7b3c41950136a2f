import { METHODS, type ApiDocument, type Method } from "../../openapi/document.ts";
import { Refs } from "../../openapi/refs.ts";
import { Router } from "../../openapi/router.ts";
import { Engine } from "../prism/engine.ts";
import { ExampleIndex } from "../responses/examples.ts";
import { ApiOperation } from "./operation.ts";

export { ApiOperation } from "./operation.ts";

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
        if (!item[method]) continue;
        const operation = new ApiOperation(document, this.refs, method, path);
        this.operations.push(operation);
        this.router.add(path, method, operation);
      }
    }
    this.engine = new Engine(document, this.refs);
    this.examples = new ExampleIndex(this.refs, this.operations);
    const [server] = document.servers ?? [];
    this.origin = (server?.url ?? "").replace(/\{(\w+)\}/g, (_, name) => server?.variables?.[name]?.default ?? "");
  }

  operation(method: Method, path: string): ApiOperation | undefined {
    return this.operations.find((operation) => operation.method === method && operation.path === path);
  }
}
