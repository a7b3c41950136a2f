import type { Auth, AuthorizeRequest } from "../auth/auth.ts";
import { OktaConnectionError } from "../errors.ts";
import type { OktaEvent, OnEvent } from "../events.ts";
import { bucketOf } from "../rate-limit/buckets.ts";
import { isConcurrencyLimit, type RateLimit, readRateLimit, readRetryAfter } from "../rate-limit/headers.ts";
import type { Limiter, Report } from "../rate-limit/limiter.ts";
import { checkedHeaders, type HeaderRecord } from "../serialize/headers.ts";
import type { ParseAs } from "../serialize/response-body.ts";
import type { RetrySettings } from "../settings.ts";
import { DeadlineExceeded, startDeadline } from "../timing/deadline.ts";
import { abortable } from "../timing/signals.ts";
import { sleep } from "../timing/sleep.ts";
import { attempt, type Fetch, type PreparedRequest, type ReadResponse } from "./attempt.ts";
import { isIdempotent } from "./idempotency.ts";
import { describeError, neverSent, withoutSecrets } from "./network-error.ts";
import { type AttemptOutcome, type RetryDecision, retryPolicy } from "./policy.ts";

/** What all calls of a client share. */
export interface Transport {
  origin: string;
  auth: Auth | undefined;
  fetch: Fetch;
  /** `fetch` for the token requests of `auth`, with the client's limits and retries. */
  tokenFetch?: AuthorizeRequest["fetch"];
  limiter: Limiter;
  onEvent: OnEvent | undefined;
  /** Overrides whether calls are idempotent. */
  idempotent?: boolean;
}

/** One call, with everything that decides on its attempts. */
export interface Call {
  /** Path template, for errors and events. */
  path: string;
  signal: AbortSignal | undefined;
  /** Milliseconds; Infinity for no limit. */
  timeout: number;
  totalTimeout: number;
  retry: RetrySettings;
  parseAs: ParseAs | undefined;
  onHeaders?: ((headers: Headers) => void) | undefined;
}

export interface SendResult extends ReadResponse {
  /** As it was sent. */
  url: string;
  rateLimit: RateLimit | undefined;
  attempts: number;
  /** Milliseconds until a retry makes sense, where the last response says so. */
  retryAfter: number | undefined;
  /** Whether this is the 404 of a DELETE whose earlier attempt may have succeeded. */
  alreadyDeleted: boolean;
}

/** A refused credential and nonces that other calls used up can follow each other; after more, nothing helps. */
const MAX_AUTH_RETRIES = 3;
let lastId = 0;

/**
 * Sends a call until it has a final response: waits for its bucket, signs each attempt anew, and retries after rate
 * limits and failures as the options allow.
 *
 * @throws OktaConnectionError when there is no response; the signal's reason when the caller aborts; whatever `auth`
 *   throws
 */
export function send(transport: Transport, call: Call, request: PreparedRequest): Promise<SendResult> {
  const run = new Run(transport, call, request);
  return transport.onEvent ? observed(run) : run.toEnd();
}

async function observed(run: Run): Promise<SendResult> {
  const started = performance.now();
  run.emit({ type: "start" });
  let result: SendResult | undefined;
  let error: unknown;
  try {
    return (result = await run.toEnd());
  } catch (thrown) {
    throw (error = thrown);
  } finally {
    const requestId = result?.response.headers.get("x-okta-request-id");
    run.emit({
      type: "end",
      ...(result ? { status: result.response.status } : { error }),
      attempts: run.attempts,
      duration: performance.now() - started,
      bucket: run.bucket,
      ...(requestId && { requestId }),
    });
  }
}

type Details<Event = OktaEvent> = Event extends unknown ? Omit<Event, "method" | "path" | "id"> : never;

/** The attempts of one call. */
class Run {
  attempts = 0;
  readonly bucket: string;
  readonly #transport: Transport;
  readonly #call: Call;
  readonly #request: PreparedRequest;
  readonly #id = (lastId += 1);
  #faults = 0;
  #rateLimits = 0;
  #authRetries = 0;
  /** Whether an attempt may have been carried out although its response did not come. */
  #responseLost = false;
  #endsAt = Infinity;
  /** The response of the last attempt, should the time for another one run out. */
  #last: SendResult | undefined;

  constructor(transport: Transport, call: Call, request: PreparedRequest) {
    this.#transport = transport;
    this.#call = call;
    this.#request = request;
    this.bucket = bucketOf(request.method, request.url.slice(transport.origin.length));
  }

