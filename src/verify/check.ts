import { Router } from "../openapi/router.ts";
import { CheckedBody } from "./checked-body.ts";
import { isNestedTooDeep, MOST_NESTED } from "./depth.ts";
import type { Exchange } from "./exchange.ts";
import { type Finding, violation } from "./finding.ts";
import { Masker } from "./mask.ts";
import { foreignType, isJsonType, mediaType } from "./media.ts";
import { askedFor, queryFindings } from "./query.ts";
import {
  type ApiDocument,
  escapePointer,
  isObject,
  type Operation,
  operationOf,
  resolved,
  type ResponseObject,
} from "./schema.ts";
import { Schemas } from "./schemas.ts";
import { hasControlCharacter, isStatus, statusText } from "./status.ts";

export interface Checked {
  /** Method and path template; what may be data is hidden where the document has no such operation. */
  operation: string;
  /** Whether the document has the operation. */
  known: boolean;
  findings: Finding[];
  /** Whether the status is declared by its number. */
  statusDeclared: boolean;
  /** The body of an accepted request; `undefined` where there was none to check. */
  request: CheckedBody | undefined;
  response: CheckedBody | undefined;
  /** Bodies that the recording lacks. */
  unrecorded: number;
}

/** Holds one exchange against a document. */
export type Check = (exchange: Exchange) => Checked;

const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

const checkers = new WeakMap<ApiDocument, Checker>();

/** The checker of a document; its schemas are compiled once, when they are first needed. */
export function checkerOf(document: ApiDocument): Checker {
  let checker = checkers.get(document);
  if (!checker) checkers.set(document, (checker = new Checker(document)));
  return checker;
}

export const checkOf = (document: ApiDocument): Check => {
  const checker = checkerOf(document);
  return (exchange) => checker.check(exchange);
};

/** An operation of the document, and where it stands there. */
interface Target {
  template: string;
  method: string;
  operation: Operation;
  pointer: string;
}

/** A body, the content that the document declares for it, and where that stands. */
interface BodyPart {
  where: "request" | "response";
  schemas: Schemas;
  /** JSON pointer of the request body or response in the document. */
  component: string;
  type: string;
  /** Where a schema for this exchange stands below that of the type; empty for that schema itself. */
  variant?: string;
}

export class Checker {
  readonly #document: ApiDocument;
  readonly #router = new Router<true>();
  readonly #masker: Masker;
  #requestSchemas: Schemas | undefined;
  #responseSchemas: Schemas | undefined;

