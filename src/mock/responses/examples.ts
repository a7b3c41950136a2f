import type { ApiModel, ApiOperation } from "../model/model.ts";
import { isObject, type MediaType, type Obj } from "../../openapi/document.ts";
import { compose } from "./compose.ts";
import { oktaId } from "./ids.ts";
import { discriminatorOf } from "./shape.ts";

/** The examples of a media type, in the order of the document. */
export function examplesOf(model: ApiModel, media: MediaType | undefined): { key: string; value: unknown }[] {
  if (!media) return [];
  if (media.example !== undefined) return [{ key: "default", value: media.example }];
  return Object.entries(media.examples ?? {}).map(([key, example]) => ({
    key,
    value: model.refs.resolve(example).value,
  }));
}

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
  readonly #model: ApiModel;
  #bySchema: Map<string, Obj[]> | undefined;

  constructor(model: ApiModel) {
    this.#model = model;
  }

  /** @param pointer of a schema, such as `#/components/schemas/Application` */
  of(pointer: string): Obj[] {
    this.#bySchema ??= this.#collect();
    return this.#bySchema.get(pointer) ?? [];
  }

  #collect(): Map<string, Obj[]> {
    const bySchema = new Map<string, Set<Obj>>();
    for (const operation of this.#model.operations) {
      for (const code of Object.keys(operation.definition.responses ?? {})) {
        if (!code.startsWith("2")) continue;
        const media = operation.json(operation.response(code));
        const pointer = pointerOf(media);
        if (!pointer) continue;
        let values = bySchema.get(pointer);
        if (!values) bySchema.set(pointer, (values = new Set()));
        for (const { value } of examplesOf(this.#model, media)) {
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
      const tag = discriminatorOf(this.#model.refs, media.schema)?.propertyName;
      if (!tag || body[tag] === undefined || body[tag] === first[tag]) return undefined;
      const own = examplesOf(this.#model, media).map(({ value }) => value);
      return (
        [...own, ...this.of(pointer)].find((value) => isObject(value) && value[tag] === body[tag]) ??
        madeUp(compose(this.#model.refs, media.schema!, body, undefined), first)
      );
    }
    const id = Object.values(params).at(-1);
    if (operation.method !== "get" || id === undefined || first["id"] === id) return undefined;
    return this.of(pointer).find((value) => value["id"] === id);
  }
}
