import { type IncomingHttpHeaders, validateHeaderName, validateHeaderValue } from "node:http";

/** Headers of a request with one text each. */
export const plainHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );

export const lowerCaseNames = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Name of the first header that Node would refuse to send. */
export const unsendableHeader = (headers: Record<string, string>): string | undefined =>
  Object.entries(headers).find(([name, value]) => {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      return false;
    } catch {
      return true;
    }
  })?.[0];
