import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export interface Exchange {
  operation: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  response: { status: number; headers?: Record<string, string>; body?: unknown };
}

export interface Violation {
  line: number;
  operation: string;
  where: string;
  pointer: string;
  message: string;
}

export interface ReplayResult {
  answers: { valid: number; total: number };
  requests: { valid: number; total: number };
  statuses: { declared: number; total: number };
  properties: { declared: number; freeForm: number; total: number };
  mutants: { rejected: number; total: number };
  violations: Violation[];
  undeclared: { operation: string; pointer: string; count: number }[];
}

/** Reads newline-delimited exchanges; a broken line is an error that names its number. */
export function readExchanges(file: string): Exchange[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      try {
        return [JSON.parse(line) as Exchange];
      } catch (cause) {
        throw new Error(`${file}:${i + 1}: not a JSON object on one line.`, { cause });
      }
    });
}

type Schema = any;
type Direction = "request" | "response";

/** In a request nobody owes a readOnly property, in an answer nobody owes a writeOnly one. */
function forDirection(document: Schema, direction: Direction): Schema {
  const skip = direction === "request" ? "readOnly" : "writeOnly";
  const deref = (node: Schema): Schema =>
    node?.$ref
      ? node.$ref
          .slice(2)
          .split("/")
          .reduce((at: Schema, key: string) => at?.[unescape(key)], document)
      : node;
  const visit = (node: Schema): Schema => {
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== "object" || node === null) return node;
    const copy = Object.fromEntries(Object.entries(node).map(([k, v]) => [k, visit(v)]));
    if (Array.isArray(node.required) && node.properties) {
      copy.required = node.required.filter(
        (name: string) => !(node.properties[name]?.[skip] ?? deref(node.properties[name])?.[skip]),
      );
    }
    return copy;
  };
  return visit(document);
}

const unescape = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");
const escape = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

class Validator {
  readonly document: Schema;
  #ajv: Ajv2020;
  #compiled = new Map<string, ValidateFunction>();

  constructor(document: Schema, direction: Direction) {
    this.document = forDirection(document, direction);
    this.#ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
    (addFormats as any)(this.#ajv);
    this.#ajv.addSchema(this.document, "doc");
  }

  at(pointer: string): ValidateFunction {
    let compiled = this.#compiled.get(pointer);
    if (!compiled) {
      const fragment = pointer.split("/").map(encodeURIComponent).join("/");
      compiled = this.#ajv.compile({ $ref: `doc#${fragment}` });
      this.#compiled.set(pointer, compiled);
    }
    return compiled;
  }

  resolve(schema: Schema): Schema {
    while (schema?.$ref) {
      schema = schema.$ref
        .slice(2)
        .split("/")
        .reduce((node: Schema, key: string) => node?.[unescape(key)], this.document);
    }
    return schema;
  }

  /** Whether the value fits this one part of a union. */
  fits(schema: Schema, value: unknown): boolean {
    const key = "inline:" + JSON.stringify(schema);
    let compiled = this.#compiled.get(key);
    if (!compiled) {
      compiled = this.#ajv.compile(rebase(schema));
      this.#compiled.set(key, compiled);
    }
    return compiled(value) as boolean;
  }

  /** The schemas that apply to a value, unions resolved to the branches that it fits. */
  applying(schema: Schema, value: unknown): Schema[] {
    const found = this.resolve(schema);
    if (!found) return [];
    return [
      found,
      ...(found.allOf ?? []).flatMap((part: Schema) => this.applying(part, value)),
      ...[...(found.oneOf ?? []), ...(found.anyOf ?? [])]
        .filter((part: Schema) => this.fits(part, value))
        .flatMap((part: Schema) => this.applying(part, value)),
    ];
  }
}

function rebase(node: Schema): Schema {
  if (Array.isArray(node)) return node.map(rebase);
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, k === "$ref" ? `doc${v}` : rebase(v)]));
}

