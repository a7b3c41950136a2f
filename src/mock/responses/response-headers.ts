import { validateHeaderName, validateHeaderValue } from "node:http";
import type { ApiModel } from "../model/model.ts";
import type { ResponseObject } from "../../openapi/document.ts";

/** Headers that the server sets for itself, and those of the connection. */
const OWN = new Set([
  "link",
  "x-okta-request-id",
  "x-rate-limit-limit",
  "x-rate-limit-remaining",
  "x-rate-limit-reset",
  "date",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "keep-alive",
  "transfer-encoding",
]);

/** The headers that an answer declares, by their examples. A list becomes one value; what no header can hold is left out. */
export function responseHeaders(model: ApiModel, response: ResponseObject | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [declared, reference] of Object.entries(response?.headers ?? {})) {
    const name = declared.toLowerCase();
    if (OWN.has(name)) continue;
    const header = model.refs.resolve(reference);
    const [example] = Object.values(header.examples ?? {});
    const value = header.example ?? (example && model.refs.resolve(example).value) ?? header.schema?.["example"];
    if (value === undefined || value === null) continue;
    const text = Array.isArray(value) ? value.map(String).join(", ") : typeof value === "object" ? "" : String(value);
    if (text === "") continue;
    try {
      validateHeaderName(name);
      validateHeaderValue(name, text);
      headers[name] = text;
    } catch {
      // A header that cannot be sent is no reason to send nothing.
    }
  }
  return headers;
}
