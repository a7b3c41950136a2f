import type { OktaApiError } from "../errors.ts";
import { nextLink, nextPath } from "./link.ts";
import { checkedNumber } from "../options.ts";
import { type RateLimit } from "../rate-limit/headers.ts";
import type { Answer } from "../result.ts";
import type { CallOptions } from "../call.ts";

/** How far and from where a list is read. */
export interface PageOptions {
  /** Ends after so many items. @default Infinity */
  maxItems?: number | undefined;
  /** Goes on from a page's `cursor`, with the same parameters as before. */
  cursor?: string | undefined;
  /**
   * Whether the next page is fetched while the present one is worked on; never more than one.
   *
   * @default true
   */
  prefetch?: boolean | undefined;
}

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Where the next page begins, to be saved and given as `cursor`; `undefined` on the last page. */
  cursor: string | undefined;
  response: Response;
  requestId: string | undefined;
  rateLimit: RateLimit | undefined;
}

/** The items of a list, page after page. Each iteration begins anew. */
export interface Paginator<Item> extends AsyncIterable<Item> {
  /** The pages, with their answers. */
  pages(): AsyncGenerator<Page<Item>, void, undefined>;
  /** All items in an array. `limit` is how many it may become at most; a longer list throws a RangeError. */
  toArray(options: { limit: number }): Promise<Item[]>;
}

/** Empty pages in a row after which a list is taken for endless. */
const EMPTY_PAGES = 100;

/**
 * The items of pages one by one, as `yield*` in a generator would give them: in order however often `next` is called
 * at once, and ended by an error. Written out, since a generator settles three promises for each item.
 */
function itemsOf<Item>(
  pages: AsyncGenerator<Page<Item>, void, undefined>,
): AsyncIterableIterator<Item, void, undefined> {
  let items: Item[] = [];
  let at = 0;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  const take = async (): Promise<IteratorResult<Item, void>> => {
    while (at >= items.length) {
      const page = await pages.next();
      if (page.done) return { done: true, value: undefined };
      ({ items } = page.value);
      at = 0;
    }
    return { done: false, value: items[at++]! };
  };
  const inTurn = () => {
    waiting += 1;
    const mine = last.then(take, take).finally(() => (waiting -= 1));
    last = mine;
    return mine;
  };

  return {
    next: () => (waiting > 0 || at >= items.length ? inTurn() : Promise.resolve({ done: false, value: items[at++]! })),
    async return() {
      await pages.return();
      items = [];
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Sends the request for one page; `path` has its query. `arrived` is called when its headers are there. */
export type FetchPage = (path: string, signal: AbortSignal, arrived: (headers: Headers) => void) => Promise<Answer>;

/** A page under way. */
interface Fetched {
  path: string;
  promise: Promise<Answer>;
  /** The page after it, as soon as it is under way too. */
  ahead: Fetched | undefined;
}

/**
 * Reads a list by its `next` links.
 *
 * @throws OktaApiError for a page that Okta refuses, TypeError for wrong options
 */
export function paginator<Item>(
  fetchPage: FetchPage,
  first: () => string,
  { maxItems = Infinity, cursor, prefetch = true, signal }: PageOptions & CallOptions,
): Paginator<Item> {
  checkedNumber("maxItems", maxItems, Infinity);
  if (cursor !== undefined && !cursor.startsWith("/")) {
    throw new TypeError(`cursor must be one that a page gave; got "${cursor}".`);
  }

  async function* pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const stop = new AbortController();
    const abort = () => stop.abort(signal!.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", abort, { once: true });
    const seen = new Set<string>();
    let left = maxItems;
    let empty = 0;
    let current: Fetched | undefined;

    const nextOf = (headers: Headers, path: string) => {
      const link = nextLink(headers);
      const next = link === undefined ? undefined : nextPath(link, path);
      return next !== undefined && next !== path && !seen.has(next) ? next : undefined;
    };
    const start = (path: string): Fetched => {
      const fetched: Fetched = { path, promise: undefined!, ahead: undefined };
      fetched.promise = fetchPage(path, stop.signal, (headers) => {
        // While the body of the page in hand is read, the next one can be on its way. How many items it has is not
        // known yet, so not with a maximum.
        if (prefetch && fetched === current && maxItems === Infinity) goAhead(fetched, nextOf(headers, path));
      });
      fetched.promise.catch(() => {}); // a page fetched ahead may never be asked for
      return fetched;
    };
    const goAhead = (fetched: Fetched, next: string | undefined) => {
      if (fetched.ahead?.path !== next) fetched.ahead = next === undefined ? undefined : start(next);
    };

    try {
      current = left > 0 ? start(cursor ?? first()) : undefined;
      while (current) {
        const { path } = current;
        seen.add(path);
        const { data, error, response, requestId, rateLimit } = await current.promise;
        if (error) throw error as OktaApiError;
        if (!Array.isArray(data)) throw new TypeError(`${path.split("?", 1)[0]} answered no list, so it has no pages.`);
        const items: Item[] = data.slice(0, left);
        left -= items.length;
        empty = items.length === 0 ? empty + 1 : 0;
        if (empty > EMPTY_PAGES) {
          throw new RangeError(`${path.split("?", 1)[0]} sent ${empty} empty pages in a row; the list has no end.`);
        }
        const next = nextOf(response.headers, path);
        if (prefetch && left > 0) goAhead(current, next);
        yield { items, cursor: next, response, requestId, rateLimit };
        if (next !== undefined && left > 0) goAhead(current, next);
        const { ahead }: Fetched = current;
        // Pages done with must not point to those to come: the collector would keep each for the sake of the one before.
        current.ahead = undefined;
        current = left > 0 ? ahead : undefined;
      }
    } finally {
      signal?.removeEventListener("abort", abort);
      stop.abort(new DOMException("Nobody reads on.", "AbortError"));
    }
  }

  return {
    pages,
    [Symbol.asyncIterator]: () => itemsOf(pages()),
    async toArray({ limit }) {
      if (typeof limit !== "number" || !(limit >= 0)) {
        throw new TypeError(`toArray needs a limit, a number of at least 0; got ${String(limit)}.`);
      }
      const all: Item[] = [];
      for await (const { items } of pages()) {
        if (all.length + items.length > limit) {
          throw new RangeError(`The list has more than ${limit} items. Raise the limit, or give maxItems to cut it.`);
        }
        for (const item of items) all.push(item);
      }
      return all;
    },
  };
}
