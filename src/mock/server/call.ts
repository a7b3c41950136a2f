import type { IncomingHttpHeaders } from "node:http";
import type { ApiOperation } from "../model/model.ts";
import type { Clock } from "../clock.ts";
import type { Preference } from "./prefer.ts";

/** A request on its way to a response. */
export interface Call {
  operation: ApiOperation;
  /** The path as it was sent. */
  path: string;
  /** Values of path parameters, decoded. */
  params: Record<string, string>;
  query: URLSearchParams | undefined;
  headers: IncomingHttpHeaders;
  /** Origin of the server as the client named it, such as `http://127.0.0.1:4010`. */
  base: string;
  /** Parsed JSON, the text of a body of another type, or `undefined` without a body. */
  body: unknown;
  prefer: Preference;
  /** The org's time. */
  clock: Clock;
}

/** Where a response came from: what the run made, an example of the document, its schema alone, or a route of one's own. */
export type Source = "state" | "example" | "generated" | "route";

export interface MockResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | undefined;
  /** `undefined` for a refusal. */
  source: Source | undefined;
}
