import { type AccessTokenSource, type Auth, bearerAuth, tokenAuth } from "./auth/auth.ts";
import type { OnEvent } from "./events.ts";
import type { RateLimitOptions } from "./rate-limit/limiter.ts";

/** When a failed call is sent again. */
export interface RetryOptions {
  /**
   * Repetitions after a network error or a 502, 503 or 504. Only where repeating is safe: GET, HEAD, PUT and DELETE,
   * and any method when the connection was refused before anything was sent.
   *
   * @default 2
   */
  faults?: number | undefined;
  /**
   * Repetitions after a 429, for any method: Okta has not acted on a call that it refused so.
   *
   * @default 5
   */
  rateLimits?: number | undefined;
  /**
   * Whether POST and PATCH are repeated after faults too. Okta has no idempotency key: a repeated creation can create
   * twice.
   *
   * @default false
   */
  unsafe?: boolean | undefined;
  /** First delay after a fault in ms; it doubles each time, and a random part of it is waited. @default 500 */
  baseDelay?: number | undefined;
  /** Longest delay after a fault in ms. @default 20000 */
  maxDelay?: number | undefined;
  /** Longest wait for a rate limit in ms; a longer one ends the call with its 429. @default 120000 */
  maxWait?: number | undefined;
  /** Up to how many ms, at random, are added to the wait for a rate limit. @default 1000 */
  jitter?: number | undefined;
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
  /** Headers for every call. */
  headers?: HeadersInit | undefined;
  /** Milliseconds for one attempt, the reading of the body included; 0 for no limit. @default 60000 */
  timeout?: number | undefined;
  /**
   * Milliseconds for a call with all its attempts and the waits between them, from its first sending; 0 for no limit.
   * A call that waits for its first turn, behind others or for its bucket, is ended by its `signal` alone.
   *
   * @default 300000
   */
  totalTimeout?: number | undefined;
  /** When a failed call is sent again; `false` for never. */
  retry?: RetryOptions | false | undefined;
  /** How much of Okta's rate limits this client may use. */
  rateLimit?: RateLimitOptions | undefined;
  /** Calls under way at once; further ones wait. @default 32 */
  concurrency?: number | undefined;
  /** Is told of retries, waits and refused calls. */
  onEvent?: OnEvent | undefined;
}

const KNOWN: Record<keyof OktaClientOptions, true> = {
  orgUrl: true,
  token: true,
  accessToken: true,
  auth: true,
  fetch: true,
  userAgent: true,
  headers: true,
  timeout: true,
  totalTimeout: true,
  retry: true,
  rateLimit: true,
  concurrency: true,
  onEvent: true,
};

/** @throws TypeError that names an option that does not exist: a typing error would pass silently */
export function checkNames(options: OktaClientOptions): void {
  for (const name in options) {
    if (!(name in KNOWN)) {
      throw new TypeError(`createOktaClient has no option ${name}. There are ${Object.keys(KNOWN).join(", ")}.`);
    }
  }
  for (const name in options.rateLimit) {
    if (name !== "share" && name !== "proactive") {
      throw new TypeError(`rateLimit has no option ${name}. There are share and proactive.`);
    }
  }
}

type Environment = Record<string, string | undefined>;

const environment = (): Environment => (globalThis as { process?: { env?: Environment } }).process?.env ?? {};

const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * The origin of an org, checked.
 *
 * @throws TypeError that says what is wrong with the URL and how to mend it
 */
export function orgOrigin(orgUrl: string | undefined = environment()["OKTA_CLIENT_ORGURL"]): string {
  const fix = "Give the org's URL like https://example.okta.com.";
  if (!orgUrl) throw new TypeError(`orgUrl is missing. ${fix} Or set OKTA_CLIENT_ORGURL.`);
  let url: URL;
  try {
    url = new URL(orgUrl);
  } catch {
    throw new TypeError(`orgUrl is not a URL. ${fix}`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new TypeError(`orgUrl must use https, not ${url.protocol.slice(0, -1)}. ${fix}`);
  }
  if (url.username || url.password) throw new TypeError(`orgUrl must not hold a user name or password. ${fix}`);
  if (url.pathname !== "/" || url.search || url.hash || /[?#\s]/.test(orgUrl)) {
    throw new TypeError(`orgUrl must end after the host. Use ${url.origin}.`);
  }
  const admin = /^([^.]+)-admin(\.(?:okta|oktapreview|okta-emea|okta-gov|trexcloud)\.[a-z]+)$/.exec(url.hostname);
  if (admin) throw new TypeError(`orgUrl names the admin console. Use https://${admin[1]}${admin[2]}.`);
  if (url.hostname.includes("{") || url.hostname.includes("youroktadomain")) {
    throw new TypeError(`orgUrl is still a placeholder. ${fix}`);
  }
  return url.origin;
}

/**
 * The one credential of a client.
 *
 * @throws TypeError when there is none, more than one, or a malformed one; never repeats it
 */
export function chosenAuth(options: OktaClientOptions): Auth {
  const { token, accessToken, auth } = options;
  const given = (["token", "accessToken", "auth"] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1) throw new TypeError(`Give one of token, accessToken and auth, not ${given.join(" and ")}.`);
  if (auth) return auth;
  if (accessToken !== undefined) return bearerAuth(accessToken);
  return tokenAuth(token ?? environment()["OKTA_CLIENT_TOKEN"]);
}

/** @throws TypeError that names the option, unless it is a number of at least `min` */
export function checkedNumber(name: string, value: number | undefined, fallback: number, min = 0): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !(value >= min)) {
    throw new TypeError(`${name} must be a number of at least ${min}; got ${String(value)}.`);
  }
  return value;
}

/** Retry options with every default filled in. */
export type RetrySettings = { [K in keyof RetryOptions]-?: NonNullable<RetryOptions[K]> };

const DEFAULTS: RetrySettings = {
  faults: 2,
  rateLimits: 5,
  unsafe: false,
  baseDelay: 500,
  maxDelay: 20_000,
  maxWait: 120_000,
  jitter: 1000,
};

/** The options of the client under those of the call, on the defaults. */
export function retryOptions(...layers: (RetryOptions | false | undefined)[]): RetrySettings {
  let result = DEFAULTS;
  for (const layer of layers) {
    if (layer === undefined) continue;
    const { unsafe = result.unsafe, ...numbers } = layer || { faults: 0, rateLimits: 0 };
    result = { ...result, unsafe };
    for (const [name, value] of Object.entries(numbers) as [keyof typeof numbers, number | undefined][]) {
      if (!(name in DEFAULTS)) throw new TypeError(`retry has no option ${name}.`);
      result[name] = checkedNumber(`retry.${name}`, value, result[name]);
    }
  }
  return result;
}
