/** How the body of a success is read; without it, JSON and text come as the response declares them. */
export type ParseAs = "json" | "text" | "blob" | "arrayBuffer" | "stream";

/** Whether the body of a success comes as bytes and not as text. */
export const isBinary = (parseAs: ParseAs | undefined): parseAs is "blob" | "arrayBuffer" | "stream" =>
  parseAs === "blob" || parseAs === "arrayBuffer" || parseAs === "stream";

const mediaTypeOf = (headers: Headers) => /[^;\s]+/.exec(headers.get("content-type") ?? "")?.[0].toLowerCase() ?? "";
const isJson = (type: string) => type === "application/json" || type.endsWith("+json");
const isText = (type: string) =>
  type === "application/xml" ||
  type === "application/pkcs10" ||
  type.endsWith("+xml") ||
  (type.startsWith("text/") && type !== "text/html");

/** Whether a body is a web page: no response of Okta's API is one, those of proxies and sign-in pages are. */
export const isWebPage = (headers: Headers, body: unknown): boolean =>
  typeof body === "string" &&
  (mediaTypeOf(headers) === "text/html" || /^\s*<(?:!doctype html|html|head|body|title)\b/i.test(body));

/** Says why a body is not what the operation promises. */
export class UnreadableBody extends Error {
  override readonly name = "UnreadableBody";
}

/**
 * The value of a body that was read as text: JSON parsed, XML and plain text as they are, nothing as `undefined`.
 *
 * @throws UnreadableBody for invalid JSON, and for a web page
 */
export function parseBody(text: string, headers: Headers, parseAs: "json" | undefined): unknown {
  if (text === "") return undefined;
  const type = mediaTypeOf(headers);
  if (!parseAs && isText(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    const what = /^\s*</.test(text)
      ? "is a web page or XML, not JSON; a proxy or a sign-in page may stand in front of the org"
      : isJson(type)
        ? "is invalid JSON, or breaks off"
        : `is neither JSON nor text (content-type ${type || "missing"})`;
    throw new UnreadableBody(`the response body ${what}`);
  }
}
