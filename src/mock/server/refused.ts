import type { MockResponse } from "./call.ts";
import { ApiError, apiErrorOf } from "./errors.ts";
import type { Count } from "./limits.ts";
import type { ScenarioRule } from "./scenario.ts";

/** Makes the headers of a 429 that was asked for those of a limit that is used up. */
export function useUp(count: Count, seconds: number): void {
  count.remaining = 0;
  count.reset = Math.floor(Date.now() / 1000) + seconds;
}

/** The answer of a rule of the scenario. */
export function failed(rule: ScenarioRule, count: Count): MockResponse {
  const { status = 500, errorCode, body, headers = {}, resetSeconds = 2 } = rule;
  if (status === 429) useUp(count, resetSeconds);
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const page = typeof body === "string";
  return {
    status,
    headers: { "content-type": page ? "text/html" : "application/json", ...own },
    body: body === undefined ? apiErrorOf(status, errorCode).body : page ? body : JSON.stringify(body),
    source: undefined,
  };
}

/** The answer to what was thrown on the way: a refusal, or a fault of the mock itself, which is told to the log. */
export function refusedBy(error: unknown, log: ((line: string) => void) | undefined): MockResponse {
  if (!(error instanceof ApiError)) log?.(`The mock failed: ${error instanceof Error ? error.stack : String(error)}`);
  const refusal =
    error instanceof ApiError
      ? error
      : new ApiError(500, "E0000009", undefined, [error instanceof Error ? error.message : String(error)]);
  const { status, headers, body } = refusal;
  return { status, headers: { "content-type": "application/json", ...headers }, body, source: undefined };
}
