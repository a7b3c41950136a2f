import { createHash } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import type { Call } from "../http.ts";

/** Versions of resources: what was read can be changed only as long as it is still the same. */

const tagOf = (resource: Obj) =>
  `W/"${createHash("sha256").update(JSON.stringify(resource)).digest("hex").slice(0, 16)}"`;

/** The version of a resource, where the response declares it. */
export function entityTag({ operation }: Call, resource: Obj): Record<string, string> {
  const declared = Object.keys(operation.success?.response.headers ?? {});
  return declared.some((name) => name.toLowerCase() === "etag") ? { etag: tagOf(resource) } : {};
}

/** Whether a call is to change another version of the resource than there is. */
export function isOutdated({ operation, headers }: Call, resource: Obj | undefined): boolean {
  const sent = headers["if-match"]?.trim();
  if (!sent || sent === "*" || !resource || !operation.parameter("If-Match", "header")) return false;
  return !sent.split(",").some((tag) => tag.trim() === tagOf(resource));
}
