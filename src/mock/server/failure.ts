import type { MockResponse } from "./call.ts";
import { ApiError, apiErrorOf } from "./errors.ts";
import { lowerCaseNames } from "./headers.ts";
import { type Count, exhaust } from "./limits.ts";
import type { ScenarioRule } from "./scenario.ts";

/** The response of a scenario's rule. */
export function responseOfRule(rule: ScenarioRule, count: Count): MockResponse {
  const { status = 500, errorCode, body, headers = {}, resetSeconds = 2 } = rule;
  if (status === 429) exhaust(count, resetSeconds);
  const isPage = typeof body === "string";
  const text = isPage ? body : body === undefined ? undefined : JSON.stringify(body);
  const sent = text ?? (status >= 400 ? apiErrorOf(status, errorCode).body : undefined);
  const type = sent === undefined ? {} : { "content-type": isPage ? "text/html" : "application/json" };
  return { status, headers: { ...type, ...lowerCaseNames(headers) }, body: sent, source: undefined };
}

/** The response to an error: Okta's, or a 500 for a fault of the mock itself, which the log gets in full. */
export function responseOfError(error: unknown, log: ((line: string) => void) | undefined): MockResponse {
  if (!(error instanceof ApiError)) log?.(`The mock failed: ${error instanceof Error ? error.stack : String(error)}`);
  const { status, headers, body } =
    error instanceof ApiError
      ? error
      : new ApiError(500, "E0000009", undefined, [error instanceof Error ? error.message : String(error)]);
  return { status, headers: { "content-type": "application/json", ...headers }, body, source: undefined };
}
