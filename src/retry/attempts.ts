import type { Auth } from "../auth/auth.ts";
import type { ParseAs } from "../serialize/body.ts";
import { bucketOf } from "../rate-limit/buckets.ts";
import { cancellation, TimeUp } from "../timing/deadline.ts";
import { OktaConnectionError } from "../errors.ts";
import type { OnEvent } from "../events.ts";
import { exchange, type Fetch, type Incoming, type Outgoing } from "./exchange.ts";
import type { HeaderRecord } from "../serialize/headers.ts";
import type { Limiter } from "../rate-limit/limiter.ts";
import type { RetrySettings } from "../options.ts";
import { readCount } from "../rate-limit/headers.ts";
import { sleep } from "../timing/sleep.ts";

/** What all calls of a client share. */
export interface Shared {
  origin: string;
  auth: Auth;
  fetch: Fetch;
  limiter: Limiter;
  onEvent: OnEvent;
}

/** One call, with everything that decides on its attempts. */
export interface Call {
  /** Path template, for errors and events. */
  path: string;
  signal: AbortSignal | undefined;
  timeout: number;
  totalTimeout: number;
  retry: RetrySettings;
  parseAs: ParseAs | undefined;
  arrived?: ((headers: Headers) => void) | undefined;
}

export interface Outcome extends Incoming {
  attempts: number;
  /** Milliseconds until a repetition makes sense, where the last answer told. */
  retryAfter: number | undefined;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/** Faults of the way to Okta, not of Okta: a repetition may find another way. */
const isGatewayFault = (status: number) => status === 502 || status === 503 || status === 504;

const REFUSED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket/;

/** Whether the connection failed before a byte of the call was sent, by what Node, Bun and Deno throw. */
function neverSent(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const all = at instanceof AggregateError ? [at, ...at.errors] : [at];
    if (all.some((e: { code?: unknown }) => typeof e.code === "string" && REFUSED.test(e.code))) return true;
    if (/connection refused|dns error|failed to lookup/i.test(at.message)) return true;
  }
  return false;
}

const retryAfterHeader = (headers: Headers): number | undefined => {
  const seconds = readCount(headers, "retry-after");
  return seconds === undefined ? undefined : seconds * 1000;
};

/** A promise's value, or the signal's reason as soon as it is aborted. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Sends a call until it has an answer that counts: waits for its bucket, signs each attempt anew, and repeats after
 * rate limits and faults as the options allow.
 *
 * @throws OktaConnectionError when there is no answer; the signal's reason when the caller aborts
 */
