import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { loadAjv } from "./load-ajv.ts";
import { narrowed, tagged } from "./narrow.ts";
import { type ApiDocument, isObject, resolved, type Schema } from "./schema.ts";

export type Direction = "request" | "response";

/**
 * A readOnly property is not required in a request, where it is ignored and so may be null; a writeOnly one is not
 * required in a response.
 */
function forDirection(document: ApiDocument, direction: Direction): ApiDocument {
  const skip = direction === "request" ? "readOnly" : "writeOnly";
  const skips = (property: Schema | undefined) => property?.[skip] ?? resolved(document, property)?.[skip];
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isObject(node)) return node;
    const copy: Record<string, unknown> = {};
    for (const key in node) copy[key] = visit(node[key]);
    const { required, properties } = node as Schema;
    if (Array.isArray(required) && properties) copy["required"] = required.filter((name) => !skips(properties[name]));
    if (direction === "request" && isObject(properties)) {
      const visited = copy["properties"] as Record<string, Schema>;
      for (const name of Object.keys(properties).filter((one) => skips(properties[one]))) {
        visited[name] = { anyOf: [visited[name]!, { type: "null" }] };
      }
    }
    return copy;
  };
  return visit(document) as ApiDocument;
}

function ajv(document: ApiDocument, allErrors: boolean): Ajv2020 {
  const { Ajv, addFormats } = loadAjv();
  // Most schemas check a body or two: optimizing their code takes longer than it saves.
  const instance = new Ajv({ strict: false, allErrors, logger: false, code: { optimize: false } });
  addFormats(instance);
  return instance.addSchema(document, "doc");
}

const reference = (pointer: string) => ({ $ref: `doc#${pointer.split("/").map(encodeURIComponent).join("/")}` });

/** References of a part of the document, made absolute. */
function rebase(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rebase);
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, k === "$ref" ? `doc${String(v)}` : rebase(v)]));
}

/** The schemas of a document for one direction, compiled when they are first needed. */
export class Schemas {
  readonly document: ApiDocument;
  #ajv: Ajv2020;
  #explaining: Ajv2020 | undefined;
  #byPointer = new Map<string, ValidateFunction>();
  #explainers = new Map<string, ValidateFunction>();
  #byPart = new WeakMap<Schema, ValidateFunction>();

  constructor(document: ApiDocument, direction: Direction) {
    this.document = forDirection(document, direction);
    this.#ajv = ajv(this.document, false);
  }

  /** Reads the document for explanations too, which the first violation would wait for. */
  prepare(): void {
    this.#explaining ??= ajv(narrowed(this.document), true);
  }

  /** Whether a value is valid by the schema at a JSON pointer of the document. */
  accepts(pointer: string, value: unknown): boolean {
    let compiled = this.#byPointer.get(pointer);
    if (!compiled) this.#byPointer.set(pointer, (compiled = this.#ajv.compile(reference(pointer))));
    return compiled(value) as boolean;
  }

  /** All that is wrong with a value that is not accepted, unions narrowed by their tag. */
  errors(pointer: string, value: unknown): ErrorObject[] {
    let compiled = this.#explainers.get(pointer);
    if (!compiled) {
      this.prepare();
      this.#explainers.set(pointer, (compiled = this.#explaining!.compile(reference(pointer))));
    }
    if (!compiled(value)) return compiled.errors!;
    // The variant of its tag takes it, and so does another one against its own tag.
    this.accepts(pointer, value);
    return this.#byPointer.get(pointer)!.errors ?? [];
  }

  /** The schemas that apply to a value, unions resolved to the branches that it fits. */
  applying(schema: Schema | undefined, value: unknown): Schema[] {
    const found = resolved(this.document, schema);
    if (!found) return [];
    const { allOf = [], oneOf = [], anyOf = [] } = found;
    if (allOf.length + oneOf.length + anyOf.length === 0) return [found];
    return [
      found,
      ...[...allOf, ...this.#branches(found, oneOf, value), ...this.#branches(found, anyOf, value)].flatMap((part) =>
        this.applying(part, value),
      ),
    ];
  }

  /** The branches that a value fits; for one that fits none, the one that its tag names, else all. */
  #branches(union: Schema, parts: Schema[], value: unknown): Schema[] {
    const fitting = parts.filter((part) => this.#fits(part, value));
    if (fitting.length > 0 || parts.length === 0 || !isObject(value)) return fitting;
    const meant = [union, ...parts].flatMap((part) => {
      const { propertyName, mapping } = tagged(this.document, part)?.discriminator ?? {};
      const tag = propertyName && value[propertyName];
      return typeof tag === "string" && mapping && Object.hasOwn(mapping, tag) ? { $ref: mapping[tag]! } : [];
    });
    return meant.length > 0 ? meant : parts;
  }

  #fits(part: Schema, value: unknown): boolean {
    let compiled = this.#byPart.get(part);
    if (!compiled) this.#byPart.set(part, (compiled = this.#ajv.compile(rebase(part) as object)));
    return compiled(value) as boolean;
  }
}
