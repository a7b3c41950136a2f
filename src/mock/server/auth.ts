import type { ApiDocument, OperationObject } from "../../openapi/document.ts";
import type { ApiOperation } from "../model/operation.ts";
import { ApiError } from "./errors.ts";

const CREDENTIAL = /^(?:SSWS|Bearer|DPoP) +[\x21-\x7e]+$/i;

/** Takes any well-formed `SSWS`, `Bearer` or `DPoP` credential where an operation needs one. It is not kept. */
export class Authentication {
  readonly #secured = new Map<ApiOperation, boolean>();

  /** @throws ApiError 401 when a credential is missing or malformed */
  check(document: ApiDocument, operation: ApiOperation, authorization: string | undefined): void {
    let secured = this.#secured.get(operation);
    if (secured === undefined) {
      secured = needsCredential(document, operation.definition);
      this.#secured.set(operation, secured);
    }
    if (secured && !(authorization !== undefined && CREDENTIAL.test(authorization.trim()))) {
      throw new ApiError(401, "E0000011");
    }
  }
}

/** Whether an operation asks for a credential in the `Authorization` header. */
function needsCredential(document: ApiDocument, operation: OperationObject): boolean {
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
