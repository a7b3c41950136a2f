import type { LogEvent } from "../../generated/models.ts";
import type { OktaClient } from "../okta-client.ts";
import { isOktaApiError, isOktaConnectionError } from "../errors.ts";
import type { CallOptions } from "../options.ts";
import type { Result } from "../types.ts";
import { checkedNumber, checkedShare } from "../settings.ts";
import { sleep } from "../timing/sleep.ts";
import { nextLink, nextPath } from "./link.ts";

/** What to follow, and from where. */
export interface FollowLogOptions extends Pick<CallOptions, "headers" | "signal" | "timeout" | "retry"> {
  /** Events published from here on. @default now */
  since?: Date | string | undefined;
  /** Goes on where a follower was, in place of `since`: the value of its `cursor`. */
  cursor?: string | undefined;
  /** Only events that match, such as `eventType eq "user.session.start"`. */
  filter?: string | undefined;
  /** Only events that hold these words. */
  q?: string | undefined;
  /** Events a request, from 1 to 1000. @default 1000 */
  limit?: number | undefined;
  /**
   * Milliseconds between requests once all events so far are read: after a page that is not full. Full pages follow each
   * other at once, as far as `share` allows.
   *
   * @default 10000
   */
  interval?: number | undefined;
  /**
   * The part of the log's rate limit that following may use, above 0 and at most 1; other readers of the log need the
   * rest.
   *
   * @default 0.5
   */
  share?: number | undefined;
  /**
   * Milliseconds to go on after temporary failures (errors 500 and above, 429, and lost connections), beyond the retries
   * of each request. 0 to give up at once.
   *
   * @default 300000
   */
  retryFor?: number | undefined;
}

/** Events as they are published, without an end. */
export interface LogFollower extends AsyncIterable<LogEvent> {
  /** Right after the event handed out last: save it once the event is dealt with, and give it as `cursor` to go on. */
  readonly cursor: string;
}

interface Position {
  /** Path and query of the page in hand. */
  page: string;
  /** uuid of the last event of it that was handed out. */
  last?: string;
}

/** Okta counts calls by the minute. */
const WINDOW = 60_000;
const LONGEST_PAUSE = 30_000;
/** Okta cuts a longer page off, which would look like the end of the log. */
const LONGEST_PAGE = 1000;

function readCursor(cursor: string): Position {
  try {
    const { page, last } = JSON.parse(cursor) as Position;
    if (/^\/api\/v1\/logs\?/.test(page)) return last === undefined ? { page } : { page, last: String(last) };
  } catch {
    // falls through to the one error for every wrong cursor
  }
  throw new TypeError("cursor must be the value of a follower's cursor property.");
}

function firstPosition({ since = new Date(), filter, q }: FollowLogOptions, limit: number): Position {
  const iso = since instanceof Date ? since.toISOString() : since;
  const query = new URLSearchParams({ since: iso, sortOrder: "ASCENDING", limit: String(limit) });
  if (filter !== undefined) query.set("filter", filter);
  if (q !== undefined) query.set("q", q);
  return { page: `/api/v1/logs?${query}` };
}

const isTemporary = (error: unknown): boolean =>
  isOktaConnectionError(error) || (isOktaApiError(error) && (error.status >= 500 || error.status === 429));

/** Repeats a request while its failure is temporary, for as long as that is allowed. */
async function withRetries<Data>(
  call: () => Promise<Result<Data>>,
  retryFor: number,
  signal: AbortSignal | undefined,
): Promise<Result<Data> & { ok: true }> {
  const started = performance.now();
  for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    let failure: unknown;
    try {
      const result = await call();
      if (result.ok) return result;
      failure = result.error;
    } catch (error) {
      failure = error;
    }
    signal?.throwIfAborted();
    if (!isTemporary(failure) || performance.now() + pause - started > retryFor) throw failure;
    await sleep(pause, signal);
  }
}

/**
 * Follows the System Log like `tail -f`: every event once, in order, until the signal is aborted or the loop is left.
 * Goes on by Okta's own `next` links, so that late events are neither lost nor repeated.
 *
 * @example
 * const log = followLog(okta, { cursor: await load() });
 * for await (const event of log) { await handle(event); await save(log.cursor); }
 * @throws OktaApiError when Okta refuses a request, OktaConnectionError when it cannot be reached for longer than
 *   `retryFor`; TypeError for options that are wrong
 */
export function followLog(okta: OktaClient, options: FollowLogOptions = {}): LogFollower {
  const { signal, headers, timeout, retry } = options;
  const call = { signal, headers, timeout, retry };
  const limit = checkedNumber("limit", options.limit, LONGEST_PAGE, { min: 1 });
  if (limit > LONGEST_PAGE) throw new TypeError(`limit must be at most ${LONGEST_PAGE}; got ${limit}.`);
  const interval = checkedNumber("interval", options.interval, 10_000);
  const share = checkedShare("share", options.share, 0.5);
  const retryFor = checkedNumber("retryFor", options.retryFor, 300_000);
  let at = options.cursor === undefined ? firstPosition(options, limit) : readCursor(options.cursor);

  async function* events(): AsyncGenerator<LogEvent, void, undefined> {
    for (;;) {
      const requestedAt = performance.now();
      const { data, response, rateLimit } = await withRetries(
        () => okta.request<LogEvent[]>("GET", at.page, call),
        retryFor,
        signal,
      );
      // A page that was left in the middle comes again, perhaps longer: begin after the last event handed out.
      const handled = at.last === undefined ? -1 : data.findIndex(({ uuid }) => uuid === at.last);
      for (const event of data.slice(handled + 1)) {
        signal?.throwIfAborted();
        at = { page: at.page, last: event.uuid };
        yield event;
      }
      signal?.throwIfAborted();
      const link = nextLink(response.headers);
      const next = link === undefined ? at.page : nextPath(link, at.page);
      const caughtUp = data.length < limit || next === at.page;
      if (next !== at.page) at = { page: next };
      const spacing = rateLimit && rateLimit.limit > 0 ? WINDOW / (rateLimit.limit * share) : 0;
      const pause = caughtUp ? interval : requestedAt + spacing - performance.now();
      if (pause > 0) await sleep(pause, signal);
    }
  }

  return {
    get cursor() {
      return JSON.stringify(at);
    },
    [Symbol.asyncIterator]: events,
  };
}
