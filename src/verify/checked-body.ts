import { type Fault, faults } from "./explain.ts";
import { type PropertyPlace, places } from "./places.ts";
import { atPointer, type Schema } from "./schema.ts";
import type { Schemas } from "./schemas.ts";

/** A body held against the schema at a pointer of the document. */
export class CheckedBody {
  readonly value: unknown;
  readonly valid: boolean;
  /** Its properties, and whether the document names them. */
  readonly places: PropertyPlace[];
  readonly #schemas: Schemas;
  readonly #pointer: string;

  constructor(schemas: Schemas, pointer: string, value: unknown) {
    const schema = atPointer(schemas.document, pointer) as Schema | undefined;
    this.#schemas = schemas;
    this.#pointer = pointer;
    this.value = value;
    this.valid = schema === undefined || schemas.accepts(pointer, value);
    this.places = schema === undefined ? [] : places(schemas, schema, value);
  }

  /** What is wrong with the body; nothing when it is valid. */
  faults(): Fault[] {
    return this.valid ? [] : faults(this.#schemas, this.#pointer, this.value);
  }

  /** Whether the same schema takes another value. */
  accepts(value: unknown): boolean {
    return this.#schemas.accepts(this.#pointer, value);
  }
}
