import { type OktaApiError, OktaConnectionError } from "../errors.ts";
import type { CallResult } from "../result.ts";
import { onAbort } from "../timing/signals.ts";
import { type Cursor, fingerprintOf, formatCursor } from "./cursor.ts";
import { nextLink, nextPath } from "./link.ts";
import type { Page } from "./paginate.ts";

/** Sends the request for one page; `path` has its query. `onHeaders` is called when its headers are there. */
export type FetchPage = (
  path: string,
  signal: AbortSignal,
  onHeaders: (headers: Headers) => void,
) => Promise<CallResult>;

/** Which pages are read, and how. */
export interface PageRun {
  /** Path of the list, for errors. */
  template: string;
  first: Cursor;
  maxItems: number;
  prefetch: boolean;
  signal: AbortSignal | undefined;
}

/** Empty pages in a row after which a list is taken for endless. */
const MOST_EMPTY_PAGES = 100;

/** A page that is being fetched. */
interface PendingPage {
  path: string;
  promise: Promise<CallResult>;
  /** The page after it, as soon as it is being fetched too. */
  ahead: PendingPage | undefined;
}

/** Reads pages by their `next` links, one page ahead of the reader. */
export async function* readPages<Item>(
  fetchPage: FetchPage,
  { template, first, maxItems, prefetch, signal }: PageRun,
): AsyncGenerator<Page<Item>, void, undefined> {
  const stop = new AbortController();
  signal?.throwIfAborted();
  const release = onAbort(signal, (reason) => stop.abort(reason));
  const track = new Track(template, first.fingerprint);
  let left = maxItems;
  let current: PendingPage | undefined;

  const start = (path: string): PendingPage => {
    const page: PendingPage = { path, promise: undefined!, ahead: undefined };
    page.promise = fetchPage(path, stop.signal, (headers) => {
      // While the body of the page in hand is read, the next one can be on its way. How many items it has is not known
      // yet, so not with a maximum; and a link that leads back is left for the page itself to report.
      if (!prefetch || page !== current || maxItems < Infinity) return;
      const next = track.peek(headers, path);
      if (next !== undefined) page.ahead = start(next);
    });
    page.promise.catch(() => {}); // nobody may wait for a page fetched ahead
    return page;
  };
  const fetchAhead = (page: PendingPage, next: string) => {
    if (page.ahead?.path !== next) page.ahead = start(next);
  };

  try {
    current = left > 0 ? start(first.path) : undefined;
    while (current) {
      const { path } = current;
      const { data, error, response, requestId, rateLimit } = await current.promise;
      signal?.throwIfAborted();
      if (error) throw error as OktaApiError;
      if (!Array.isArray(data)) throw track.broken("the response is no list, so it has no pages", response.status);
      const next = track.next(path, data, response);
      const items: Item[] = data.slice(0, left);
      left -= items.length;
      if (prefetch && left > 0 && next !== undefined) fetchAhead(current, next);
      const cursor = next === undefined ? undefined : formatCursor({ path: next, fingerprint: track.fingerprint });
      yield { items, cursor, response, requestId, rateLimit };
      signal?.throwIfAborted();
      if (next === undefined || left <= 0) return;
      fetchAhead(current, next);
      const { ahead }: PendingPage = current;
      // Pages done with must not point to those to come: the collector would keep each for the sake of the one before.
      current.ahead = undefined;
      current = ahead;
    }
  } finally {
    release();
    stop.abort(new DOMException("The reader of the list has stopped.", "AbortError"));
  }
}

/** Follows the links of a list, and notices when they lead back. */
class Track {
  /** Of the list's first page. */
  fingerprint: string | undefined;
  readonly #template: string;
  readonly #seen = new Set<string>();
  #isFirst: boolean;
  #empty = 0;

  constructor(template: string, fingerprint: string | undefined) {
    this.#template = template;
    this.fingerprint = fingerprint;
    this.#isFirst = fingerprint === undefined;
  }

  broken(message: string, status?: number): OktaConnectionError {
    return new OktaConnectionError({
      reason: "unreadable",
      method: "GET",
      path: this.#template,
      attempts: 1,
      message,
      status,
    });
  }

  /** Where the next page is, as far as headers alone tell. */
  peek(headers: Headers, path: string): string | undefined {
    const link = nextLink(headers);
    if (link === undefined) return undefined;
    try {
      const next = nextPath(link, path);
      return next === path || this.#seen.has(next) ? undefined : next;
    } catch {
      return undefined;
    }
  }

  /**
   * Where the page after this one is; `undefined` after the last one.
   *
   * @throws OktaConnectionError when the links lead back, which would end the list early or repeat its items
   */
  next(path: string, items: readonly unknown[], { headers, status }: Response): string | undefined {
    const fingerprint = fingerprintOf(items);
    if (this.#isFirst) this.fingerprint ??= fingerprint;
    else if (fingerprint === this.fingerprint) throw this.#leadsBack(status);
    this.#isFirst &&= fingerprint === undefined;
    this.#seen.add(path);
    this.#empty = items.length === 0 ? this.#empty + 1 : 0;
    if (this.#empty > MOST_EMPTY_PAGES) {
      throw this.broken(`${this.#empty} empty pages came in a row; the list has no end`, status);
    }
    const link = nextLink(headers);
    if (link === undefined) return undefined;
    let next: string;
    try {
      next = nextPath(link, path);
    } catch (cause) {
      throw this.broken((cause as Error).message, status);
    }
    if (!this.#seen.has(next)) return next;
    // A log that is read to the present goes on linking to its last, empty page.
    if (items.length === 0) return undefined;
    throw this.#leadsBack(status);
  }

  #leadsBack(status: number): OktaConnectionError {
    return this.broken(
      "the next link leads back to a page that was read before, so the list cannot be read to its end",
      status,
    );
  }
}
