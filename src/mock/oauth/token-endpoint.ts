import { randomBytes } from "node:crypto";
import { compactVerify, decodeJwt, importJWK, type JWK, type JWTPayload } from "jose";
import type { Clock } from "../clock.ts";
import type { MockRequest, RouteResponse } from "../server/routes.ts";
import type { ServiceClient, ServiceClients } from "./clients.ts";
import { checkProof, ProofError } from "./proof.ts";
import { LIFETIME, type Tokens } from "./tokens.ts";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** Longest validity of an assertion, in seconds. */
const LONGEST = 3600;
/** Ids of assertions and proofs that are kept, so that none is taken twice. */
const IDS = 10_000;

/** An error as RFC 6749 has it. */
class TokenError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, description: string, headers = {}) {
    super(description);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const invalidClient = (why: string) => new TokenError(401, "invalid_client", why);

/** `/oauth2/v1/token` for service apps: client credentials with `private_key_jwt`, bound by DPoP or not. */
export class TokenEndpoint {
  readonly #clients: ServiceClients;
  readonly #tokens: Tokens;
  readonly #clock: Clock;
  readonly #used = new Set<string>();
  readonly #nonce = randomBytes(24).toString("base64url");

  constructor(clients: ServiceClients, tokens: Tokens, clock: Clock) {
    this.#clients = clients;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  async respond(request: MockRequest): Promise<RouteResponse> {
    try {
      return { status: 200, headers: { "cache-control": "no-store" }, body: await this.#grant(request) };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      const { status, code, message, headers } = error;
      return { status, headers, body: { error: code, error_description: message } };
    }
  }

  async #grant(request: MockRequest) {
    const form = formOf(request);
    const type = form.get("grant_type");
    if (type !== "client_credentials") {
      throw new TokenError(400, "unsupported_grant_type", "The mock grants client_credentials only.");
    }
    const url = `${request.origin}${request.path}`;
    const { clientId, client } = await this.#authenticate(form, url);
    const scopes = grantedScopes(form.get("scope"), client);
    const thumbprint = await this.#bind(request, url, client);
    return {
      token_type: thumbprint === undefined ? "Bearer" : "DPoP",
      expires_in: LIFETIME,
      access_token: await this.#tokens.issue(request.origin, clientId, scopes, thumbprint),
      scope: scopes.join(" "),
    };
  }

  /** @throws TokenError 401 for an assertion that does not hold */
  async #authenticate(form: URLSearchParams, url: string) {
    const assertion = form.get("client_assertion");
    if (form.get("client_assertion_type") !== ASSERTION_TYPE || !assertion) {
      throw invalidClient(`Send a client_assertion of the type ${ASSERTION_TYPE}.`);
    }
    const claims = claimsOf(assertion);
    const clientId = claims.iss ?? "";
    const client = this.#clients.find(clientId);
    if (!client && this.#clients.areKnown) throw invalidClient(`There is no active service app ${clientId}.`);
    if (claims.sub !== clientId) throw invalidClient("The iss and sub of the client_assertion differ.");
    if (![claims.aud].flat().includes(url)) throw invalidClient(`The aud of the client_assertion has to be ${url}.`);
    const now = this.#clock.now() / 1000;
    if (!(typeof claims.exp === "number" && claims.exp > now)) throw invalidClient("The client_assertion is expired.");
    if (claims.exp > now + LONGEST) throw invalidClient("The client_assertion is valid for more than an hour.");
    if (client) await verifySignature(assertion, client);
    this.#useOnce(claims.jti, "client_assertion");
    return { clientId, client };
  }

  /** @returns thumbprint of the key that the token is to be bound to; `undefined` for none */
  async #bind({ method, headers }: MockRequest, url: string, client: ServiceClient | undefined) {
    const proof = headers["dpop"];
    if (typeof proof !== "string") {
      if (client?.dpop) throw new TokenError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
      return undefined;
    }
    const clock = this.#clock;
    const checked = await checkProof(proof, { method, url, clock }).catch((error: unknown) => {
      throw error instanceof ProofError ? new TokenError(400, "invalid_dpop_proof", error.message) : error;
    });
    if (checked.nonce !== this.#nonce) {
      const demand = "Authorization server requires nonce in DPoP proof.";
      throw new TokenError(400, "use_dpop_nonce", demand, { "dpop-nonce": this.#nonce });
    }
    this.#useOnce(checked.id, "DPoP proof");
    return checked.thumbprint;
  }

  #useOnce(id: string | undefined, what: string): void {
    if (id === undefined) return;
    const key = `${what} ${id}`;
    if (this.#used.has(key)) throw invalidClient(`The jti of the ${what} was used before.`);
    this.#used.add(key);
    if (this.#used.size > IDS) this.#used.delete(this.#used.values().next().value!);
  }
}

function formOf({ headers, body }: MockRequest): URLSearchParams {
  if (/^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "") && typeof body === "string") {
    return new URLSearchParams(body);
  }
  throw new TokenError(400, "invalid_request", "Send a form: application/x-www-form-urlencoded.");
}

function claimsOf(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw invalidClient("The client_assertion is no JWT.");
  }
}

async function verifySignature(assertion: string, { publicKeys }: ServiceClient): Promise<void> {
  for (const key of publicKeys as JWK[]) {
    const alg = key.alg ?? (key.kty === "EC" ? "ES256" : "RS256");
    try {
      await compactVerify(assertion, await importJWK(key, alg));
      return;
    } catch {
      // The next key may be the one.
    }
  }
  throw invalidClient("The signature of the client_assertion fits no public key of the app.");
}

function grantedScopes(scope: string | null, client: ServiceClient | undefined): string[] {
  const scopes = (scope ?? "").split(" ").filter(Boolean);
  if (scopes.length === 0) throw new TokenError(400, "invalid_scope", "Ask for at least one scope.");
  const missing = client?.scopes && scopes.filter((name) => !client.scopes!.includes(name));
  if (missing && missing.length > 0) {
    throw new TokenError(400, "invalid_scope", `The app was not granted ${missing.join(", ")}.`);
  }
  return scopes;
}
