import type { ApiModel } from "../model/model.ts";
import type { ResponseObject } from "../../openapi/document.ts";
import { exampleOf } from "../../openapi/examples.ts";
import { unsendableHeader } from "../server/headers.ts";

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

/** The headers that a response declares, by their examples; what no header can hold is left out. */
export function responseHeaders(model: ApiModel, response: ResponseObject | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [declared, reference] of Object.entries(response?.headers ?? {})) {
    const name = declared.toLowerCase();
    if (OWN.has(name)) continue;
    const text = textOf(exampleOf(model.refs, model.refs.resolve(reference)));
    if (text !== "" && unsendableHeader({ [name]: text }) === undefined) headers[name] = text;
  }
  return headers;
}

/** A list becomes one value. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}