  emit(details: Details): void {
    const { method } = this.#request;
    this.#transport.onEvent?.({ method, path: this.#call.path, id: this.#id, ...details } as OktaEvent);
  }

  async toEnd(): Promise<SendResult> {
    for (;;) {
      this.#call.signal?.throwIfAborted();
      try {
        const turn = this.#acquire();
        if (turn) await turn;
      } catch (error) {
        if (!(error instanceof DeadlineExceeded)) throw error;
        if (this.#last) return this.#last;
        throw this.#failure(error);
      }
      const result = await this.#attempt();
      if (result) return result;
    }
  }

  /** Waits for a place. Only for a retry does the wait count against the total time. */
  #acquire(): Promise<void> | undefined {
    const { limiter } = this.#transport;
    const repeated = this.attempts > 0;
    const wait = repeated
      ? startDeadline(this.#call.signal, this.#endsAt - performance.now(), "the total time is up")
      : undefined;
    const turn = limiter.acquire({
      bucket: this.bucket,
      repeated,
      signal: wait ? wait.signal : this.#call.signal,
      onWait: (reason) => this.emit({ type: "wait", ...reason }),
    });
    if (!turn) return void wait?.release();
    return turn.finally(() => wait?.release());
  }

  /** One attempt, and what follows from it: a result, or `undefined` when another attempt is due. */
  async #attempt(): Promise<SendResult | undefined> {
    const { limiter } = this.#transport;
    const { signal } = this.#call;
    this.attempts += 1;
    if (this.attempts === 1) this.#endsAt = performance.now() + this.#call.totalTimeout;
    let signed: Signed | undefined;
    let read: ReadResponse | undefined;
    let report: Report | undefined;
    let failure: unknown;
    try {
      const signing = this.#sign();
      signed = signing instanceof Promise ? await signing : signing;
      read = await this.#exchange(signed, () => limiter.release(this.bucket, report));
      const { response } = read;
      report = { status: response.status, headers: response.headers, rateLimit: readRateLimit(response.headers) };
    } catch (error) {
      failure = error;
    } finally {
      // A stream keeps its place until it is read.
      if (!(read?.body instanceof ReadableStream)) limiter.release(this.bucket, report);
    }
    if (read) return this.#afterResponse(read, report!, signed!.headers);
    // The caller's abort and a failure of `auth` are not failures of the network.
    if (signal?.aborted) throw signal.reason;
    if (!signed) throw failure instanceof DeadlineExceeded ? this.#failure(failure) : failure;
    return this.#afterFailure(withoutSecrets(failure, secretsOf(signed)));
  }

