import type { OktaClient } from "../client.ts";
import type { LogEvent } from "../../generated/models.ts";
import { nextLink, nextPath } from "./link.ts";
import { sleep } from "../timing/sleep.ts";
import type { CallOptions } from "../call.ts";
import type { Readable } from "../markers.ts";

/** What to follow, and from where. */
export interface FollowLogOptions extends Omit<CallOptions, "totalTimeout"> {
  /** Events published from here on. @default now */
  since?: Date | string | undefined;
  /** Goes on where a follower was, in place of `since`: the value of its `cursor`. */
  cursor?: string | undefined;
  /** Only events that match, such as `eventType eq "user.session.start"`. */
  filter?: string | undefined;
  /** Only events that hold these words. */
  q?: string | undefined;
  /** Events a request, up to 1000. @default 1000 */
  limit?: number | undefined;
  /** Milliseconds between requests once all events so far are read. @default 10000 */
  interval?: number | undefined;
}

/** Events as they are published, without an end. */
export interface LogFollower extends AsyncIterable<Readable<LogEvent>> {
  /** Right after the event handed out last: save it once the event is dealt with, and give it as `cursor` to go on. */
  readonly cursor: string;
}

interface Position {
  /** Path and query of the page in hand. */
  page: string;
  /** uuid of the last event of it that was handed out. */
  last?: string;
}

function readCursor(cursor: string): Position {
  try {
    const { page, last } = JSON.parse(cursor) as Position;
    if (/^\/api\/v1\/logs\?/.test(page)) return last === undefined ? { page } : { page, last: String(last) };
  } catch {
    // falls through to the one error for every wrong cursor
  }
  throw new TypeError("cursor must be the value of a follower's cursor property.");
}

/**
 * Follows the System Log like `tail -f`: every event once, in order, until the signal is aborted or the loop is left.
 * Goes on by Okta's own `next` links, so that late events are neither lost nor repeated.
 *
 * @example
 * const log = followLog(okta, { cursor: await load() });
 * for await (const event of log) { await handle(event); await save(log.cursor); }
 * @throws OktaApiError when Okta refuses a request; TypeError for a cursor that is none
 */
export function followLog(okta: OktaClient, options: FollowLogOptions = {}): LogFollower {
  const { since = new Date(), cursor, filter, q, limit = 1000, interval = 10_000, ...call } = options;
  const iso = since instanceof Date ? since.toISOString() : since;
  const query = new URLSearchParams({ since: iso, sortOrder: "ASCENDING", limit: String(limit) });
  if (filter !== undefined) query.set("filter", filter);
  if (q !== undefined) query.set("q", q);
  let at: Position = cursor === undefined ? { page: `/api/v1/logs?${query}` } : readCursor(cursor);

  async function* events(): AsyncGenerator<Readable<LogEvent>, void, undefined> {
    for (;;) {
      const { data, error, response } = await okta.request<Readable<LogEvent>[]>("GET", at.page, call);
      if (error) throw error;
      // A page that was left in the middle comes again, perhaps longer: begin after the last event handed out.
      const handled = at.last === undefined ? -1 : data.findIndex(({ uuid }) => uuid === at.last);
      for (const event of data.slice(handled + 1)) {
        at = { page: at.page, last: event.uuid };
        yield event;
      }
      const link = nextLink(response.headers);
      const next = link === undefined ? at.page : nextPath(link, at.page);
      const caughtUp = data.length === 0 || next === at.page;
      if (next !== at.page) at = { page: next };
      if (caughtUp) await sleep(interval, call.signal);
    }
  }

  return {
    get cursor() {
      return JSON.stringify(at);
    },
    [Symbol.asyncIterator]: events,
  };
}
