import type { RetrySettings } from "../settings.ts";

/** The outcome of one attempt, as far as it matters for another one. */
export type AttemptOutcome =
  | {
      /** There is no usable response. */
      type: "no-response";
      /** Whether the connection failed before anything was sent. */
      neverSent: boolean;
    }
  | {
      type: "response";
      status: number;
      /** Milliseconds until a retry makes sense, where the response says so. */
      retryAfter: number | undefined;
      /** Whether a 429 was for too many calls at once, and not for a window that is used up. */
      concurrencyLimit: boolean;
    };

/** Retries of a call so far. */
export interface RetryHistory {
  /** After network errors and gateway errors. */
  faults: number;
  /** After a 429. */
  rateLimits: number;
}

/** The call, as far as it matters for a retry. */
export interface RetryContext {
  /** Whether sending it twice does no more than sending it once. */
  idempotent: boolean;
  /** Whether its body can be sent again: a stream cannot. */
  replayable: boolean;
  /** Milliseconds that are left of the total time. */
  timeLeft: number;
}

export type RetryDecision =
  | { retry: true; because: "failure" | "rate-limit"; delay: number }
  | {
      retry: false;
      /** `final`: no retry could change it. The others name what forbids one. */
      because: "final" | "not-idempotent" | "not-replayable" | "attempts" | "max-wait" | "total-timeout";
    };

/** Errors of a gateway before Okta: another attempt may get through. */
const isGatewayError = (status: number) => status === 502 || status === 503 || status === 504;

/** Delay after too many calls at once: a place is free as soon as another call ends. */
const CONCURRENCY_DELAY = 100;
/** Longest such delay, and the longest window of Okta's rate limits. */
const WINDOW = 60_000;

const exponential = (base: number, retry: number, longest: number) => Math.min(longest, base * 2 ** retry);

/**
 * Milliseconds before the retry after a 429. A reset in the past says nothing, so the wait grows from one refusal to
 * the next.
 */
export function rateLimitDelay(
  outcome: AttemptOutcome & { type: "response" },
  retry: number,
  { baseDelay, jitter }: RetrySettings,
  random: () => number,
): number {
  if (outcome.concurrencyLimit) {
    return (0.5 + random()) * exponential(CONCURRENCY_DELAY, retry, 2000);
  }
  const { retryAfter } = outcome;
  const grown = exponential(Math.max(baseDelay, 1), retry + 1, WINDOW);
  const wait = retryAfter === undefined ? grown : retry > 0 && retryAfter < grown / 4 ? grown / 4 : retryAfter;
  return wait + random() * jitter;
}

const no = (because: (RetryDecision & { retry: false })["because"]): RetryDecision => ({ retry: false, because });

/**
 * Whether, when and why a call is retried. A 429 is retried whatever the method: Okta has not acted on a call that it
 * refused with one. After other failures only idempotent calls are retried.
 *
 * @param random gives numbers from 0 to 1, for backoff and jitter
 */
export function retryPolicy(
  settings: RetrySettings,
  history: RetryHistory,
  context: RetryContext,
  outcome: AttemptOutcome,
  random: () => number = Math.random,
): RetryDecision {
  const limited = outcome.type === "response" && outcome.status === 429;
  if (outcome.type === "response" && !limited && !isGatewayError(outcome.status)) return no("final");
  if (!context.replayable) return no("not-replayable");
  return limited
    ? afterRateLimit(settings, history, context, outcome, random)
    : afterFailure(settings, history, context, outcome, random);
}

function afterRateLimit(
  settings: RetrySettings,
  { rateLimits }: RetryHistory,
  { timeLeft }: RetryContext,
  outcome: AttemptOutcome & { type: "response" },
  random: () => number,
): RetryDecision {
  if (rateLimits >= settings.rateLimits) return no("attempts");
  const delay = rateLimitDelay(outcome, rateLimits, settings, random);
  // The jitter does not count: a wait that is allowed is not forbidden by chance.
  const wait = outcome.concurrencyLimit ? delay : (outcome.retryAfter ?? 0);
  if (wait > settings.maxWait) return no("max-wait");
  if (delay >= timeLeft) return no("total-timeout");
  return { retry: true, because: "rate-limit", delay };
}

function afterFailure(
  settings: RetrySettings,
  { faults }: RetryHistory,
  { idempotent, timeLeft }: RetryContext,
  outcome: AttemptOutcome,
  random: () => number,
): RetryDecision {
  const unsent = outcome.type === "no-response" && outcome.neverSent;
  if (!idempotent && !settings.unsafe && !unsent) return no("not-idempotent");
  if (faults >= settings.faults) return no("attempts");
  const backoff = random() * exponential(settings.baseDelay, faults, settings.maxDelay);
  const delay = Math.max(outcome.type === "response" ? (outcome.retryAfter ?? 0) : 0, backoff);
  if (delay > settings.maxWait) return no("max-wait");
  if (delay >= timeLeft) return no("total-timeout");
  return { retry: true, because: "failure", delay };
}
