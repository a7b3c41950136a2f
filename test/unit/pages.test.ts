import { describe, expect, test, vi } from "vitest";
import type { FetchPage } from "../../src/lists/pages.ts";
import { type PageOptions, paginator } from "../../src/lists/paginate.ts";
import { failure, success } from "../../src/result.ts";
import { OktaApiError } from "../../src/errors.ts";

const USERS = "/api/v1/users";

interface ScriptedPage {
  items?: unknown;
  next?: string;
  status?: number;
  /** Resolves only when this does. */
  after?: Promise<unknown>;
  /** Whether the headers are announced before the body is there. */
  early?: boolean;
}

/** Pages by path, and what was asked for, in order. */
function list(pages: Record<string, ScriptedPage>) {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const fetchPage: FetchPage = async (path, signal, onHeaders) => {
    asked.push(path);
    signals.push(signal);
    const { items = [], next, status = 200, after, early } = pages[path] ?? { status: 404 };
    const headers = new Headers(next === undefined ? {} : { link: `<https://x.okta.com${next}>; rel="next"` });
    const response = new Response(null, { status, headers });
    await Promise.resolve();
    if (early) onHeaders(headers);
    await after;
    signal.throwIfAborted();
    const received = { response, attempts: 1, rateLimit: undefined };
    if (status < 400) return success(received, items);
    return failure(received, new OktaApiError({ method: "GET", path: USERS, response, body: undefined }));
  };
  const read = (options: PageOptions & { signal?: AbortSignal } = {}, first = USERS) =>
    paginator<number>(fetchPage, { template: USERS, first }, options);
  return { asked, signals, read };
}
const after = (n: number) => `${USERS}?after=${n}`;
const three = () =>
  list({
    [USERS]: { items: [1, 2], next: after(2) },
    [after(2)]: { items: [3, 4], next: after(4) },
    [after(4)]: { items: [5] },
  });
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function collect<T>(items: AsyncIterable<T>) {
  const seen: T[] = [];
  const error = await (async () => {
    for await (const item of items) seen.push(item);
  })().catch((thrown: unknown) => thrown);
  return { seen, error: error as Error | undefined };
}

