import { Router } from "../openapi/router.ts";
import { CheckedBody } from "./checked-body.ts";
import type { Exchange } from "./exchange.ts";
import { Masker } from "./mask.ts";
import { foreignType, isJsonType, mediaType } from "./media.ts";
import { askedFor, queryFindings } from "./query.ts";
import { type ApiDocument, escapePointer, isObject, type Operation, operationOf, resolved } from "./schema.ts";
import { Schemas } from "./schemas.ts";

/** One thing in one exchange that the document does not say. */
export interface Finding {
  kind: "violation" | "undeclared-property" | "undeclared-status" | "unknown-operation";
  where: "operation" | "query" | "request" | "response";
  /** In the body; empty for the whole of it. For the query, the name of the parameter. */
  pointer: (string | number)[];
  /** Holds types and names of the document, never a value of the traffic. */
  message: string;
}

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

const checks = new WeakMap<ApiDocument, Check>();

/** The check of a document; its schemas are compiled once, when they are first needed. */
export function checkOf(document: ApiDocument): Check {
  let made = checks.get(document);
  if (!made) checks.set(document, (made = makeCheck(document)));
  return made;
}

function makeCheck(document: ApiDocument): Check {
  const router = new Router<true>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) if (operationOf(item, method)) router.add(path, method, true);
  }
  const masker = new Masker(document);
  let requests: Schemas | undefined;
  let responses: Schemas | undefined;

  const operationAt = (method: string, template: string) => operationOf(document.paths[template], method);

  /** By the name where there is one, else by method and path. */
  function route({ operation, request }: Exchange): { name: string; method: string; template?: string } {
    const [method = "", path = ""] = operation?.split(" ") ?? [request.method, request.path.split(/[?#]/, 1)[0]];
    const verb = method.toUpperCase();
    const template = operation === undefined ? router.find(path)?.template : document.paths[path] && path;
    const name = `${METHODS.has(verb) ? verb : "?"} ${template ?? masker.path(path)}`;
    return template !== undefined && operationAt(verb, template)
      ? { name, method: verb, template }
      : { name, method: verb };
  }

  return (exchange) => {
    const { name, method, template } = route(exchange);
    const { request, response } = exchange;
    const { status } = response;
    const findings: Finding[] = [];
    const find = (kind: Finding["kind"], where: Finding["where"], message: string, pointer: Finding["pointer"] = []) =>
      void findings.push({ kind, where, pointer, message });
    const checked: Checked = {
      operation: name,
      known: template !== undefined,
      findings,
      statusDeclared: false,
      request: undefined,
      response: undefined,
      unrecorded: 0,
    };
    if (template === undefined) {
      find("unknown-operation", "operation", "the document has no such operation");
      return checked;
    }
    requests ??= new Schemas(document, "request");
    responses ??= new Schemas(document, "response");
    const operation = operationAt(method, template)!;
    const base = `/paths/${escapePointer(template)}/${method.toLowerCase()}`;
    findings.push(...queryFindings(requests, template, method, request, status < 400));

    /** Holds a body against the schema of its media type, which stands below a pointer of the document. */
    const body = (schemas: Schemas, where: "request" | "response", component: string, type: string, variant = "") => {
      const pointer = `${component}/content/${escapePointer(type)}/schema${variant}`;
      const made = new CheckedBody(schemas, pointer, exchange[where].body);
      for (const { pointer, message } of made.faults()) find("violation", where, message, pointer);
      for (const { kind, pointer } of made.places) {
        if (kind === "undeclared") find("undeclared-property", where, "is not declared", pointer);
      }
      checked[where] = made;
    };

    // A request that Okta refused may be as wrong as it likes.
    if (request.bodyProblem === "unrecorded") checked.unrecorded += 1;
    else if (status < 300 && request.bodyProblem === "malformed") find("violation", "request", "is no JSON as it says");
    else if (status < 300 && request.body !== undefined) {
      const type = mediaType(resolved(document, operation.requestBody)?.content, request.headers);
      // Clients that send `{}` with every call lose nothing by it.
      const nothing = isObject(request.body) && Object.keys(request.body).length === 0;
      if (type === undefined && !nothing) find("violation", "request", "the document declares no request body");
      else if (type !== undefined)
        body(requests, "request", operation.requestBody!.$ref?.slice(1) ?? `${base}/requestBody`, type);
    }

    const declared = operation.responses ?? {};
    const key = [String(status), `${String(status)[0]}XX`, "default"].find((code) => declared[code] !== undefined);
    checked.statusDeclared = key !== undefined && key !== "default";
    // Faults of servers are nowhere declared by number, and come everywhere.
    if (!checked.statusDeclared && (status < 500 || key === undefined)) {
      find("undeclared-status", "response", `status ${status} is not declared`);
    }
    // What `default` promises are errors.
    if (key === undefined || (key === "default" && status < 400)) return checked;
    const answer = resolved(document, declared[key])!;
    const type = mediaType(answer.content, response.headers);
    const foreign = foreignType(response.headers);
    if (response.bodyProblem === "unrecorded") checked.unrecorded += 1;
    else if (response.bodyProblem === "malformed") find("violation", "response", "is no JSON as it says");
    else if (response.body === undefined || response.body === "") {
      const mayBeEmpty = type === undefined || answer["x-may-be-empty"] || status >= 400 || status === 204;
      if (!mayBeEmpty) find("violation", "response", "the answer is empty, the document promises a body");
    } else if (type === undefined) find("violation", "response", `the document promises no body with ${status}`);
    else if (foreign && isJsonType(type) && typeof response.body === "string") {
      find("violation", "response", `is ${foreign}, the document promises ${type}`);
    } else {
      const at = declared[key]!.$ref?.slice(1) ?? `${base}/responses/${key}`;
      body(responses, "response", at, type, askedFor(answer.content![type]!.schema, request));
    }
    return checked;
  };
}
