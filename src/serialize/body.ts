/** A body that goes out as it is, untouched by JSON. */
export const isRawBody = (body: unknown): body is BodyInit =>
  typeof body === "string" ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams ||
  body instanceof ArrayBuffer ||
  ArrayBuffer.isView(body) ||
  body instanceof ReadableStream;

/** A body as it is sent: what is not raw becomes JSON. */
export const serializeBody = (body: unknown): BodyInit => (isRawBody(body) ? body : JSON.stringify(body));

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