interface Place {
  pointer: (string | number)[];
  kind: "declared" | "freeForm" | "undeclared";
}

/** Every property of a value, and whether the document names it. */
function places(validator: Validator, schema: Schema, value: unknown, at: (string | number)[] = []): Place[] {
  const schemas = validator.applying(schema, value);
  if (Array.isArray(value)) {
    const items = schemas.map((s) => s.items).find(Boolean);
    return value.flatMap((item, i) => places(validator, items, item, [...at, i]));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]): Place[] => {
    const pointer = [...at, key];
    const named = schemas.flatMap((s) => (s.properties?.[key] !== undefined ? [s.properties[key]] : []));
    const map = schemas.map((s) => s.additionalProperties).find((a) => a === true || isObject(a));
    if (named.length > 0) {
      return [
        { pointer, kind: "declared" },
        ...places(validator, named.length === 1 ? named[0] : { allOf: named }, child, pointer),
      ];
    }
    if (isObject(map)) return [{ pointer, kind: "declared" }, ...places(validator, map, child, pointer)];
    return [{ pointer, kind: map === true ? "freeForm" : "undeclared" }];
  });
}

const wrongType = (value: unknown): unknown => {
  if (typeof value === "string") return 4711;
  if (typeof value === "number" || typeof value === "boolean") return "not this type";
  if (Array.isArray(value)) return { not: "this type" };
  return value === null ? { not: "this type" } : "not this type";
};

function withValueAt(value: any, pointer: (string | number)[], change: (old: unknown) => unknown): unknown {
  if (pointer.length === 0) return change(value);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const [key, ...rest] = pointer as [string, ...string[]];
  copy[key] = withValueAt(copy[key], rest, change);
  return copy;
}

/** The declared media type that a message names, else the first one. */
function mediaType(content: Record<string, unknown> = {}, headers: Record<string, string> = {}): string | undefined {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const named = header?.split(";")[0]!.trim().toLowerCase();
  return named && content[named] ? named : Object.keys(content)[0];
}

const validators = new WeakMap<object, { requests: Validator; answers: Validator }>();

function validatorsOf(document: Schema) {
  const made = validators.get(document) ?? {
    requests: new Validator(document, "request"),
    answers: new Validator(document, "response"),
  };
  validators.set(document, made);
  return made;
}

