import { CONTROLLER, type Controller } from "../timing/abort.ts";
import { isRaw, type ParseAs } from "../serialize/body.ts";
import { cancellation, TimeUp } from "../timing/deadline.ts";
import type { HeaderRecord } from "../serialize/headers.ts";

/** What is sent, apart from the headers, which each attempt makes anew. */
export interface Outgoing {
  url: string;
  method: string;
  body: BodyInit | null | undefined;
}

export interface Incoming {
  response: Response;
  /** The body, read to its end; `undefined` where the caller wants it as a stream, Blob or bytes. */
  text: string | undefined;
}

export interface Fetch {
  (url: string, init: RequestInit): Promise<Response>;
  [CONTROLLER]?: new () => Controller;
}

export interface ExchangeOptions {
  /** Milliseconds; Infinity for no limit. */
  timeout: number;
  signal: AbortSignal | undefined;
  parseAs: ParseAs | undefined;
  /** Is told of the headers of a success before its body is read. */
  arrived?: ((headers: Headers) => void) | undefined;
}

/**
 * Sends once and reads the answer to its end, within the time.
 *
 * @throws TimeUp, the signal's reason, or what `fetch` throws
 */
export async function exchange(
  fetch: Fetch,
  { url, method, body }: Outgoing,
  headers: HeaderRecord,
  { timeout, signal, parseAs, arrived }: ExchangeOptions,
): Promise<Incoming> {
  signal?.throwIfAborted();
  if (timeout <= 0) throw new TimeUp("the total time is up");
  const late = `no complete answer within ${Math.round(timeout)} ms`;
  const cancel = cancellation(signal, timeout, late, fetch[CONTROLLER]);
  let streaming = false;
  try {
    const init: RequestInit & { duplex?: "half" } = { method, headers, redirect: "manual" };
    if (cancel.signal) init.signal = cancel.signal;
    if (body !== undefined && body !== null) init.body = body;
    if (body instanceof ReadableStream) init.duplex = "half";
    const response = await fetch(url, init);
    if (response.ok) arrived?.(response.headers);
    streaming = response.ok && isRaw(parseAs);
    return { response, text: streaming ? undefined : await response.text() };
  } catch (error) {
    // Platforms wrap or replace the reason of an abort; the signal knows it.
    throw cancel.signal?.aborted ? cancel.signal.reason : error;
  } finally {
    cancel.stop(streaming);
  }
}