describe("reading pages", () => {
  test.each([true, false])("gives all items in order (prefetch %j)", async (prefetch) => {
    const { read, asked } = three();
    expect((await collect(read({ prefetch }))).seen).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual([USERS, after(2), after(4)]);
  });

  test("begins anew at each iteration", async () => {
    const paginator = three().read();
    expect(await paginator.toArray({ limit: 9 })).toEqual([1, 2, 3, 4, 5]);
    expect(await paginator.toArray({ limit: 9 })).toEqual([1, 2, 3, 4, 5]);
  });

  test("gives a cursor to every page but the last", async () => {
    const cursors: unknown[] = [];
    for await (const { cursor } of three().read().pages()) cursors.push(cursor);
    expect(cursors).toEqual([
      expect.stringMatching(/^\/api\/v1\/users\?after=2#\w+$/),
      expect.stringMatching(/^\/api\/v1\/users\?after=4#\w+$/),
      undefined,
    ]);
    const { read, asked } = three();
    expect(await read({ cursor: cursors[0] as string }).toArray({ limit: 9 })).toEqual([3, 4, 5]);
    expect(asked[0]).toBe(after(2));
  });

  test("fetches one page ahead, and none more", async () => {
    const { read, asked } = three();
    const pages = read().pages();
    await pages.next();
    await settle();
    expect(asked).toEqual([USERS, after(2)]);
    await pages.next();
    await settle();
    expect(asked).toEqual([USERS, after(2), after(4)]);
  });

  test("fetches nothing ahead where that is off", async () => {
    const { read, asked } = three();
    const pages = read({ prefetch: false }).pages();
    await pages.next();
    await settle();
    expect(asked).toEqual([USERS]);
  });

  test("fetches the next page as soon as the headers of one are there, and not twice", async () => {
    let finish = () => {};
    const body = new Promise<void>((resolve) => (finish = resolve));
    const { read, asked } = list({
      [USERS]: { items: [1], next: after(1), after: body, early: true },
      [after(1)]: { items: [2] },
    });
    const reading = collect(read());
    await settle();
    expect(asked).toEqual([USERS, after(1)]);
    finish();
    expect((await reading).seen).toEqual([1, 2]);
    expect(asked).toEqual([USERS, after(1)]);
  });

  test.each<[string, PageOptions]>([
    ["without prefetch", { prefetch: false }],
    ["with a maximum, which the page in hand may reach", { maxItems: 1 }],
  ])("does not do so %s", async (_, options) => {
    let finish = () => {};
    const body = new Promise<void>((resolve) => (finish = resolve));
    const { read, asked } = list({ [USERS]: { items: [1], next: after(1), after: body, early: true } });
    const reading = collect(read({ maxItems: 1, ...options }));
    await settle();
    expect(asked).toEqual([USERS]);
    finish();
    await reading;
  });

  test.each<[string, Record<string, ScriptedPage>, string[]]>([
    ["no page", { [USERS]: { items: [1], early: true } }, [USERS]],
    ["the page itself", { [USERS]: { items: [1], next: USERS, early: true } }, [USERS]],
    [
      "a page before",
      { [USERS]: { items: [1], next: after(1) }, [after(1)]: { items: [2], next: USERS, early: true } },
      [USERS, after(1)],
    ],
  ])("headers that lead to %s start nothing", async (_, pages, expected) => {
    const { read, asked } = list(pages);
    await collect(read());
    expect(asked).toEqual(expected);
  });

  test("headers of a page that was fetched ahead start nothing", async () => {
    const { read, asked } = list({
      [USERS]: { items: [1], next: after(1) },
      [after(1)]: { items: [2], next: after(2), early: true },
      [after(2)]: { items: [3] },
    });
    const pages = read().pages();
    await pages.next();
    await settle();
    expect(asked).toEqual([USERS, after(1)]);
  });
});

describe("a maximum", () => {
  test.each([
    [0, [], []],
    [1, [1], [USERS]],
    [2, [1, 2], [USERS]],
    [3, [1, 2, 3], [USERS, after(2)]],
    [4, [1, 2, 3, 4], [USERS, after(2)]],
    [5, [1, 2, 3, 4, 5], [USERS, after(2), after(4)]],
  ])("of %d gives so many items, and asks for no page that is not needed", async (maxItems, items, asked) => {
    for (const prefetch of [true, false]) {
      const trial = three();
      expect(await trial.read({ maxItems, prefetch }).toArray({ limit: 9 })).toEqual(items);
      await settle();
      expect(trial.asked).toEqual(asked);
    }
  });

  test("of toArray is an error when the list is longer, and not when it fits", async () => {
    await expect(three().read().toArray({ limit: 4 })).rejects.toThrow(
      new RangeError("The list has more than 4 items. Raise the limit, or give maxItems to cut it."),
    );
    expect(await three().read().toArray({ limit: 5 })).toHaveLength(5);
    await expect(
      three()
        .read()
        .toArray({} as never),
    ).rejects.toThrow(/limit of toArray must be a number/);
    expect(await three().read().toArray({ limit: Infinity })).toHaveLength(5);
  });
});

describe("what is no list to its end", () => {
  const broken = (message: RegExp) =>
    expect.objectContaining({ reason: "unreadable", message: expect.stringMatching(message) });

  test.each<[string, Record<string, ScriptedPage>, unknown[]]>([
    ["a link to the page itself", { [USERS]: { items: [1], next: USERS } }, []],
    [
      "a link to a page before",
      { [USERS]: { items: [1], next: after(1) }, [after(1)]: { items: [2], next: USERS } },
      [1],
    ],
    [
      "a link to the first page by another name",
      {
        [USERS]: { items: [1], next: after(0) },
        [after(0)]: { items: [1], next: after(1) },
        [after(1)]: { items: [2] },
      },
      [1],
    ],
    [
      "a link back to the first page with items, past an empty one",
      {
        [USERS]: { items: [], next: after(0) },
        [after(0)]: { items: [1], next: after(1) },
        [after(1)]: { items: [1], next: after(2) },
      },
      [1],
    ],
  ])("is an error, not an end: %s", async (_, pages, items) => {
    for (const prefetch of [true, false]) {
      const { seen, error } = await collect(list(pages).read({ prefetch }));
      expect(error).toEqual(broken(/^GET \/api\/v1\/users: the next link leads back/));
      expect(error).toMatchObject({ status: 200, attempts: 1, method: "GET", path: USERS });
      expect(seen).toEqual(items);
    }
  });

  test("a resumed list that leads back to the page it once began with is an error", async () => {
    const pages = {
      [USERS]: { items: [1], next: after(1) },
      [after(1)]: { items: [2], next: after(2) },
      [after(2)]: { items: [1], next: after(3) },
    };
    const { value } = await list(pages).read().pages().next();
    const { seen, error } = await collect(list(pages).read({ cursor: value!.cursor }));
    expect(seen).toEqual([2]);
    expect(error).toEqual(broken(/leads back/));
  });

  test("a list that is resumed at a copy of its first page is an error", async () => {
    const pages = { [USERS]: { items: [1], next: after(1) }, [after(1)]: { items: [1] } };
    const { value } = await list(pages).read().pages().next();
    const { seen, error } = await collect(list(pages).read({ cursor: value!.cursor }));
    expect([seen, error]).toEqual([[], broken(/leads back/)]);
  });

  test("the empty page of a log that links to itself is an end", async () => {
    const { seen, error } = await collect(
      list({ [USERS]: { items: [1], next: after(1) }, [after(1)]: { items: [], next: after(1) } }).read(),
    );
    expect([seen, error]).toEqual([[1], undefined]);
  });

  test("a hundred empty pages in a row are read, and one more is an error", async () => {
    const pages = (empty: number, last: ScriptedPage): Record<string, ScriptedPage> =>
      Object.fromEntries(
        Array.from({ length: empty + 1 }, (_, i) => [
          i === 0 ? USERS : after(i),
          i === empty ? last : { items: [], next: after(i + 1) },
        ]),
      );
    expect((await collect(list(pages(100, { items: [1] })).read())).seen).toEqual([1]);
    const { error } = await collect(list(pages(101, { items: [1] })).read());
    expect(error).toEqual(broken(/101 empty pages came in a row; the list has no end/));
  });

  test("a page with items starts the count of empty ones anew", async () => {
    const pages: Record<string, ScriptedPage> = {};
    for (let i = 0; i < 160; i += 1)
      pages[i === 0 ? USERS : after(i)] = { items: i === 80 ? [1] : [], next: after(i + 1) };
    pages[after(160)] = { items: [2] };
    expect((await collect(list(pages).read())).seen).toEqual([1, 2]);
  });

  test("a response that is no list is an error", async () => {
    const { error } = await collect(list({ [USERS]: { items: { id: 1 } } }).read());
    expect(error).toEqual(broken(/the response is no list, so it has no pages/));
    expect(error).toMatchObject({ status: 200 });
  });

  test("a link that leads nowhere is an error", async () => {
    const headers = { link: '<ftp://x.okta.com/>; rel="next"' };
    const fetchPage: FetchPage = async (_path, _signal, onHeaders) => {
      const response = new Response(null, { headers });
      onHeaders(response.headers);
      return success({ response, attempts: 1, rateLimit: undefined }, [1]);
    };
    const { error } = await collect(paginator(fetchPage, { template: USERS, first: USERS }, {}));
    expect(error).toEqual(broken(/leads to no page: "ftp:/));
  });

  test("a refused page is thrown as it is", async () => {
    const { seen, error } = await collect(
      list({ [USERS]: { items: [1], next: after(1) }, [after(1)]: { status: 403 } }).read(),
    );
    expect(seen).toEqual([1]);
    expect(error).toBeInstanceOf(OktaApiError);
  });

  test.each<[PageOptions, RegExp]>([
    [{ cursor: "/api/v1/logs?x" }, /cursor must be one that a page of/],
    [{ maxItems: -1 }, /maxItems must be a number of at least 0; got -1/],
    [{ maxItems: NaN }, /maxItems must be a number of at least 0; got NaN/],
    [{ maxItems: "5" as never }, /maxItems/],
  ])("the options %j are refused before anything is sent", (options, message) => {
    const { read, asked } = three();
    expect(() => read(options)).toThrow(message);
    expect(asked).toEqual([]);
  });
});

describe("an abort", () => {
  const reason = new Error("the reader left");

  test("between the items of a page ends the list at once", async () => {
    const controller = new AbortController();
    const items = three().read({ signal: controller.signal })[Symbol.asyncIterator]();
    expect(await items.next()).toEqual({ done: false, value: 1 });
    controller.abort(reason);
    await expect(items.next()).rejects.toBe(reason);
    await expect(items.next()).rejects.toBe(reason);
  });

  test("between pages ends the list before the next one", async () => {
    const controller = new AbortController();
    const pages = three().read({ signal: controller.signal }).pages();
    await pages.next();
    controller.abort(reason);
    await expect(pages.next()).rejects.toBe(reason);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  test("before the list is read sends nothing", async () => {
    const { read, asked } = three();
    await expect(read({ signal: AbortSignal.abort(reason) }).toArray({ limit: 9 })).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });

  test("while a page is under way reaches its request", async () => {
    const controller = new AbortController();
    let finish = () => {};
    const { read, signals } = list({
      [USERS]: { items: [1], after: new Promise<void>((resolve) => (finish = resolve)) },
    });
    const reading = collect(read({ signal: controller.signal }));
    await settle();
    controller.abort(reason);
    expect(signals[0]!.reason).toBe(reason);
    finish();
    expect((await reading).error).toBe(reason);
  });

  test("is not taken for an end where the page had come already", async () => {
    const controller = new AbortController();
    const fetchPage: FetchPage = async () => {
      controller.abort(reason);
      return success({ response: new Response(null), attempts: 1, rateLimit: undefined }, []);
    };
    const reading = paginator(fetchPage, { template: USERS, first: USERS }, { signal: controller.signal });
    await expect(reading.toArray({ limit: 9 })).rejects.toBe(reason);
  });

  test("leaves no listener behind, neither after an end nor after a stop", async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    await three().read({ signal }).toArray({ limit: 9 });
    for await (const item of three().read({ signal })) if (item === 1) break;
    expect(add.mock.calls.length).toBeGreaterThan(0);
    expect(remove.mock.calls.length).toBe(add.mock.calls.length);
  });
});

describe("a reader that stops", () => {
  test("ends the request of the page that was fetched ahead", async () => {
    let finish = () => {};
    const { read, signals } = list({
      [USERS]: { items: [1, 2], next: after(2) },
      [after(2)]: { after: new Promise<void>((resolve) => (finish = resolve)) },
    });
    for await (const item of read()) if (item === 1) break;
    expect(signals[1]!.aborted).toBe(true);
    expect(signals[1]!.reason).toMatchObject({ name: "AbortError", message: "The reader of the list has stopped." });
    finish();
  });

  test("gets nothing more", async () => {
    const items = three().read()[Symbol.asyncIterator]();
    await items.next();
    expect(await items.return!()).toEqual({ done: true, value: undefined });
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test("may ask for many items at once, and gets them in order and then an end", async () => {
    const items = three().read()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 7 }, () => items.next()));
    expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, undefined, undefined]);
    expect(results.map(({ done }) => done)).toEqual([false, false, false, false, false, true, true]);
  });

  test("gets its item when others are still waiting for theirs", async () => {
    const { read } = list({ [USERS]: { items: [1, 2, 3, 4, 5] } });
    const items = read()[Symbol.asyncIterator]();
    const waiting = [items.next(), items.next(), items.next()];
    const later = waiting[0]!.then(() => items.next());
    expect(await Promise.all([...waiting, later])).toMatchObject([1, 2, 3, 4].map((value) => ({ value })));
  });

  test("gets an item of the page in hand without a turn of the queue", async () => {
    const { read } = list({ [USERS]: { items: [1, 2] } });
    const items = read()[Symbol.asyncIterator]();
    await items.next();
    await settle();
    let second: unknown;
    void items.next().then(({ value }) => (second = value));
    await Promise.resolve();
    expect(second).toBe(2);
  });

  test("gets nothing where it stops before it began", async () => {
    const { read, asked } = three();
    const items = read()[Symbol.asyncIterator]();
    await items.return!();
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(asked).toEqual([]);
  });

  test("gets the error once, then an end", async () => {
    const refused = list({ [USERS]: { status: 403 } });
    const items = refused.read()[Symbol.asyncIterator]();
    const [first, second] = await Promise.allSettled([items.next(), items.next()]);
    expect([first!.status, second]).toEqual([
      "rejected",
      { status: "fulfilled", value: { done: true, value: undefined } },
    ]);
  });

  test("may use the iterator itself in a loop", async () => {
    const items = three().read()[Symbol.asyncIterator]() as AsyncIterableIterator<number>;
    await items.next();
    expect((await collect(items)).seen).toEqual([2, 3, 4, 5]);
  });
});