  constructor(document: ApiDocument) {
    this.#document = document;
    this.#masker = new Masker(document);
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of METHODS) if (operationOf(item, method)) this.#router.add(path, method, true);
    }
  }

  get #requests(): Schemas {
    return (this.#requestSchemas ??= new Schemas(this.#document, "request"));
  }

  get #responses(): Schemas {
    return (this.#responseSchemas ??= new Schemas(this.#document, "response"));
  }

  /** Reads the schemas now, which takes a second or two, and not at the first check. */
  prepare(): void {
    this.#requests.prepare();
    this.#responses.prepare();
  }

  check(exchange: Exchange): Checked {
    const { name, target } = this.#route(exchange);
    const checked: Checked = {
      operation: name,
      known: target !== undefined,
      findings: httpFindings(exchange),
      statusDeclared: false,
      request: undefined,
      response: undefined,
      unrecorded: 0,
    };
    if (!target) {
      const message = "the document has no such operation";
      checked.findings.push({ kind: "unknown-operation", where: "operation", pointer: [], message });
      return checked;
    }
    const { template, method } = target;
    const accepted = exchange.response.status < 400;
    const query = { schemas: this.#requests, template, method, request: exchange.request, accepted };
    checked.findings.push(...queryFindings(query));
    this.#checkRequest(checked, exchange, target);
    if (isStatus(exchange.response.status)) this.#checkResponse(checked, exchange, target);
    return checked;
  }

  /** The operation by its name where the exchange has one, else by method and path. */
  #route({ operation: named, request }: Exchange): { name: string; target: Target | undefined } {
    const [verb = "", path = ""] = named?.split(" ") ?? [request.method, request.path.split(/[?#]/, 1)[0]];
    const method = METHODS.has(verb.toUpperCase()) ? verb.toUpperCase() : "?";
    const { paths } = this.#document;
    const template =
      named === undefined ? this.#router.find(path)?.template : Object.hasOwn(paths, path) ? path : undefined;
    const operation = template === undefined || method === "?" ? undefined : operationOf(paths[template], method);
    return {
      name: `${method} ${template ?? this.#masker.path(path)}`,
      target:
        template === undefined || operation === undefined
          ? undefined
          : { template, method, operation, pointer: `/paths/${escapePointer(template)}/${method.toLowerCase()}` },
    };
  }

  /** A request that Okta refused may be as wrong as it likes. */
  #checkRequest(checked: Checked, exchange: Exchange, { operation, pointer }: Target): void {
    const { request, response } = exchange;
    if (request.bodyProblem === "unrecorded") checked.unrecorded += 1;
    if (request.bodyProblem === "unrecorded" || response.status >= 300) return;
    if (request.bodyProblem === "malformed") {
      checked.findings.push(violation("request", "the content type is JSON, the body is not"));
    }
    if (request.body === undefined) return;
    const type = mediaType(resolved(this.#document, operation.requestBody)?.content, request.headers);
    if (type !== undefined) {
      const component = operation.requestBody!.$ref?.slice(1) ?? `${pointer}/requestBody`;
      return this.#checkBody(checked, exchange, { where: "request", schemas: this.#requests, component, type });
    }
    // Clients that send `{}` with every call lose nothing by it.
    const isEmpty = isObject(request.body) && Object.keys(request.body).length === 0;
    if (!isEmpty) checked.findings.push(violation("request", "the document declares no request body"));
  }

  #checkResponse(checked: Checked, exchange: Exchange, { operation, pointer }: Target): void {
    const { status, bodyProblem } = exchange.response;
    const declared = operation.responses ?? {};
    const key = [String(status), `${String(status)[0]}XX`, "default"].find((code) => Object.hasOwn(declared, code));
    checked.statusDeclared = key !== undefined && key !== "default";
    // Faults of servers are nowhere declared by number, and come everywhere.
    if (!checked.statusDeclared && (status < 500 || key === undefined)) {
      const message = `status ${status} is not declared`;
      checked.findings.push({ kind: "undeclared-status", where: "response", pointer: [], message });
    }
    if (bodyProblem === "unrecorded") checked.unrecorded += 1;
    // What `default` promises are errors.
    else if (key !== undefined && (key !== "default" || status >= 400)) {
      const node = declared[key]!;
      this.#checkResponseBody(checked, exchange, node, node.$ref?.slice(1) ?? `${pointer}/responses/${key}`);
    }
  }

  #checkResponseBody(checked: Checked, exchange: Exchange, node: ResponseObject, component: string): void {
    const { status, headers } = exchange.response;
    const response = resolved(this.#document, node)!;
    const type = mediaType(response.content, headers);
    const mayBeEmpty = type === undefined || response["x-may-be-empty"] === true || status >= 400 || status === 204;
    const finding = responseProblem(exchange, type, mayBeEmpty);
    if (finding) checked.findings.push(finding);
    else if (type !== undefined && hasBody(exchange)) {
      const variant = askedFor(response.content![type]!.schema, exchange.request);
      this.#checkBody(checked, exchange, { where: "response", schemas: this.#responses, component, type, variant });
    }
  }

  /** Holds a body against the schema of its media type. */
  #checkBody(checked: Checked, exchange: Exchange, { where, schemas, component, type, variant = "" }: BodyPart): void {
    const value = exchange[where].body;
    if (isNestedTooDeep(value)) {
      const message = `is nested more than ${MOST_NESTED} levels deep, and was not checked`;
      checked.findings.push(violation(where, message));
      return;
    }
    const body = new CheckedBody(schemas, `${component}/content/${escapePointer(type)}/schema${variant}`, value);
    for (const { pointer, message } of body.faults()) checked.findings.push(violation(where, message, pointer));
    for (const { kind, pointer } of body.places) {
      if (kind !== "undeclared") continue;
      checked.findings.push({ kind: "undeclared-property", where, pointer, message: "is not declared" });
    }
    checked[where] = body;
  }
}

const hasBody = ({ response: { body } }: Exchange): boolean => body !== undefined && body !== "";

/** What keeps the body of a response from being held against a schema, where that is a fault. */
function responseProblem(exchange: Exchange, type: string | undefined, mayBeEmpty: boolean): Finding | undefined {
  const { status, headers, body, bodyProblem } = exchange.response;
  if (bodyProblem === "malformed") return violation("response", "the content type is JSON, the body is not");
  if (!hasBody(exchange)) {
    return mayBeEmpty ? undefined : violation("response", "the response is empty, the document promises a body");
  }
  if (type === undefined) return violation("response", `the document promises no body with ${status}`);
  const foreign = foreignType(headers);
  if (foreign === undefined || !isJsonType(type) || typeof body !== "string") return undefined;
  return { ...violation("response", `the content type must be ${type}`), mediaType: foreign };
}

/** What HTTP itself forbids, whatever the document says. */
function httpFindings({ response }: Exchange): Finding[] {
  const findings: Finding[] = [];
  if (!isStatus(response.status)) {
    findings.push(violation("response", `status ${statusText(response.status)} is outside 100 to 599`));
  }
  if (hasControlCharacter(response.statusText ?? "")) {
    findings.push(violation("response", "the reason phrase holds a control character"));
  }
  return findings;
}
