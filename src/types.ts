import type { components } from "../generated/schema.d.ts";
import type { OktaApiError } from "./errors.ts";
import type { Readable, Writable } from "./markers.ts";
import type { CallOptions } from "./transport.ts";

type SuccessStatus = 200 | 201 | 202 | 204;
type Media<T> = T extends { content: infer C } ? C[keyof C] : undefined;
type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** What a success of the operation carries; `undefined` where the answer has no body. */
export type Answer<Operation> = Operation extends { responses: infer R }
  ? { [S in keyof R & SuccessStatus]: Readable<Media<R[S]>> }[keyof R & SuccessStatus]
  : never;

type Params<Operation> = Operation extends { parameters: infer P }
  ? { [In in keyof P as P[In] extends undefined ? never : In]: P[In] }
  : never;

type WithParams<P> = [RequiredKeys<P>] extends [never] ? { params?: P } : { params: P };
type WithBody<Operation> = Operation extends { requestBody: infer B }
  ? { body: Writable<Media<B>> }
  : Operation extends { requestBody?: infer B }
    ? [B] extends [undefined]
      ? { body?: never }
      : { body?: Writable<Media<NonNullable<B>>> }
    : { body?: never };

/** Parameters, body and per-call options of one operation. */
export type Init<Operation> = WithParams<Params<Operation>> & WithBody<Operation> & CallOptions;

/** Success or failure; test `error` (or `response.ok`) and the other branch narrows. */
export type Result<Data> =
  { data: Data; error?: undefined; response: Response } | { data?: undefined; error: OktaApiError; response: Response };

/** Calls of one HTTP method. */
export type Method<Routes> = <Path extends keyof Routes>(
  path: Path,
  ...init: [RequiredKeys<Init<Routes[Path]>>] extends [never] ? [init?: Init<Routes[Path]>] : [init: Init<Routes[Path]>]
) => Promise<Result<Answer<Routes[Path]>>>;

/** Options of a call to a path that the document does not list. */
export interface GenericInit extends CallOptions {
  /** Query parameters: arrays repeat the name, dates become ISO 8601, `undefined` is left out. */
  query?: Record<string, unknown>;
  /** A value to send as JSON, or a string, Blob, FormData or bytes to send as they are. */
  body?: unknown;
}

export type GenericResult<Data> = Result<Data>;

/** A schema as a request body takes it: `Input<"Group">` has no `id`. */
export type Input<Name extends keyof components["schemas"]> = Writable<components["schemas"][Name]>;
