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
   * @default process.env.OKTA_CLIENT_TOKEN, where there is a process environment
   */
  token?: string | undefined;
  /**
   * Replaces the platform's `fetch`: for proxies, retries, recording.
   *
   * @default globalThis.fetch, looked up at each call
   */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
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
  const loopback = isLoopback(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new TypeError(`orgUrl must use https, not ${url.protocol.slice(0, -1)}. ${fix}`);
  }
  if (url.username || url.password) throw new TypeError(`orgUrl must not hold a user name or password. ${fix}`);
  if (url.pathname !== "/" || url.search || url.hash || /[?#\s]/.test(orgUrl)) {
    throw new TypeError(`orgUrl must end after the host. Use ${url.origin}.`);
  }
  const admin = /^([^.]+)-admin(\.(?:okta|oktapreview|okta-emea|okta-gov|trexcloud)\.[a-z]+)$/.exec(url.hostname);
  if (admin) throw new TypeError(`orgUrl names the admin console. Use https://${admin[1]}${admin[2]}.`);
  if (url.hostname.includes("{") || /yourOktaDomain/i.test(url.hostname)) {
    throw new TypeError(`orgUrl is still a placeholder. ${fix}`);
  }
  return url.origin;
}

/**
 * The API token, checked.
 *
 * @throws TypeError that never repeats the token
 */
export function apiToken(token: string | undefined = environment()["OKTA_CLIENT_TOKEN"]): string {
  if (!token) throw new TypeError("token is missing. Give an API token, or set OKTA_CLIENT_TOKEN.");
  if (/^ssws\s/i.test(token)) throw new TypeError("token must be the bare API token, without the word SSWS.");
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError("token holds a space or a character that no API token has. Copy it again.");
  }
  return token;
}