/** Validates every exchange against the bundled document and counts what the document knows of it. */
export function replay(document: Schema, exchanges: Exchange[], { mutants = true } = {}): ReplayResult {
  const { requests, answers } = validatorsOf(document);
  const undeclared = new Map<string, { operation: string; pointer: string; count: number }>();
  const result: ReplayResult = {
    answers: { valid: 0, total: 0 },
    requests: { valid: 0, total: 0 },
    statuses: { declared: 0, total: 0 },
    properties: { declared: 0, freeForm: 0, total: 0 },
    mutants: { rejected: 0, total: 0 },
    violations: [],
    undeclared: [],
  };
  exchanges.forEach((exchange, i) => {
    const [method = "", url = ""] = exchange.operation.split(" ");
    const operation = document.paths?.[url]?.[method.toLowerCase()];
    const violate = (where: string, pointer: string, message: string) =>
      result.violations.push({ line: i + 1, operation: exchange.operation, where, pointer, message });
    if (!operation) {
      violate("operation", "", "the document has no such operation");
      return;
    }
    const check = (validator: Validator, where: Direction, pointer: string, schema: Schema, body: unknown) => {
      const validate = validator.at(pointer);
      const valid = validate(body) as boolean;
      if (!valid) {
        // Each branch of a union repeats what is wrong in the part that they share.
        const findings = new Map(validate.errors!.map((e) => [`${e.instancePath} ${e.message}`, e]));
        for (const e of findings.values()) violate(where, e.instancePath, `${e.message} ${JSON.stringify(e.params)}`);
      }
      for (const place of places(validator, schema, body)) {
        result.properties.total += 1;
        if (place.kind === "declared") result.properties.declared += 1;
        if (place.kind === "freeForm") result.properties.freeForm += 1;
        if (place.kind === "undeclared") {
          const name = `/${place.pointer.map((p) => (typeof p === "number" ? "*" : escape(p))).join("/")}`;
          const key = `${exchange.operation} ${where} ${name}`;
          const entry = undeclared.get(key) ?? { operation: `${exchange.operation} ${where}`, pointer: name, count: 0 };
          entry.count += 1;
          undeclared.set(key, entry);
        }
        if (mutants && where === "response" && valid && place.kind === "declared") {
          result.mutants.total += 1;
          if (!validate(withValueAt(body, place.pointer, wrongType))) result.mutants.rejected += 1;
        }
      }
      return valid;
    };
    const base = `/paths/${escape(url)}/${method.toLowerCase()}`;
    const { status, body } = exchange.response;
    if (exchange.request.body !== undefined && status < 300) {
      result.requests.total += 1;
      const type = mediaType(operation.requestBody?.content, exchange.request.headers);
      if (!type) violate("request", "", "the document declares no request body");
      else {
        const schema = requests.document.paths[url][method.toLowerCase()].requestBody.content[type].schema;
        const pointer = `${base}/requestBody/content/${escape(type)}/schema`;
        if (check(requests, "request", pointer, schema, exchange.request.body)) result.requests.valid += 1;
      }
    }
    result.statuses.total += 1;
    const declared = operation.responses[status] ? String(status) : "default";
    if (operation.responses[status]) result.statuses.declared += 1;
    if (!operation.responses[status] && status < 400) violate("response", "", `status ${status} is not declared`);
    result.answers.total += 1;
    const answer = operation.responses[declared];
    const component = answer?.$ref ? answer.$ref.slice(1) : `${base}/responses/${declared}`;
    const content = answers.resolve(answer)?.content ?? {};
    const type = mediaType(content, exchange.response.headers);
    if (body === undefined || body === "") {
      const mayBeEmpty = !type || answers.resolve(answer)["x-may-be-empty"] || status >= 400 || status === 204;
      if (mayBeEmpty) result.answers.valid += 1;
      else violate("response", "", "the answer is empty, the document promises a body");
    } else if (!type) violate("response", "", `the document promises no body with ${status}`);
    else {
      const schema = answers.resolve(answers.document.paths[url][method.toLowerCase()].responses[declared]).content[
        type
      ].schema;
      if (check(answers, "response", `${component}/content/${escape(type)}/schema`, schema, body))
        result.answers.valid += 1;
    }
  });
  result.undeclared = [...undeclared.values()].sort((a, b) => b.count - a.count);
  return result;
}

const share = (part: number, total: number) =>
  `${part} of ${total}${total > 0 ? ` (${((100 * part) / total).toFixed(1)} %)` : ""}`;

/** The result for people: figures first, then each finding on a line of its own. */
export function report(result: ReplayResult): string {
  return [
    `answers valid        ${share(result.answers.valid, result.answers.total)}`,
    `requests valid       ${share(result.requests.valid, result.requests.total)}`,
    `statuses declared    ${share(result.statuses.declared, result.statuses.total)}`,
    `properties declared  ${share(result.properties.declared + result.properties.freeForm, result.properties.total)}`,
    `properties free-form ${share(result.properties.freeForm, result.properties.total)}`,
    `mutants rejected     ${share(result.mutants.rejected, result.mutants.total)}`,
    ...result.violations.map(
      (v) => `violation  ${v.operation} ${v.where} ${v.pointer || "/"} (exchange ${v.line}): ${v.message}`,
    ),
    ...result.undeclared.map((u) => `undeclared ${u.operation} ${u.pointer} (${u.count})`),
  ].join("\n");
}
