/** How the body of a success is read; without it, JSON and text come as the answer declares them. */
export type ParseAs = "json" | "text" | "blob" | "arrayBuffer" | "stream";

/** Whether the caller reads the body of a success by itself. */
export const isRaw = (parseAs: ParseAs | undefined): parseAs is "blob" | "arrayBuffer" | "stream" =>
  parseAs === "blob" || parseAs === "arrayBuffer" || parseAs === "stream";

const isJson = (type: string) => type === "application/json" || type.endsWith("+json");
const isText = (type: string) =>
  type === "application/xml" ||
  type === "application/pkcs10" ||
  type.endsWith("+xml") ||
  (type.startsWith("text/") && type !== "text/html");

/** Says why a body cannot be what the operation promises. */
export class UnreadableBody extends Error {
  override readonly name = "UnreadableBody";
}

/**
 * The value of a body that was read as text: JSON parsed, XML and plain text as they are, nothing as `undefined`.
 *
 * @throws UnreadableBody for JSON that breaks off, and for a web page in place of an answer
 */
export function parseBody(text: string, headers: Headers, parseAs: "json" | undefined): unknown {
  if (text === "") return undefined;
  const type = (headers.get("content-type") ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (!parseAs && isText(type)) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = /^\s*</.test(text)
      ? "is a web page or XML, not JSON; a proxy or a sign-in page may stand in front of the org"
      : isJson(type)
        ? "is JSON that breaks off or is malformed"
        : `is neither JSON nor text (content-type ${type || "missing"})`;
    throw new UnreadableBody(`the answer's body ${what}`, { cause });
  }
}

/** The value of a failure's body: JSON where it is that, else its text, `undefined` when empty. */
export function parseFailure(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A body that goes out as it is, untouched by JSON. */
export const isRawBody = (body: unknown): body is BodyInit =>
  typeof body === "string" ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams ||
  body instanceof ArrayBuffer ||
  ArrayBuffer.isView(body) ||
  body instanceof ReadableStream;

/**
 * The content type that goes with a body when the caller names none.
 *
 * @throws TypeError for bytes, which could be anything
 */
export function contentTypeOf(body: unknown): string | undefined {
  if (body instanceof FormData) return undefined; // fetch adds it, with the boundary
  if (body instanceof URLSearchParams) return "application/x-www-form-urlencoded;charset=UTF-8";
  if (body instanceof Blob && body.type) return body.type;
  if (typeof body !== "string" && isRawBody(body)) {
    throw new TypeError('A body of bytes needs a content type: headers: { "content-type": … }.');
  }
  return "application/json";
}