  /** What this attempt alone sends: the credential, for the org alone, or a token request made anew. */
  #sign(): Signed | Promise<Signed> {
    const { auth, origin, tokenFetch } = this.#transport;
    const { method, url, body, renew } = this.#request;
    if (renew) return this.#inTime(renew());
    if (!auth || !url.startsWith(`${origin}/`)) return { headers: {}, body };
    const headers = auth.authorize({ method, url, fetch: tokenFetch! });
    if (!(headers instanceof Promise)) return { headers: checkedHeaders(headers, "auth"), body };
    return this.#inTime(headers).then((settled) => ({ headers: checkedHeaders(settled, "auth"), body }));
  }

  #inTime<T>(credential: Promise<T>): Promise<T> {
    const timeout = Math.min(this.#call.timeout, this.#endsAt - performance.now());
    const deadline = startDeadline(this.#call.signal, timeout, `no access token within ${Math.round(timeout)} ms`);
    return abortable(credential, deadline.signal).finally(deadline.release);
  }

  #exchange(signed: Signed, onStreamEnd: () => void): Promise<ReadResponse> {
    const { timeout, signal, parseAs, onHeaders } = this.#call;
    const { url, method, settings } = this.#request;
    // Not spread: that is slow in V8 for objects to which properties were added.
    const headers = Object.assign({}, this.#request.headers, signed.headers);
    const explain = (error: unknown) =>
      signal?.aborted ? signal.reason : this.#failure(withoutSecrets(error, secretsOf(signed)));
    return attempt(
      this.#transport.fetch,
      { url, method, headers, body: signed.body, settings },
      { timeout, endsAt: this.#endsAt, signal, parseAs, onHeaders, onStreamEnd, explain },
    );
  }

  async #afterFailure(error: unknown): Promise<undefined> {
    const unsent = neverSent(error);
    this.#responseLost ||= !unsent;
    const decision = this.#decide({ type: "no-response", neverSent: unsent });
    if (!decision.retry) throw this.#failure(error, decision.because === "not-idempotent");
    this.#faults += 1;
    this.#last = undefined;
    await this.#pause(decision.delay, { error });
  }

  #afterResponse(
    read: ReadResponse,
    report: Report,
    credential: HeaderRecord,
  ): SendResult | undefined | Promise<undefined> {
    const { status } = report;
    if (this.#isWorthANewCredential(read.response, credential)) {
      this.#authRetries += 1;
      this.emit({ type: "retry", attempt: this.attempts, delay: 0, status });
      return undefined;
    }
    if (status < 400) return this.#result(read, report, undefined);
    const concurrencyLimit = isConcurrencyLimit(status, report.rateLimit);
    const retryAfter = this.#retryAfter(report, concurrencyLimit);
    const decision = this.#decide({ type: "response", status, retryAfter, concurrencyLimit });
    const result = this.#result(read, report, decision.retry ? (retryAfter ?? decision.delay) : retryAfter);
    if (!decision.retry) return result;
    this.#last = result;
    if (decision.because === "failure") {
      this.#faults += 1;
      this.#responseLost = true;
    } else this.#rateLimits += 1;
    return this.#pause(decision.delay, { status });
  }

  #isWorthANewCredential(response: Response, credential: HeaderRecord): boolean {
    const refused = this.#transport.auth?.onResponse?.(response, credential) === true && !response.ok;
    return refused && this.#authRetries < MAX_AUTH_RETRIES && this.#replayable;
  }

  /** Milliseconds until a retry makes sense; reports a refusal. */
  #retryAfter(report: Report, concurrencyLimit: boolean): number | undefined {
    const { status, headers, rateLimit } = report;
    if (status !== 429) return readRetryAfter(headers);
    const reset = concurrencyLimit ? undefined : this.#transport.limiter.untilReset(report);
    this.emit({
      type: "limit",
      bucket: this.bucket,
      kind: concurrencyLimit ? "concurrency" : "window",
      ...(rateLimit && { limit: rateLimit.limit }),
      ...(reset !== undefined && { delay: reset }),
    });
    return reset ?? readRetryAfter(headers);
  }

  #result({ response, body }: ReadResponse, { status, rateLimit }: Report, retryAfter: number | undefined): SendResult {
    return {
      response,
      body,
      rateLimit,
      url: this.#request.url,
      attempts: this.attempts,
      retryAfter,
      alreadyDeleted: status === 404 && this.#request.method === "DELETE" && this.#responseLost,
    };
  }

  get #replayable(): boolean {
    return !(this.#request.body instanceof ReadableStream);
  }

  #decide(outcome: AttemptOutcome): RetryDecision {
    const { method, url } = this.#request;
    return retryPolicy(
      this.#call.retry,
      { faults: this.#faults, rateLimits: this.#rateLimits },
      {
        idempotent: this.#transport.idempotent ?? isIdempotent(method, new URL(url).pathname),
        replayable: this.#replayable,
        timeLeft: this.#endsAt - performance.now(),
      },
      outcome,
    );
  }

  async #pause(delay: number, reason: { status: number } | { error: unknown }): Promise<undefined> {
    this.emit({ type: "retry", attempt: this.attempts, delay, ...reason });
    await sleep(delay, this.#call.signal);
    return undefined;
  }

  /** @param unclear whether the call may have been carried out, and is not retried for that reason */
  #failure(cause: unknown, unclear = false): OktaConnectionError {
    const late = cause instanceof DeadlineExceeded;
    const message = late ? cause.message : `no response (${describeError(cause)})`;
    const { method } = this.#request;
    const doubt = method === "DELETE" ? "; it may have been carried out, and a retry could do more: check first" : "";
    return new OktaConnectionError({
      reason: late ? "timeout" : "network",
      method,
      path: this.#call.path,
      attempts: this.attempts,
      message: unclear ? message + doubt : message,
      cause,
    });
  }
}

/** What this attempt sends in addition to the headers of the call. */
interface Signed {
  headers: HeaderRecord;
  body: BodyInit | undefined;
  secrets?: string[];
}

/** What no error may show: the values of an attempt's headers without their scheme, and the secrets of its body. */
const secretsOf = ({ headers, secrets = [] }: Signed): string[] =>
  Object.values(headers)
    .map((value) => value.slice(value.indexOf(" ") + 1))
    .filter((value) => value.length > 3)
    .concat(secrets);
