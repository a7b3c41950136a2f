import type { CallOptions } from "../options.ts";
import type { RateLimit } from "../rate-limit/headers.ts";
import { checkedNumber } from "../settings.ts";
import { readCursor } from "./cursor.ts";
import { itemsOf } from "./items.ts";
import { type FetchPage, readPages } from "./pages.ts";

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
  /** The pages, with their responses. */
  pages(): AsyncGenerator<Page<Item>, void, undefined>;
  /** All items in an array. `limit` is how many it may become at most; a longer list throws a RangeError. */
  toArray(options: { limit: number }): Promise<Item[]>;
}

/** The list that is read. */
export interface ListTarget {
  /** Path with its parameters in braces. */
  template: string;
  /** Path and query of the first page. */
  first: string;
}

/**
 * Reads a list by its `next` links.
 *
 * @throws OktaApiError for a page that Okta refuses, OktaConnectionError for pages that cannot be read to the end,
 *   TypeError for wrong options
 */
export function paginator<Item>(
  fetchPage: FetchPage,
  { template, first }: ListTarget,
  { maxItems, cursor, prefetch = true, signal }: PageOptions & CallOptions,
): Paginator<Item> {
  const run = {
    template,
    first: cursor === undefined ? { path: first, fingerprint: undefined } : readCursor(cursor, template),
    maxItems: checkedNumber("maxItems", maxItems, Infinity, { infinite: true }),
    prefetch,
    signal,
  };
  const pages = () => readPages<Item>(fetchPage, run);

  return {
    pages,
    [Symbol.asyncIterator]: () => itemsOf(pages(), signal),
    async toArray({ limit }) {
      checkedNumber("The limit of toArray", limit ?? NaN, 0, { infinite: true });
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
