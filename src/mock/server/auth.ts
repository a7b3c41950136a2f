import type { ApiDocument, OperationObject } from "../../openapi/document.ts";
import { ApiError } from "./errors.ts";

const CREDENTIAL = /^(?:SSWS|Bearer|DPoP) +[\x21-\x7e]+$/i;

/** Whether an operation asks for a credential in the `Authorization` header. */
export function needsCredential(document: ApiDocument, operation: OperationObject): boolean {
  const security = operation.security ?? document.security ?? [];
  if (security.length === 0 || security.some((way) => Object.keys(way).length === 0)) return false;
  const schemes = document.components?.securitySchemes ?? {};
  return security.some((way) =>
    Object.keys(way).some((name) => {
      const scheme = schemes[name];
      if (scheme?.["type"] !== "apiKey") return scheme !== undefined;
      return scheme["in"] === "header" && String(scheme["name"]).toLowerCase() === "authorization";
    }),
  );
}

/**
 * Takes any well-formed `SSWS`, `Bearer` or `DPoP` credential. It is not kept.
 *
 * @throws ApiError 401 when it is missing or malformed
 */
export function checkCredential(authorization: string | undefined): void {
  if (authorization !== undefined && CREDENTIAL.test(authorization.trim())) return;
  throw new ApiError(401, "E0000011");
}
