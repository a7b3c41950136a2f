import type { Call as ServerCall } from "../server/call.ts";

/** What the state needs of the server: the call that it gets, the response that it gives, and how it refuses. */
export type { Answer as MockResponse } from "../server/call.ts";
export { invalid, notFound, Refusal as ApiError } from "../server/errors.ts";

export type Call = ServerCall & {
  /** The org's time; the machine's without it. */
  clock?: { now(): number };
};
