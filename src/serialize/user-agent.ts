import { VERSION } from "../version.ts";

/**
 * `User-Agent` with the application's part in front. Browsers keep their own: setting it there costs a preflight.
 *
 * @throws TypeError when the text cannot stand in a header
 */
export function userAgentHeaders(application: string | undefined): Record<string, string> {
  if (application !== undefined && !/^[\x20-\x7e]+$/.test(application)) {
    throw new TypeError("userAgent must be printable ASCII, such as my-app/1.2.");
  }
  if ("document" in globalThis) return {};
  return { "user-agent": `${application ? `${application} ` : ""}okta-fetch/${VERSION}` };
}
