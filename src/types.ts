import type { Schemas } from "../generated/schema.d.ts";
import type { OktaApiError } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import type { RateLimit } from "./rate-limit/headers.ts";
import type { ParseAs } from "./serialize/response-body.ts";

/** Statuses of a success. */
export type SuccessStatus = 200 | 201 | 202 | 204;
/** Every status that is not a success. 0 is a redirect in a browser, which hides its status. */
export type FailureStatus =
  | (0 | 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308)
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418)
  | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451 | 499)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 530);

/** A body that is not JSON goes out as it is. */
export type RawBody = string | Blob | ArrayBuffer | ArrayBufferView | FormData;

export type { CallOptions };

/** Options of a call to a path that the document does not list. */
export interface GenericInit extends CallOptions {
  /** Query parameters: lists repeat the name, dates become ISO 8601, `undefined` is left out. */
  query?: Record<string, unknown> | undefined;
  /** A value to send as JSON, or a string, Blob, FormData or bytes to send as they are. */
  body?: unknown;
  /** How the body of a success is read; by default JSON is parsed and text comes as text. */
  parseAs?: ParseAs | undefined;
}

/** What every result says about its response. */
export interface ResponseInfo {
  /** The response itself, its body read. */
  response: Response;
  /** Okta's id of the exchange, for its support. */
  requestId: string | undefined;
  /** The state of the rate-limit bucket that this call counted against. */
  rateLimit: RateLimit | undefined;
  /** How often the call was sent. */
  attempts: number;
}

/** A call that succeeded: its data is there. */
export interface Success<Data> extends ResponseInfo {
  /** Whether the call succeeded: `true` comes with `data`, `false` with `error`. */
  ok: true;
  /** HTTP status. */
  status: SuccessStatus;
  /** What Okta returned; `undefined` where the response has no body. */
  data: Data;
  /** Why the call failed; `undefined` on success. */
  error?: undefined;
  /** A retry of the deletion found that the first attempt had deleted the resource. */
  alreadyDeleted?: true;
}

/** A call that failed: its error is there. */
export interface Failure extends ResponseInfo {
  /** Whether the call succeeded: `true` comes with `data`, `false` with `error`. */
  ok: false;
  /** HTTP status. */
  status: FailureStatus;
  /** What Okta returned; `undefined` on failure. */
  data?: undefined;
  /** Why the call failed; `undefined` on success. */
  error: OktaApiError;
}

/** Success or failure; check `ok`, `error` or `status`, and the rest narrows. */
export type Result<Data> = Success<Data> | Failure;

/** A schema as a request body takes it: `Input<"Group">` has no `id`. */
export type Input<Name extends keyof Schemas> = `${Name}Input` extends keyof Schemas
  ? Schemas[`${Name}Input`]
  : `${Name}Request` extends keyof Schemas
    ? Schemas[`${Name}Request`]
    : Schemas[Name];

/** What a call of one path takes and returns. */
export interface Route {
  init?: unknown;
  data: unknown;
}

interface ParsedBodies {
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: ReadableStream<Uint8Array> | null;
}

/** How the body of a success is read. */
export interface ParseOptions<As extends ParseAs> {
  /** Reads the body of a success in another way than declared. `stream` and `blob` leave its end to you. */
  parseAs?: As | undefined;
}

/**
 * The arguments of a call behind its path: required where the operation has required parameters or a body.
 *
 * While a path is being typed it may be any, and what it takes is not known yet. Working that out from all operations
 * at once would be most of the time of a completion.
 */
export type CallArguments<Routes extends Record<keyof Routes, Route>, Path extends keyof Routes, Options = unknown> = [
  keyof Routes,
] extends [Path]
  ? [init?: CallOptions & Options]
  : RouteArguments<Routes[Path], Options>;

/** For a path that is spelled otherwise here, `init` is a text that says so, for the error message. */
type RouteArguments<Of extends Route, Options> = [Of] extends [{ init: unknown }]
  ? [init: Of["init"] extends string ? Of["init"] : Of["init"] & Options]
  : [init?: Of["init"] & Options];

/** What a success of a call carries, read as `parseAs` says. */
export type CallData<Of extends Route, As extends ParseAs = "json"> = As extends keyof ParsedBodies
  ? ParsedBodies[As]
  : Of["data"];

// What follows reads the types of openapi-typescript, `operations["getUser"]`.

type Media<T> = T extends { content: infer C }
  ? C extends { "application/json": infer Json }
    ? Json
    : C[keyof C]
  : undefined;
type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** What a success of an operation carries: `Data<operations["getUser"]>`. */
export type Data<Operation> = Operation extends { responses: infer R }
  ? { [Status in keyof R & SuccessStatus]: Media<R[Status]> }[keyof R & SuccessStatus]
  : never;

type BodyOf<B> = B extends { content: infer C }
  ? { [Type in keyof C]: Type extends `${string}json` ? C[Type] : RawBody }[keyof C]
  : never;

type WithParams<Operation> = Operation extends { parameters: infer P }
  ? [keyof P] extends [never]
    ? unknown
    : [RequiredKeys<P>] extends [never]
      ? { params?: P | undefined }
      : { params: P }
  : unknown;
type WithBody<Operation> = Operation extends { requestBody: infer B }
  ? { body: BodyOf<B> }
  : Operation extends { requestBody?: infer B }
    ? [B] extends [undefined]
      ? unknown
      : { body?: BodyOf<NonNullable<B>> | undefined }
    : unknown;

/** Parameters, body and per-call options of one operation: `Init<operations["getUser"]>`. */
export type Init<Operation> = WithParams<Operation> & WithBody<Operation> & CallOptions;

/** What a call of an operation resolves to: `ResultOf<operations["getUser"]>`. */
export type ResultOf<Operation, As extends ParseAs = "json"> = Result<
  As extends keyof ParsedBodies ? ParsedBodies[As] : Data<Operation>
>;
