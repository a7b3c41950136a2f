import { createHash } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import { ApiError, type Call } from "../http.ts";

/** Versions of resources: what was read can be changed only as long as it is still the same. */

const tagOf = (resource: Obj) =>
  `W/"${createHash("sha256").update(JSON.stringify(resource)).digest("hex").slice(0, 16)}"`;

/** The version of a resource, where the response declares it. */
export function entityTag({ operation }: Call, resource: Obj): Record<string, string> {
  const declared = Object.keys(operation.success?.response.headers ?? {});
  return declared.some((name) => name.toLowerCase() === "etag") ? { etag: tagOf(resource) } : {};
}

const TAG = /^(?:W\/)?"[^"]*"$/;

/**
 * Holds a change against the version that it was made for.
 *
 * @throws ApiError 412 for another version than there is, 400 for a header that is no list of versions
 */
export function checkVersion({ operation, headers }: Call, resource: Obj | undefined): void {
  const sent = headers["if-match"]?.trim();
  if (!sent || sent === "*" || !resource || !operation.parameter("If-Match", "header")) return;
  const tags = sent.split(",").map((tag) => tag.trim());
  if (!tags.every((tag) => TAG.test(tag))) throw new ApiError(400, "E0000242");
  if (!tags.includes(tagOf(resource))) throw new ApiError(412, "E0000231");
}
