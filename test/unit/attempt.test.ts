import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { attempt, type AttemptOptions, type Fetch, type PreparedRequest } from "../../src/retry/attempt.ts";
import { DeadlineExceeded } from "../../src/timing/deadline.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const request: PreparedRequest = {
  url: "https://example.okta.com/x",
  method: "GET",
  headers: { "x-a": "1" },
  body: undefined,
  settings: undefined,
};

function sendWith(fetch: Fetch, options: Partial<AttemptOptions> = {}, more: Partial<PreparedRequest> = {}) {
  const ended = vi.fn();
  const sent = attempt(
    fetch,
    { ...request, ...more },
    {
      timeout: 1000,
      endsAt: Infinity,
      signal: undefined,
      parseAs: undefined,
      onHeaders: undefined,
      explain: (error) => new Error("explained", { cause: error }),
      onStreamEnd: ended,
      ...options,
    },
  );
  sent.catch(() => {});
  return { sent, ended };
}
const never: Fetch = () => new Promise(() => {});
const reason = new Error("the caller left");

describe("what is sent", () => {
  test("has method, headers and settings, and lets no platform follow a redirect", async () => {
    const fetch = vi.fn<Fetch>(async () => new Response("ok"));
    await sendWith(fetch, {}, { settings: { cache: "no-store" }, body: "text", method: "POST" }).sent;
    const [url, { signal, ...init }] = fetch.mock.calls[0]!;
    expect(url).toBe(request.url);
    expect(init).toEqual({
      redirect: "manual",
      cache: "no-store",
      method: "POST",
      headers: { "x-a": "1" },
      body: "text",
    });
    expect(signal).toBeInstanceOf(AbortSignal);
  });

  test("has no signal where nothing could end it, and no body where there is none", async () => {
    const fetch = vi.fn<Fetch>(async () => new Response("ok"));
    await sendWith(fetch, { timeout: Infinity }).sent;
    expect(fetch.mock.calls[0]![1]).toStrictEqual({ redirect: "manual", method: "GET", headers: { "x-a": "1" } });
  });

  test("says of a stream that it is sent in one direction at a time", async () => {
    const fetch = vi.fn<Fetch>(async () => new Response("ok"));
    await sendWith(fetch, {}, { body: new Response("x").body! }).sent;
    expect(fetch.mock.calls[0]![1]).toMatchObject({ duplex: "half" });
  });
});

