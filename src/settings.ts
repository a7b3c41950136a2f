import { type Auth, bearerAuth, tokenAuth } from "./auth/auth.ts";
import type { OktaClientOptions, RetryOptions } from "./options.ts";

const KNOWN: Record<keyof OktaClientOptions, true> = {
  orgUrl: true,
  allowHttp: true,
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

const FIX = "Give the org's URL like https://example.okta.com.";

function parseOrgUrl(orgUrl: string | undefined): URL {
  if (!orgUrl) throw new TypeError(`orgUrl is missing. ${FIX} Or set OKTA_CLIENT_ORGURL.`);
  try {
    return new URL(orgUrl);
  } catch {
    throw new TypeError(`orgUrl is not a URL. ${FIX}`);
  }
}

function checkProtocol({ protocol, hostname }: URL, allowHttp: boolean): void {
  if (protocol === "https:" || (protocol === "http:" && (allowHttp || isLoopback(hostname)))) return;
  const option = protocol === "http:" ? " For a mock server in another container, set the option allowHttp." : "";
  throw new TypeError(`orgUrl must use https, not ${protocol.slice(0, -1)}. ${FIX}${option}`);
}

const ADMIN_HOST =
  /^([^.]+)-admin(\.(?:okta|oktapreview|okta-emea|okta-gov|okta-miltest|trexcloud|trex-govcloud)\.[a-z]+\.?)$/;

/**
 * The origin of an org, checked.
 *
 * @throws TypeError that says what is wrong with the URL and how to correct it
 */
export function orgOrigin(orgUrl: string | undefined = environment()["OKTA_CLIENT_ORGURL"], allowHttp = false): string {
  const url = parseOrgUrl(orgUrl);
  checkProtocol(url, allowHttp);
  if (url.username || url.password) throw new TypeError(`orgUrl must not hold a user name or password. ${FIX}`);
  if (url.pathname !== "/" || url.search || url.hash || /[?#\s]/.test(orgUrl!)) {
    throw new TypeError(`orgUrl must end after the host. Use ${url.origin}.`);
  }
  const [, org, domain] = ADMIN_HOST.exec(url.hostname) ?? [];
  if (org) throw new TypeError(`orgUrl names the Admin Console. Use https://${org}${domain}.`);
  if (/[{]|youroktadomain/.test(url.hostname)) throw new TypeError(`orgUrl is still a placeholder. ${FIX}`);
  return url.origin;
}

/**
 * The one credential of a client.
 *
 * @throws TypeError when there is none, more than one, or a malformed one; never repeats it
 */
export function chosenAuth(options: OktaClientOptions): Auth {
  const { token, accessToken, auth } = options;
  const named = (["token", "accessToken", "auth"] as const).filter((name) => options[name] !== undefined);
  if (named.length > 1) throw new TypeError(`Give one of token, accessToken and auth, not ${named.join(" and ")}.`);
  if (auth) return auth;
  if (accessToken !== undefined) return bearerAuth(accessToken);
  return tokenAuth(token ?? environment()["OKTA_CLIENT_TOKEN"]);
}

/** What a number must be. */
interface NumberRule {
  min?: number;
  /** Whether Infinity is taken, for no limit. */
  infinite?: boolean;
}

/** @throws TypeError that names the option, unless it is a finite number of at least `min` */
export function checkedNumber(
  name: string,
  value: number | undefined,
  fallback: number,
  { min = 0, infinite = false }: NumberRule = {},
): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !(value >= min) || (value === Infinity && !infinite)) {
    const what = infinite ? "a number" : "a finite number";
    throw new TypeError(`${name} must be ${what} of at least ${min}; got ${String(value)}.`);
  }
  return value;
}

/** Retry options with every default filled in. */
export type RetrySettings = { [K in keyof RetryOptions]-?: NonNullable<RetryOptions[K]> };

const DEFAULTS: RetrySettings = {
  retries: 2,
  rateLimitRetries: 100,
  unsafe: false,
  baseDelay: 500,
  maxDelay: 20_000,
  maxWait: 120_000,
  jitter: 1000,
};

/**
 * The options of the client under those of the call, on the defaults.
 *
 * @throws TypeError that names an option that does not exist or is no such number
 */
export function retrySettings(...layers: (RetryOptions | false | undefined)[]): RetrySettings {
  let result = DEFAULTS;
  for (const layer of layers) {
    if (layer === undefined) continue;
    const { unsafe = result.unsafe, ...numbers } = layer || { retries: 0, rateLimitRetries: 0 };
    result = { ...result, unsafe };
    for (const [name, value] of Object.entries(numbers) as [keyof typeof numbers, number | undefined][]) {
      if (!(name in DEFAULTS)) throw new TypeError(`retry has no option ${name}.`);
      result[name] = checkedNumber(`retry.${name}`, value, result[name], { infinite: name === "maxWait" });
    }
  }
  return result;
}

/** @throws TypeError unless it is above 0 and at most 1 */
export function checkedShare(name: string, share: number | undefined, fallback: number): number {
  const value = checkedNumber(name, share, fallback);
  if (value <= 0 || value > 1) throw new TypeError(`${name} must be above 0 and at most 1; got ${value}.`);
  return value;
}
