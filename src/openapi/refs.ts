import { isObject, unescapePointer, type ApiDocument, type Schema } from "./document.ts";

const SCHEMA_MAPS = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
const SCHEMA_LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMAS = [
  "items",
  "additionalProperties",
  "additionalItems",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/**
 * References of one document, resolved when they are asked for: a start needs none, an operation only its own. Values of
 * examples are never searched, since those of Okta's schemas hold a `$ref` that means something else.
 */
export class Refs {
  readonly #document: ApiDocument;
  readonly #resolved = new Map<string, Schema>();
  readonly #open = new Set<string>();
  /** Schemas that contain themselves, for `#/__bundled__/…`, which is where Prism looks for them. */
  readonly bundled: Record<string, Schema> = {};

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** What a pointer such as `#/components/schemas/User` names. @throws Error that names a reference to nothing */
  at(pointer: string): unknown {
    if (!pointer.startsWith("#")) {
      throw new Error(`$ref "${pointer}" leads out of the document. Bundle it into one file first.`);
    }
    let node: unknown = this.#document;
    for (const part of pointer.slice(2).split("/")) {
      const key = unescapePointer(decodeURIComponent(part));
      if (node === null || typeof node !== "object" || !Object.hasOwn(node, key)) {
        throw new Error(`$ref "${pointer}" names nothing in the document.`);
      }
      node = (node as Record<string, unknown>)[key];
    }
    return node;
  }

  /** The node itself, or what its `$ref` names, through any number of steps. */
  resolve<T extends { $ref?: string }>(node: T): T {
    for (let steps = 0; typeof node?.$ref === "string"; steps += 1) {
      if (steps > 100) throw new Error(`$ref "${node.$ref}" leads back to itself.`);
      node = this.at(node.$ref) as T;
    }
    return node;
  }

  /** A schema without references, each component made once; where it contains itself, a reference to `bundled`. */
  schema(schema: Schema): Schema {
    if (!isObject(schema)) return schema;
    if (typeof schema.$ref === "string") return this.#target(schema as Schema & { $ref: string });
    const copy: Schema = { ...schema };
    for (const key of SCHEMA_MAPS) {
      const map = schema[key];
      if (isObject(map)) {
        copy[key] = Object.fromEntries(
          Object.entries(map).map(([name, value]) => [name, this.schema(value as Schema)]),
        );
      }
    }
    for (const key of SCHEMA_LISTS) {
      const list = schema[key];
      if (Array.isArray(list)) copy[key] = list.map((value) => this.schema(value as Schema));
    }
    for (const key of SCHEMAS) if (isObject(schema[key])) copy[key] = this.schema(schema[key] as Schema);
    return copy;
  }

  #target({ $ref, ...beside }: Schema & { $ref: string }): Schema {
    const target = this.#component($ref);
    if (Object.keys(beside).length === 0) return target;
    if (target.$ref) return { ...this.schema(beside), allOf: [...(beside.allOf ?? []), target] };
    return { ...target, ...this.schema(beside) };
  }

  #component(pointer: string): Schema {
    const known = this.#resolved.get(pointer);
    if (known) return known;
    const name = pointer.slice(2).replaceAll("/", ".");
    if (this.#open.has(pointer)) {
      this.bundled[name] ??= {};
      return { $ref: `#/__bundled__/${name}` };
    }
    this.#open.add(pointer);
    try {
      const made = this.schema(this.at(pointer) as Schema);
      if (this.bundled[name]) this.bundled[name] = made;
      this.#resolved.set(pointer, made);
      return made;
    } finally {
      this.#open.delete(pointer);
    }
  }
}
