import type { components } from "../generated/schema.d.ts";
import type { ParseAs } from "./serialize/response-body.ts";
import type { OktaApiError } from "./errors.ts";
import type { Readable, Writable } from "./markers.ts";
import type { RateLimit } from "./rate-limit/headers.ts";
import type { CallOptions } from "./options.ts";

type SuccessStatus = 200 | 201 | 202 | 204;
/** Every status that is not a success. 0 is a redirect in a browser, which hides its status. */
export type FailureStatus =
  | (0 | 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308)
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418)
  | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451 | 499)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 530);

/** The body of an answer: the JSON one where there are several, since calls ask for it first. */
type Media<T> = T extends { content: infer C }
  ? C extends { "application/json": infer Json }
    ? Json
    : C[keyof C]
  : undefined;
export type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** What a success of the operation carries; `undefined` where the answer has no body. */
export type Data<Operation> = Operation extends { responses: infer R }
  ? { [S in keyof R & SuccessStatus]: Readable<Media<R[S]>> }[keyof R & SuccessStatus]
  : never;

type Params<Operation> = Operation extends { parameters: infer P }
  ? { [In in keyof P as P[In] extends undefined ? never : In]: In extends "query" ? WithDates<P[In]> : P[In] }
  : never;

/** Where a query takes a string, it takes a Date too, which is sent in ISO 8601. */
type WithDates<Query> = {
  [K in keyof Query]: string extends Query[K] ? Query[K] | Date : Query[K];
};

type WithParams<P> = [RequiredKeys<P>] extends [never] ? { params?: P } : { params: P };
type WithBody<Operation> = Operation extends { requestBody: infer B }
  ? { body: Body<B> }
  : Operation extends { requestBody?: infer B }
    ? [B] extends [undefined]
      ? { body?: never }
      : { body?: Body<NonNullable<B>> }
    : { body?: never };

/** Bodies that are not JSON go out as they are: text, bytes, a Blob, a form. */
type Body<B> = B extends { content: infer C }
  ? {
      [Type in keyof C]: Type extends `${string}json` ? Writable<C[Type]> : string | Blob | BufferSource | FormData;
    }[keyof C]
  : never;

/** Parameters, body and per-call options of one operation. */
export type Init<Operation> = WithParams<Params<Operation>> & WithBody<Operation> & CallOptions;

interface Told {
  /** The answer itself, its body read. */
  response: Response;
  /** Okta's id of the exchange, for its support. */
  requestId: string | undefined;
  /** The state of the bucket that this call counted against. */
  rateLimit: RateLimit | undefined;
}

export interface Failure extends Told {
  ok: false;
  status: FailureStatus;
  data?: undefined;
  error: OktaApiError;
}

export interface Success<Data, Status extends number = SuccessStatus> extends Told {
  ok: true;
  status: Status;
  data: Data;
  error?: undefined;
}

/** Success or failure; `ok`, `error` or `status` tells which, and the rest narrows. */
export type Result<Data> = Success<Data> | Failure;

interface ParsedAs {
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: ReadableStream<Uint8Array> | null;
}

type SuccessOf<Operation, As extends ParseAs> = Operation extends { responses: infer R }
  ? {
      [S in keyof R & SuccessStatus]: Success<As extends keyof ParsedAs ? ParsedAs[As] : Readable<Media<R[S]>>, S>;
    }[keyof R & SuccessStatus]
  : never;

/** Result of an operation, by status where it has several successes. */
export type ResultOf<Operation, As extends ParseAs = "json"> = SuccessOf<Operation, As> | Failure;

type Reading<As extends ParseAs> = {
  /** Reads the body of a success in another way than declared. `stream` and `blob` leave its end to you. */
  parseAs?: As;
};

/** Of an operation, only what says whether its calls may go without init: editors work this out for every path. */
export type Asked<Operation> = Operation["parameters" & keyof Operation] &
  Pick<Operation, "requestBody" & keyof Operation>;

/** Calls of one HTTP method. */
export type Method<Routes> = <Path extends keyof Routes, As extends ParseAs = "json">(
  path: Path,
  ...init: Record<never, never> extends Asked<Routes[Path]>
    ? [init?: Init<Routes[Path]> & Reading<As>]
    : [init: Init<Routes[Path]> & Reading<As>]
) => Promise<ResultOf<Routes[Path], As>>;

/** Options of a call to a path that the document does not list. */
export interface GenericInit extends CallOptions {
  /** Query parameters: lists repeat the name, dates become ISO 8601, `undefined` is left out. */
  query?: Record<string, unknown>;
  /** A value to send as JSON, or a string, Blob, FormData or bytes to send as they are. */
  body?: unknown;
  /** As in openapi-fetch; by default JSON is parsed and text comes as text. */
  parseAs?: ParseAs;
}

/** A schema as a request body takes it: `Input<"Group">` has no `id`. */
export type Input<Name extends keyof components["schemas"]> = Writable<components["schemas"][Name]>;
