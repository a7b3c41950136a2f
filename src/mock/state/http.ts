/** What the state needs of the server: the call that it gets, the response that it gives, and how it refuses. */
export type { Call, MockResponse } from "../server/call.ts";
export { ApiError, invalid, notFound } from "../server/errors.ts";
