import { NON_IDEMPOTENT } from "../../generated/non-idempotent.ts";
import { templatePattern } from "../serialize/template-pattern.ts";

const IDEMPOTENT_METHODS = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

const fits = (template: string, call: string) => new RegExp(`^${templatePattern(template)}/?$`).test(call);

/**
 * Whether sending a call twice does no more than sending it once. HTTP says so of some methods; Okta does not keep to it
 * everywhere: the second DELETE of a user deletes for good what the first one deactivated.
 *
 * @param pathname as it is sent, without the query
 */
export function isIdempotent(method: string, pathname: string): boolean {
  if (!IDEMPOTENT_METHODS.has(method)) return false;
  return !NON_IDEMPOTENT.some((template) => fits(template, `${method} ${pathname}`));
}