export async function send(shared: Shared, call: Call, out: Outgoing, headers: HeaderRecord): Promise<Outcome> {
  const { limiter, auth, onEvent } = shared;
  const { signal, retry, path } = call;
  const { method } = out;
  const bucket = bucketOf(method, out.url.slice(shared.origin.length));
  const ours = out.url.startsWith(`${shared.origin}/`);
  const repeatable = !(out.body instanceof ReadableStream);
  const safe = SAFE.has(method) || retry.unsafe;
  const tells = { method, path };
  let attempts = 0;
  let faults = 0;
  let rateLimits = 0;
  let renewed = false;
  let deadline = Infinity;
  let last: Outcome | undefined;

  const backoff = () => Math.random() * Math.min(retry.maxDelay, retry.baseDelay * 2 ** (faults - 1));
  const pause = async (delay: number, why: { status: number } | { error: unknown }) => {
    onEvent({ type: "retry", ...tells, attempt: attempts, delay, ...why });
    await sleep(delay, signal);
  };
  // Written out: spreading what has further properties added is slow in V8, as it is for headers.
  const outcome = ({ response, text }: Incoming, retryAfter: number | undefined): Outcome => ({
    response,
    text,
    attempts,
    retryAfter,
  });
  const inTime = (delay: number) => performance.now() + delay < deadline;
  const noAnswer = (failure: unknown) =>
    new OktaConnectionError({
      reason: failure instanceof TimeUp ? "timeout" : "network",
      ...tells,
      attempts,
      message: failure instanceof TimeUp ? failure.message : `no answer (${describe(failure)})`,
      cause: failure,
    });

  for (;;) {
    signal?.throwIfAborted();
    // The queue counts against the total time of a repetition only: before the first attempt nothing was tried yet.
    const wait = attempts > 0 ? cancellation(signal, deadline - performance.now(), "the total time is up") : undefined;
    const turn = limiter.enter(bucket, attempts > 0, wait ? wait.signal : signal, (reason) =>
      onEvent({ type: "wait", ...tells, ...reason }),
    );
    try {
      if (turn) await turn;
    } catch (error) {
      if (!(error instanceof TimeUp)) throw error;
      if (last) return last;
      throw noAnswer(error);
    } finally {
      wait?.stop();
    }
    attempts += 1;
    if (attempts === 1 && call.totalTimeout > 0) deadline = performance.now() + call.totalTimeout;
    let incoming: Incoming | undefined;
    let failure: unknown;
    let signed: Record<string, string> | undefined;
    try {
      const given = ours ? auth.authorize({ method, url: out.url, fetch: shared.fetch }) : {};
      signed = given instanceof Promise ? await abortable(given, signal) : given;
      const timeout = Math.min(call.timeout || Infinity, deadline - performance.now());
      incoming = await exchange(shared.fetch, out, Object.assign({}, headers, signed), {
        timeout,
        signal,
        parseAs: call.parseAs,
        arrived: call.arrived,
      });
    } catch (error) {
      failure = error;
    } finally {
      limiter.leave(bucket, incoming?.response.headers);
    }

    if (!incoming) {
      // The caller's abort, and a credential that cannot be had, are no faults of the network.
      if (signal?.aborted) throw signal.reason;
      if (!signed) throw failure;
      faults += 1;
      const delay = backoff();
      if (!(safe || neverSent(failure)) || !repeatable || faults > retry.faults || !inTime(delay)) {
        throw noAnswer(failure);
      }
      await pause(delay, { error: failure });
      continue;
    }

    const { response } = incoming;
    const { status } = response;
    const again = ours && auth.answered?.(response, signed!) === true;
    if (again && !renewed && repeatable && !response.ok) {
      renewed = true;
      onEvent({ type: "retry", ...tells, attempt: attempts, delay: 0, status });
      continue;
    }
    let retryAfter: number | undefined;
    if (status === 429) {
      const reset = limiter.untilReset(response.headers);
      onEvent({
        type: "limit",
        ...tells,
        bucket,
        ...(reset !== undefined && { delay: reset, limit: Number(response.headers.get("x-rate-limit-limit")) }),
      });
      rateLimits += 1;
      retryAfter =
        reset ?? retryAfterHeader(response.headers) ?? Math.min(retry.maxDelay, retry.baseDelay * 2 ** rateLimits);
      const delay = retryAfter + Math.random() * retry.jitter;
      if (repeatable && rateLimits <= retry.rateLimits && retryAfter <= retry.maxWait && inTime(delay)) {
        last = outcome(incoming, retryAfter);
        await pause(delay, { status });
        continue;
      }
    } else if (isGatewayFault(status)) {
      retryAfter = retryAfterHeader(response.headers);
      faults += 1;
      const delay = Math.max(retryAfter ?? 0, backoff());
      if (safe && repeatable && faults <= retry.faults && delay <= retry.maxWait && inTime(delay)) {
        last = outcome(incoming, retryAfter);
        await pause(delay, { status });
        continue;
      }
    }
    return outcome(incoming, retryAfter);
  }
}

/** The code or message of the innermost error: `fetch failed` alone helps nobody. */
function describe(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  const { code, message } = at as { code?: unknown; message?: unknown };
  return typeof code === "string" ? code : typeof message === "string" && message ? message : String(at);
}
