import type { $Read, $Write } from "../generated/schema.d.ts";

type Primitive = string | number | boolean | bigint | null | undefined;

/** A schema as an answer carries it: server-set properties are there, write-only ones are not. */
export type Readable<T> = T extends Primitive | Blob
  ? T
  : T extends $Write<unknown>
    ? never
    : T extends $Read<infer U>
      ? Readable<U>
      : T extends (infer E)[]
        ? Readable<E>[]
        : T extends object
          ? { [K in keyof T as NonNullable<T[K]> extends $Write<unknown> ? never : K]: Readable<T[K]> }
          : T;

/** A schema as a request body carries it: server-set properties are refused, write-only ones are taken. */
export type Writable<T> = T extends Primitive | Blob
  ? T
  : T extends $Read<unknown>
    ? never
    : T extends $Write<infer U>
      ? Writable<U>
      : T extends (infer E)[]
        ? Writable<E>[]
        : T extends object
          ? { [K in keyof T as NonNullable<T[K]> extends $Read<unknown> ? never : K]: Writable<T[K]> } & {
              [K in keyof T as NonNullable<T[K]> extends $Read<unknown> ? K : never]?: never;
            }
          : T;
