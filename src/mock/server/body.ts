import type { IncomingMessage } from "node:http";
import { isJson } from "../../openapi/media-type.ts";
import { ApiError, invalid } from "./errors.ts";
import { DEEPEST, isTooDeep, unkeepable } from "./json-limits.ts";

/** Most bytes of a body, as in Prism. */
export const MOST_BYTES = 10 * 1024 * 1024;

const BINARY = /^\s*(?:multipart\/|application\/(?:octet-stream|pkix-cert|x-x509-ca-cert))/i;

/** Whether a request comes with a body. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;

/**
 * Reads a body to its end.
 *
 * @throws ApiError 413 when it is too long; the rest of it is let go by
 */
export function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MOST_BYTES) parts.push(part);
      else parts.length = 0;
    });
    request.on("end", () => {
      // Files keep each byte, as a character of its own.
      const coding = BINARY.test(request.headers["content-type"] ?? "") ? "latin1" : "utf8";
      if (bytes <= MOST_BYTES) resolve(Buffer.concat(parts).toString(coding));
      else {
        const { errorCode, message, causes } = invalid("body", [`body: longer than ${MOST_BYTES} bytes`]);
        reject(new ApiError(413, errorCode, message, causes));
      }
    });
    // A client that goes away in the middle of its body is no fault of the mock, and nobody reads the response.
    const incomplete = () => reject(new ApiError(400, "E0000003"));
    request.on("error", incomplete);
    request.on("close", incomplete);
  });
}

/** @throws ApiError 400 for JSON that is invalid, or that cannot be kept */
export function parseJson(text: string, deepest = DEEPEST): unknown {
  // Looked at before it is parsed: a parser that calls itself does not outlive every depth.
  if (isTooDeep(text, deepest)) throw invalid("body", [`body: nested more than ${deepest} levels deep`]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "E0000003");
  }
  const reason = unkeepable(value, deepest);
  if (reason) throw invalid("body", [`body: ${reason}`]);
  return value;
}

/** @throws ApiError 400 E0000003 for invalid JSON */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  return contentType === undefined || isJson(contentType) ? parseJson(text) : text;
}
