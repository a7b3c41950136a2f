import { isBinary, type ParseAs } from "../serialize/response-body.ts";
import type { HeaderRecord } from "../serialize/headers.ts";
import { type Deadline, DeadlineExceeded, startDeadline } from "../timing/deadline.ts";
import { LIGHT_ABORT, type LightAbortController } from "../timing/light-abort.ts";
import { abortable } from "../timing/signals.ts";

/** A request as it is sent, but for the credential, which each attempt gets anew. */
export interface PreparedRequest {
  url: string;
  method: string;
  headers: HeaderRecord;
  body: BodyInit | undefined;
  /** Further settings for the platform's `fetch`. */
  settings: RequestInit | undefined;
  /** Makes headers and body for each attempt anew, and names what of them no error may show. */
  renew?: () => Promise<{ headers: HeaderRecord; body: BodyInit | undefined; secrets: string[] }>;
}

/** A response whose body is read, or guarded where the caller reads it. */
export interface ReadResponse {
  response: Response;
  /** Text, bytes, or a stream, as `parseAs` asks; of a failure always text. */
  body: string | ArrayBuffer | ReadableStream<Uint8Array> | null;
}

export interface Fetch {
  (url: string, init: RequestInit): Promise<Response>;
  /** Makes the signals of its requests, where it needs no real ones. */
  [LIGHT_ABORT]?: typeof LightAbortController;
}

export interface AttemptOptions {
  /** Milliseconds; Infinity for no limit. */
  timeout: number;
  /** When the call must have settled, by `performance.now()`; Infinity for never. */
  endsAt: number;
  signal: AbortSignal | undefined;
  parseAs: ParseAs | undefined;
  /** Called with the headers of a success before its body is read. */
  onHeaders: ((headers: Headers) => void) | undefined;
  /** Turns an error into the one that the caller sees, for bodies that break while the caller reads them. */
  explain: (error: unknown) => unknown;
  /** Called when a body that the caller reads has ended, failed or been cancelled. */
  onStreamEnd: () => void;
}

/**
 * Sends once and reads the response to its end, within the time. A stream is handed out with the same guards: its parts
 * must come in time, and its errors are explained.
 *
 * @throws DeadlineExceeded, the signal's reason, or what `fetch` throws
 */
export function attempt(fetch: Fetch, request: PreparedRequest, options: AttemptOptions): Promise<ReadResponse> {
  const { signal, endsAt } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timeout = Math.min(options.timeout, endsAt - performance.now());
    if (timeout <= 0) return reject(new DeadlineExceeded("the total time is up"));
    // Rejects at once, also where a transport does not heed its signal. What a platform throws then comes too late.
    const message = `no complete response within ${Math.round(timeout)} ms`;
    const deadline = startDeadline(signal, timeout, message, reject, fetch[LIGHT_ABORT]);
    exchange(fetch, request, deadline.signal, options).then(
      (read) => {
        if (read.body instanceof ReadableStream) {
          return resolve({ response: read.response, body: guard(read.body, deadline, options) });
        }
        deadline.release();
        resolve(read);
      },
      (error: unknown) => {
        deadline.release();
        reject(error);
      },
    );
  });
}

async function exchange(
  fetch: Fetch,
  { url, method, headers, body, settings }: PreparedRequest,
  signal: AbortSignal | undefined,
  { parseAs, onHeaders }: AttemptOptions,
): Promise<ReadResponse> {
  const init: RequestInit & { duplex?: "half" } = { redirect: "manual", ...settings, method, headers };
  if (signal) init.signal = signal;
  if (body !== undefined) init.body = body;
  if (body instanceof ReadableStream) init.duplex = "half";
  const response = await fetch(url, init);
  if (response.ok) onHeaders?.(response.headers);
  const binary = response.ok && isBinary(parseAs);
  if (!binary || isEmpty(method, response)) return { response, body: await response.text() };
  return { response, body: parseAs === "stream" ? response.body : await response.arrayBuffer() };
}

/** Whether a response says that it has no body, so that nobody would read a stream to its end. */
const isEmpty = (method: string, { status, headers }: Response) =>
  method === "HEAD" || status === 204 || headers.get("content-length") === "0";

/** A stream that keeps to the time limits while it is read, explains its errors, and reports its end. */
function guard(
  body: ReadableStream<Uint8Array>,
  deadline: Deadline,
  { timeout, endsAt, explain, onStreamEnd }: AttemptOptions,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const end = () => {
    deadline.release();
    onStreamEnd();
  };
  // While the caller does not read, only the total time runs.
  const untilEnd = () => endsAt - performance.now();
  deadline.restart(untilEnd());
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        deadline.restart(Math.min(timeout, untilEnd()));
        try {
          const { done, value } = await abortable(reader.read(), deadline.signal);
          deadline.restart(untilEnd());
          if (!done) return controller.enqueue(value);
          end();
          controller.close();
        } catch (error) {
          end();
          reader.cancel(error).catch(() => {});
          controller.error(explain(deadline.signal?.aborted ? deadline.signal.reason : error));
        }
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
