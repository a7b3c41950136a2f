import { atPointer } from "./pointer.ts";

/** Resolves the references of one document, each when it is needed. */
export class Refs {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** What a reference such as `#/components/schemas/User` names. @throws Error that names a reference to nothing */
  at<T = unknown>(reference: string): T {
    if (!reference.startsWith("#")) {
      throw new Error(`$ref "${reference}" leads out of the document. Bundle it into one file first.`);
    }
    const found = atPointer(this.#document, decodeURIComponent(reference.slice(1)));
    if (found === undefined) throw new Error(`$ref "${reference}" names nothing in the document.`);
    return found as T;
  }

  /** The node itself, or what its `$ref` names, through any number of steps. */
  resolve<T extends { $ref?: string }>(node: T): T {
    let found = node;
    for (let steps = 0; typeof found?.$ref === "string"; steps += 1) {
      if (steps > 100) throw new Error(`$ref "${found.$ref}" leads back to itself.`);
      found = this.at<T>(found.$ref);
    }
    return found;
  }

  /** As {@link resolve}, with what stands beside each `$ref` laid over its target, as OpenAPI 3.1 has it. */
  merge<T extends { $ref?: string }>(node: T, steps = 0): T {
    if (typeof node?.$ref !== "string") return node;
    if (steps > 100) throw new Error(`$ref "${node.$ref}" leads back to itself.`);
    const { $ref, ...beside } = node;
    return { ...this.merge(this.at<T>($ref), steps + 1), ...beside };
  }
}
