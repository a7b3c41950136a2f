import type { Obj } from "../../../openapi/document.ts";
import { ORG } from "./paths.ts";

/** A link into the org. @param allow the methods that it takes, for Okta's hints */
export const link = (path: string, ...allow: string[]): Obj => ({
  href: ORG + path,
  ...(allow.length > 0 && { hints: { allow } }),
});

/** Links of something that can be put in and out of use: to what its status allows. */
export function lifecycleLinks(path: string, status: unknown): Obj {
  return status === "ACTIVE" || status === "ENABLED"
    ? { deactivate: link(`${path}/lifecycle/deactivate`, "POST") }
    : { activate: link(`${path}/lifecycle/activate`, "POST") };
}
