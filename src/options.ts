import type { AccessTokenSource, Auth } from "./auth/auth.ts";
import type { OnEvent } from "./events.ts";
import type { HeadersInput } from "./serialize/headers.ts";

/** When a failed call is retried. */
export interface RetryOptions {
  /**
   * Retries after a network error or a 502, 503 or 504. Only where a retry is safe: GET, HEAD, PUT and DELETE, except
   * for the few operations that do more the second time (the DELETE of a user first deactivates, then deletes for good),
   * and any method when the connection was refused before anything was sent.
   *
   * @default 2
   */
  faults?: number | undefined;
  /**
   * Retries after a 429, for any method: Okta has not acted on a call that it refused with one.
   *
   * @default 100
   */
  rateLimits?: number | undefined;
  /**
   * Whether calls are retried after such failures even where a retry can do more than the first call: POST, PATCH, and
   * whatever does more the second time. Okta has no idempotency key: a retried creation can create twice.
   *
   * @default false
   */
  unsafe?: boolean | undefined;
  /** First delay after a failure in ms; it doubles each time, and a random part of it is waited. @default 500 */
  baseDelay?: number | undefined;
  /** Longest delay after a failure in ms. @default 20000 */
  maxDelay?: number | undefined;
  /** Longest wait for a rate limit in ms; a longer one ends the call with its 429. Infinity for any. @default 120000 */
  maxWait?: number | undefined;
  /** Up to how many ms, at random, are added to the wait for a rate limit. @default 1000 */
  jitter?: number | undefined;
}

/** How much of Okta's rate limits a client may use. */
export interface RateLimitOptions {
  /**
   * The part of each bucket's limit that this client uses in a window, above 0 and at most 1.
   * Give less than 1 where other clients need the same buckets.
   *
   * @default 1
   */
  share?: number | undefined;
  /**
   * Whether calls wait for the next window as soon as the headers say that the bucket is used up, instead of being
   * refused first; and whether few calls go ahead while no response has shown how many a bucket takes.
   *
   * @default true
   */
  proactive?: boolean | undefined;
}

/** Options of {@link createOktaClient}. */
export interface OktaClientOptions {
  /**
   * The org, such as `https://example.okta.com`, or a custom domain. Loopback hosts may use `http` and a port.
   *
   * @default process.env.OKTA_CLIENT_ORGURL, where there is a process environment
   */
  orgUrl?: string | undefined;
  /**
   * Allows `http` for any host, such as a mock server in another container: `http://mock:4010`. The credential then
   * crosses the network in clear text.
   *
   * @default false
   */
  allowHttp?: boolean | undefined;
  /**
   * An API token, sent as `Authorization: SSWS …` to the org's origin and nowhere else.
   *
   * @default process.env.OKTA_CLIENT_TOKEN, where there is a process environment and no other credential is given
   */
  token?: string | undefined;
  /** An OAuth 2.0 access token, or a function that gets one. Instead of `token`. */
  accessToken?: string | AccessTokenSource | undefined;
  /** Another way to authenticate, such as `serviceApp(…)` of `okta-fetch/oauth`. Instead of `token`. */
  auth?: Auth | undefined;
  /**
   * Replaces the platform's `fetch`: for proxies, other transports, recording.
   *
   * @default globalThis.fetch, looked up at each call
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Name and version of your application, put before this package's own in `User-Agent`: `my-app/1.2`. */
  userAgent?: string | undefined;
  /** Headers for every call, token requests included. */
  headers?: HeadersInput | undefined;
  /**
   * Milliseconds for one attempt, its access token and the reading of the body included; 0 for no limit. Of a body that
   * is read as a stream, for each part.
   *
   * @default 60000
   */
  timeout?: number | undefined;
  /**
   * Milliseconds for a call with all its attempts and the waits between them, from its first sending; 0 for no limit.
   * Does not limit the wait for the first attempt, behind other calls or for the bucket; `signal` does.
   *
   * @default 300000
   */
  totalTimeout?: number | undefined;
  /** When a failed call is retried; `false` for never. */
  retry?: RetryOptions | false | undefined;
  /** How much of Okta's rate limits this client may use. */
  rateLimit?: RateLimitOptions | undefined;
  /** Calls in flight at once; further ones wait. @default 32 */
  concurrency?: number | undefined;
  /** Called on the start and end of each call, on retries, waits and refusals. */
  onEvent?: OnEvent | undefined;
}

/** Settings of the platform's `fetch` that a call may carry; they reach it as they are. */
export interface FetchSettings {
  /** How the platform's HTTP cache is used. */
  cache?: "default" | "force-cache" | "no-cache" | "no-store" | "only-if-cached" | "reload" | undefined;
  credentials?: "include" | "omit" | "same-origin" | undefined;
  integrity?: string | undefined;
  keepalive?: boolean | undefined;
  mode?: "cors" | "no-cors" | "same-origin" | undefined;
  referrerPolicy?: RequestInit["referrerPolicy"] | undefined;
  /** Settings of Next.js: `{ revalidate: 60, tags: ["okta"] }`. */
  next?: unknown;
  /** Settings of Cloudflare Workers: `{ cacheTtl: 60 }`. */
  cf?: unknown;
}

/** What one call may set, whatever its operation. */
export interface CallOptions extends FetchSettings {
  /** Further headers. `authorization` is set by the client and cannot be changed here. */
  headers?: HeadersInput | undefined;
  /** Cancels the call, its waits included. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, in place of the client's `timeout`; 0 for no limit. */
  timeout?: number | undefined;
  /** Milliseconds for the call with its attempts and waits, in place of the client's `totalTimeout`; 0 for no limit. */
  totalTimeout?: number | undefined;
  /** What differs from the client's options for this call; `false` to send once. */
  retry?: RetryOptions | false | undefined;
}
