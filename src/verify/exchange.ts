/** Why the body of a message cannot be checked although there was one. */
export type BodyProblem =
  /** The recording left it out, or cut it. */
  | "unrecorded"
  /** Its content type says JSON, and it is none. */
  | "malformed";

/** One request and its response, as a line of newline-delimited exchanges holds them. */
export interface Exchange {
  /** Method and path template, such as `GET /api/v1/users/{userId}`. Found by method and path where absent. */
  operation?: string;
  request: {
    method: string;
    /** Path on the org; may hold the query. */
    path: string;
    query?: Record<string, unknown>;
    headers?: Record<string, string>;
    /** JSON, or a string for other types; absent when empty. */
    body?: unknown;
    bodyProblem?: BodyProblem;
  };
  response: {
    /** HTTP status. */
    status: number;
    /** Reason phrase; looked through for control characters, and never printed. */
    statusText?: string;
    headers?: Record<string, string>;
    body?: unknown;
    bodyProblem?: BodyProblem;
  };
}

/** Where an exchange stands: an entry of a HAR file, a line of exchanges, or a call through the proxy, from 1. */
export interface Place {
  /** The file as it was named, `-` for standard input, or the origin of the proxy. */
  source: string;
  kind: "entry" | "line" | "call";
  number: number;
}

/** Why a part of the input is no traffic of the API. */
export type SkipReason = "other host" | "other path" | "no answer" | "not HTTP" | "not modified" | "preflight or HEAD";

/** What a reader of traffic comes upon. */
export type TrafficEvent =
  | { type: "exchange"; place: Place; exchange: Exchange }
  | { type: "skipped"; place: Place; reason: SkipReason; /** Of `other host`. */ host?: string }
  | {
      type: "broken";
      place: Place;
      /** What is wrong, without a word of the input. */
      message: string;
      /** From 1, in the file. */
      line: number;
      column?: number;
    };
