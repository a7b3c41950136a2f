import { isObject, type MediaType, type Obj } from "../../openapi/document.ts";
import { examplesOf as ofDocument } from "../../openapi/examples.ts";
import type { Refs } from "../../openapi/refs.ts";
import type { ApiOperation } from "../model/operation.ts";
import { compose } from "./compose.ts";
import { oktaId } from "./ids.ts";
import { discriminatorOf } from "./shape.ts";

/** The examples of a media type, in the order of the document. */
export const examplesOf = ({ refs }: { refs: Refs }, media: MediaType | undefined) => ofDocument(refs, media);

const pointerOf = (media: MediaType | undefined): string | undefined =>
  media?.schema?.$ref ?? media?.schema?.items?.$ref;

/** A made-up thing gets an id of the kind that its siblings have. */
function madeUp(thing: Obj, sibling: Obj): Obj {
  const { id } = sibling;
  if (typeof thing["id"] === "string" && typeof id === "string" && id.length === 20)
    thing["id"] = oktaId(id.slice(0, 3));
  return thing;
}

/** All examples of the document's answers by their schema, for answers that should fit their request. */
export class ExampleIndex {
  readonly #refs: Refs;
  readonly #operations: readonly ApiOperation[];
  #bySchema: Map<string, Obj[]> | undefined;

  constructor(refs: Refs, operations: readonly ApiOperation[]) {
    this.#refs = refs;
    this.#operations = operations;
  }

  /** @param pointer of a schema, such as `#/components/schemas/Application` */
  of(pointer: string): Obj[] {
    this.#bySchema ??= this.#collect();
    return this.#bySchema.get(pointer) ?? [];
  }

  #collect(): Map<string, Obj[]> {
    const bySchema = new Map<string, Set<Obj>>();
    for (const operation of this.#operations) {
      for (const code of Object.keys(operation.definition.responses ?? {})) {
        if (!code.startsWith("2")) continue;
        const media = operation.json(operation.response(code));
        const pointer = pointerOf(media);
        if (!pointer) continue;
        let values = bySchema.get(pointer);
        if (!values) bySchema.set(pointer, (values = new Set()));
        for (const { value } of ofDocument(this.#refs, media)) {
          for (const item of Array.isArray(value) ? value : [value]) if (isObject(item)) values.add(item);
        }
      }
    }
    return new Map([...bySchema].map(([pointer, values]) => [pointer, [...values]]));
  }

  /**
   * The answer that fits the request best: to the body of one variant an answer of the same variant, to an id the thing
   * of that id; `undefined` when the document's first example is as good as any.
   */
  fitting(
    operation: ApiOperation,
    media: MediaType,
    first: unknown,
    params: Record<string, string>,
    body: unknown,
  ): unknown {
    const pointer = media.schema?.$ref;
    if (!pointer || !isObject(first)) return undefined;
    if (isObject(body)) {
      const tag = discriminatorOf(this.#refs, media.schema)?.propertyName;
      if (!tag || body[tag] === undefined || body[tag] === first[tag]) return undefined;
      const own = ofDocument(this.#refs, media).map(({ value }) => value);
      return (
        [...own, ...this.of(pointer)].find((value) => isObject(value) && value[tag] === body[tag]) ??
        madeUp(compose(this.#refs, media.schema!, body, undefined), first)
      );
    }
    const id = Object.values(params).at(-1);
    if (operation.method !== "get" || id === undefined || first["id"] === id) return undefined;
    return this.of(pointer).find((value) => value["id"] === id);
  }
}
