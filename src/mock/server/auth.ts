import type { ApiDocument, OperationObject } from "../../openapi/document.ts";
import type { ApiOperation } from "../model/operation.ts";
import type { OAuth } from "../oauth/oauth.ts";
import type { Call } from "./call.ts";
import { ApiError } from "./errors.ts";

const CREDENTIAL = /^(SSWS|Bearer|DPoP) +([\x21-\x7e]+)$/i;
/** What a client sends that has no token and does not notice. */
const NO_TOKEN = /^(?:undefined|null|NaN|\[object .*)$/;

/**
 * Takes any well-formed `SSWS`, `Bearer` or `DPoP` credential where an operation needs one, and keeps none; the text
 * `undefined` or `null` is none. Access tokens that the mock issued itself are held against their time, scopes and key.
 */
export class Authentication {
  readonly #oauth: OAuth;
  readonly #secured = new Map<ApiOperation, boolean>();

  constructor(oauth: OAuth) {
    this.#oauth = oauth;
  }

  /** @throws ApiError 401 for a credential that does not hold, 403 for one that lacks the scope */
  async check(document: ApiDocument, operation: ApiOperation, sent: Pick<Call, "headers" | "base" | "path">) {
    let secured = this.#secured.get(operation);
    if (secured === undefined) {
      secured = needsCredential(document, operation.definition);
      this.#secured.set(operation, secured);
    }
    if (!secured) return;
    const { headers, base, path } = sent;
    const [, scheme, token] = CREDENTIAL.exec(headers.authorization?.trim() ?? "") ?? [];
    if (!scheme || !token || NO_TOKEN.test(token)) throw new ApiError(401, "E0000011");
    if (scheme.toUpperCase() === "SSWS") return;
    const method = operation.method.toUpperCase();
    const issued = await this.#oauth.issued(scheme, token, { method, url: base + path, proof: headers["dpop"] });
    if (issued && !hasScopes(document, operation.definition, issued.scopes)) {
      throw new ApiError(403, "E0000006", undefined, [], {
        "www-authenticate": `${scheme} error="insufficient_scope", error_description="The access token provided does not contain the required scopes."`,
      });
    }
  }
}

const securityOf = (document: ApiDocument, operation: OperationObject) => operation.security ?? document.security ?? [];

/** Whether an operation asks for a credential in the `Authorization` header. */
function needsCredential(document: ApiDocument, operation: OperationObject): boolean {
  const security = securityOf(document, operation);
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

/** Whether scopes suffice for one of the ways to call an operation; to manage includes to read. */
function hasScopes(document: ApiDocument, operation: OperationObject, scopes: string[]): boolean {
  const schemes = document.components?.securitySchemes ?? {};
  const has = (scope: string) => scopes.includes(scope) || scopes.includes(scope.replace(/\.read$/, ".manage"));
  return securityOf(document, operation).some((way) =>
    Object.entries(way).some(([name, needed]) => schemes[name]?.["type"] === "oauth2" && needed.every(has)),
  );
}
