import type { Page } from "./paginate.ts";

/**
 * The items of pages one by one, as `yield*` in a generator would give them: in order however often `next` is called
 * at once, and nothing after an error. Written out, since a generator settles three promises for each item.
 */
export function itemsOf<Item>(
  pages: AsyncGenerator<Page<Item>, void, undefined>,
  signal: AbortSignal | undefined,
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
  /** An abort ends the list at once, between the items of a page too. */
  const abort = () => {
    pages.return().catch(() => {});
    return Promise.reject(signal!.reason);
  };

  return {
    next() {
      if (signal?.aborted) return abort();
      return waiting > 0 || at >= items.length ? inTurn() : Promise.resolve({ done: false, value: items[at++]! });
    },
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