describe("what is read", () => {
  test.each<[string, number, AttemptOptions["parseAs"], unknown]>([
    ["text", 200, undefined, '{"a":1}'],
    ["text on demand", 200, "text", '{"a":1}'],
    ["a failure as text whatever was asked for", 404, "arrayBuffer", '{"a":1}'],
    ["a failure as text instead of a stream", 500, "stream", '{"a":1}'],
  ])("%s", async (_, status, parseAs, body) => {
    expect((await sendWith(async () => new Response('{"a":1}', { status }), { parseAs }).sent).body).toEqual(body);
  });

  test.each(["blob", "arrayBuffer"] as const)("bytes for %s", async (parseAs) => {
    const { body } = await sendWith(async () => new Response("abc"), { parseAs }).sent;
    expect(body).toBeInstanceOf(ArrayBuffer);
    expect((body as ArrayBuffer).byteLength).toBe(3);
  });

  test.each<[string, Response, string]>([
    ["of a HEAD", new Response("x"), "HEAD"],
    ["of a 204", new Response(null, { status: 204 }), "GET"],
    ["whose length is nothing", new Response(null, { headers: { "content-length": "0" } }), "GET"],
  ])("no stream for a response %s, which nobody would read to its end", async (_, response, method) => {
    const { body } = await sendWith(async () => response, { parseAs: "stream" }, { method }).sent;
    expect(typeof body).toBe("string");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("headers are announced before the body, those of a success alone", async () => {
    const onHeaders = vi.fn();
    const slow = new Response(new ReadableStream({}), { headers: { "x-a": "1" } });
    sendWith(async () => slow, { onHeaders });
    await pass(0);
    expect(onHeaders.mock.calls[0]![0].get("x-a")).toBe("1");
    await sendWith(async () => new Response("", { status: 404 }), { onHeaders }).sent;
    expect(onHeaders).toHaveBeenCalledTimes(1);
  });
});

describe("the time of an attempt", () => {
  test.each<[string, Fetch]>([
    ["headers", never],
    ["a body", async () => new Response(new ReadableStream({}))],
  ])("ends a wait for %s, also where a transport does not heed its signal", async (_, fetch) => {
    const { sent } = sendWith(fetch);
    await pass(999);
    await pass(1);
    await expect(sent).rejects.toThrow(new DeadlineExceeded("no complete response within 1000 ms"));
    expect(vi.getTimerCount()).toBe(0);
  });

  test("covers a body that is read as bytes", async () => {
    const { sent } = sendWith(async () => new Response(new ReadableStream({})), { parseAs: "arrayBuffer" });
    await pass(1000);
    await expect(sent).rejects.toBeInstanceOf(DeadlineExceeded);
  });

  test("is cut to what is left of the total time", async () => {
    const { sent } = sendWith(never, { endsAt: performance.now() + 300 });
    await pass(300);
    await expect(sent).rejects.toThrow("no complete response within 300 ms");
  });

  test.each([0, -5])("sends nothing where %d ms are left", async (left) => {
    const fetch = vi.fn(never);
    await expect(sendWith(fetch, { endsAt: performance.now() + left }).sent).rejects.toThrow("the total time is up");
    expect(fetch).not.toHaveBeenCalled();
  });

  test("leaves no timer behind a response or an error", async () => {
    await sendWith(async () => new Response("ok")).sent;
    await expect(sendWith(() => Promise.reject(reason)).sent).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's abort", () => {
  test("sends nothing where it came before", async () => {
    const fetch = vi.fn(never);
    await expect(sendWith(fetch, { signal: AbortSignal.abort(reason) }).sent).rejects.toBe(reason);
    expect(fetch).not.toHaveBeenCalled();
  });

  test("rejects at once with its reason and reaches the transport", async () => {
    const controller = new AbortController();
    const fetch = vi.fn(never);
    const { sent } = sendWith(fetch, { signal: controller.signal });
    controller.abort(reason);
    await expect(sent).rejects.toBe(reason);
    expect(fetch.mock.calls[0]![1].signal!.reason).toBe(reason);
  });
});

describe("a stream", () => {
  /** A body whose parts come when the test says so. */
  function body() {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const cancelled = vi.fn();
    const stream = new ReadableStream<Uint8Array>({ start: (own) => void (controller = own), cancel: cancelled });
    return {
      fetch: async () => new Response(stream),
      part: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
      end: () => controller.close(),
      fail: (error: unknown) => controller.error(error),
      cancelled,
    };
  }
  async function opened(options: Partial<AttemptOptions> = {}) {
    const source = body();
    const { sent, ended } = sendWith(source.fetch, { parseAs: "stream", ...options });
    const stream = (await sent).body as ReadableStream<Uint8Array>;
    return { source, ended, reader: stream.getReader() };
  }
  const text = ({ value }: ReadableStreamReadResult<Uint8Array>) => new TextDecoder().decode(value);

  test("is handed on part by part to its end, which is told", async () => {
    const { source, reader, ended } = await opened();
    source.part("a");
    expect(text(await reader.read())).toBe("a");
    source.part("b");
    expect(text(await reader.read())).toBe("b");
    expect(ended).not.toHaveBeenCalled();
    source.end();
    expect((await reader.read()).done).toBe(true);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("must send each part in time", async () => {
    const { source, reader, ended } = await opened();
    source.part("a");
    await reader.read();
    const second = reader.read();
    second.catch(() => {});
    await pass(999);
    source.part("b");
    expect(text(await second)).toBe("b");
    const third = reader.read();
    third.catch(() => {});
    await pass(1000);
    await expect(third).rejects.toMatchObject({ message: "explained", cause: expect.any(DeadlineExceeded) });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(source.cancelled).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("has all the time that its reader takes, as far as the total time goes", async () => {
    const { source, reader } = await opened({ endsAt: performance.now() + 60_000 });
    await pass(50_000);
    source.part("a");
    expect(text(await reader.read())).toBe("a");
    const late = reader.read();
    late.catch(() => {});
    await pass(1000);
    await expect(late).rejects.toMatchObject({ message: "explained" });
  });

  test("counts the total time from any moment on", async () => {
    await pass(3000);
    const { reader } = await opened({ timeout: Infinity, endsAt: performance.now() + 5000 });
    const late = reader.read();
    late.catch(() => {});
    await pass(5000);
    await expect(late).rejects.toMatchObject({ cause: expect.any(DeadlineExceeded) });
  });

  test("ends with the total time while nobody reads", async () => {
    const { source, reader } = await opened({ endsAt: performance.now() + 5000 });
    await pass(5000);
    source.part("a");
    await expect(reader.read()).rejects.toMatchObject({ message: "explained" });
  });

  test.each([1000, Infinity])("that breaks off is explained, with a limit of %d ms", async (timeout) => {
    const { source, reader, ended } = await opened({ timeout });
    source.fail(new TypeError("terminated"));
    await expect(reader.read()).rejects.toMatchObject({ message: "explained", cause: { message: "terminated" } });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is ended by the caller's abort", async () => {
    const controller = new AbortController();
    const { reader, ended, source } = await opened({ signal: controller.signal });
    const reading = reader.read();
    controller.abort(reason);
    await expect(reading).rejects.toMatchObject({ message: "explained", cause: reason });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(source.cancelled).toHaveBeenCalledWith(reason);
  });

  test("that its reader cancels is cancelled at its source, and told", async () => {
    const { reader, source, ended } = await opened();
    await reader.cancel("enough");
    expect(source.cancelled).toHaveBeenCalledWith("enough");
    expect(ended).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
