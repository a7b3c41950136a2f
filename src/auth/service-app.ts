/** `okta-fetch/oauth`: signs in as an OAuth 2.0 service app. Apart from the client, since it needs `jose`. */
import { importJWK, importPKCS8, type JWK, SignJWT } from "jose";
import { type AccessToken, type Auth, type AuthorizeRequest, tokenCache } from "./auth.ts";
import { type DpopSigner, dpopSigner } from "./dpop.ts";

export type { Auth } from "./auth.ts";

/** An OAuth 2.0 service app of the org ("API Services" in the admin console). */
export interface ServiceAppOptions {
  /** Client id of the app. */
  clientId: string;
  /**
   * Private key whose public half the app knows: a JWK (object or JSON) or PEM in PKCS #8 (`BEGIN PRIVATE KEY`).
   * It signs here and is never sent.
   */
  privateKey: JWK | string;
  /** Id of the key at the app. Needed for PEM when the app has several keys; a JWK brings its own `kid`. */
  keyId?: string | undefined;
  /** Scopes to ask for, granted to the app before: `["okta.users.read"]`. */
  scopes: readonly string[];
  /**
   * Binds tokens to a key made for this client, so that a stolen token is worth nothing. Needed where the app demands
   * proof of possession.
   *
   * @default false
   */
  dpop?: boolean | undefined;
  /** How the key signs. @default the key's own `alg`, else RS256, or ES256 for an EC key */
  algorithm?: string | undefined;
}

/** The token endpoint refused the service app. Holds neither key nor token. */
export class OktaTokenError extends Error {
  override readonly name = "OktaTokenError";
  /** HTTP status. */
  readonly status: number;
  /** OAuth error code such as `invalid_client` or `invalid_scope`. */
  readonly error: string | undefined;
  /** Okta's id of the exchange. */
  readonly requestId: string | undefined;

  constructor(status: number, body: { error?: unknown; error_description?: unknown }, requestId: string | undefined) {
    const code = typeof body.error === "string" ? body.error : undefined;
    const text = typeof body.error_description === "string" ? body.error_description : "no reason given";
    const hint = code && TOKEN_HINTS[code];
    super(`POST /oauth2/v1/token: ${status} ${code ? `${code} ` : ""}${text}${hint ? ` — ${hint}` : ""}`);
    this.status = status;
    this.error = code;
    this.requestId = requestId;
  }
}

const TOKEN_HINTS: Record<string, string> = {
  invalid_client: "Check clientId, and that the app knows the public half of privateKey under keyId.",
  invalid_scope: "Grant the scopes to the app on its Okta API Scopes tab.",
  invalid_dpop_proof: "The app demands proof of possession: set dpop to true.",
  unauthorized_client: "The app must be of the type API Services.",
};

const isNonceDemand = (status: number, body: { error?: unknown }) =>
  (status === 400 || status === 401) && body.error === "use_dpop_nonce";

interface SigningKey {
  key: CryptoKey | Uint8Array;
  algorithm: string;
  keyId: string | undefined;
}

const KEY_HELP = "Give a private JWK, or PEM that begins with BEGIN PRIVATE KEY.";

async function signingKey({ privateKey, keyId, algorithm }: ServiceAppOptions): Promise<SigningKey> {
  try {
    if (typeof privateKey === "string" && !privateKey.trimStart().startsWith("{")) {
      const alg = algorithm ?? "RS256";
      return { key: await importPKCS8(privateKey, alg), algorithm: alg, keyId };
    }
    const jwk = typeof privateKey === "string" ? (JSON.parse(privateKey) as JWK) : privateKey;
    const alg = algorithm ?? jwk.alg ?? (jwk.kty === "EC" ? "ES256" : "RS256");
    return { key: await importJWK(jwk, alg), algorithm: alg, keyId: keyId ?? jwk.kid };
  } catch {
    // The cause could show parts of the key.
    throw new TypeError(`privateKey cannot be read. ${KEY_HELP}`);
  }
}

function checkOptions({ clientId, privateKey, scopes }: ServiceAppOptions) {
  if (!clientId) throw new TypeError("clientId is missing. Give the client id of the service app.");
  if (!privateKey) throw new TypeError(`privateKey is missing. ${KEY_HELP}`);
  if (typeof privateKey === "string") {
    if (/BEGIN (RSA|EC) PRIVATE KEY/.test(privateKey)) {
      throw new TypeError("privateKey is in an old PEM form. Convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem.");
    }
    if (/BEGIN ENCRYPTED/.test(privateKey)) {
      throw new TypeError("privateKey is encrypted. Decrypt it: openssl pkcs8 -topk8 -nocrypt -in encrypted.pem.");
    }
    if (/BEGIN (PUBLIC KEY|CERTIFICATE)/.test(privateKey)) throw new TypeError(`privateKey is public. ${KEY_HELP}`);
  } else if (!("d" in privateKey)) {
    throw new TypeError(`privateKey has no private part (d). ${KEY_HELP}`);
  }
  if (!Array.isArray(scopes) || scopes.length === 0) {
    throw new TypeError('scopes is missing. Name at least one, such as "okta.users.read".');
  }
}

/**
 * Signs in as a service app with `private_key_jwt`, gets access tokens and renews them ahead of their end. However many
 * calls wait, one token is asked for at a time.
 *
 * @example
 * const auth = serviceApp({ clientId, privateKey, scopes: ["okta.users.read"] });
 * const okta = createOktaClient({ orgUrl, auth });
 * @throws TypeError for options that are missing or wrong; calls throw OktaTokenError when Okta gives no token
 */
export function serviceApp(options: ServiceAppOptions): Auth {
  checkOptions(options);
  const { clientId, scopes, dpop = false } = options;
  let key: Promise<SigningKey> | undefined;
  const signer: DpopSigner | undefined = dpop ? dpopSigner() : undefined;
  /** The latest nonce of the token endpoint, and that of the API: each server has its own. */
  const nonces: { token?: string; api?: string } = {};
  const caches = new Map<string, ReturnType<typeof tokenCache>>();

  async function requestToken(origin: string, fetch: AuthorizeRequest["fetch"]): Promise<AccessToken> {
    const url = `${origin}/oauth2/v1/token`;
    key ??= signingKey(options);
    const { key: privateKey, algorithm, keyId } = await key;
    for (let attempt = 1; ; attempt += 1) {
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg: algorithm, ...(keyId && { kid: keyId }) })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(url)
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(privateKey);
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
          ...(signer && { dpop: await signer.proof({ method: "POST", url }, nonces.token) }),
        },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          scope: scopes.join(" "),
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: assertion,
        }).toString(),
      });
      const nonce = response.headers.get("dpop-nonce");
      if (nonce) nonces.token = nonce;
      const body: Record<string, unknown> = await response.json().catch(() => ({}));
      if (response.ok && typeof body["access_token"] === "string") {
        const expiresIn = Number(body["expires_in"]);
        return { accessToken: body["access_token"], ...(expiresIn > 0 && { expiresIn }) };
      }
      if (attempt < 3 && signer && nonce && isNonceDemand(response.status, body)) continue;
      if (attempt < 4 && (response.status === 429 || response.status >= 502)) {
        await waitForTurn(response.headers, attempt);
        continue;
      }
      throw new OktaTokenError(response.status, body, response.headers.get("x-okta-request-id") ?? undefined);
    }
  }

  return {
    async authorize({ method, url, fetch }) {
      const { origin } = new URL(url);
      let cache = caches.get(origin);
      if (!cache) caches.set(origin, (cache = tokenCache(() => requestToken(origin, fetch))));
      const token = await cache.get();
      if (!signer) return { authorization: `Bearer ${token}` };
      return { authorization: `DPoP ${token}`, dpop: await signer.proof({ method, url }, nonces.api, token) };
    },
    answered({ status, headers }, { authorization = "" }) {
      const nonce = headers.get("dpop-nonce");
      if (nonce) nonces.api = nonce;
      if (status !== 401 && status !== 400) return false;
      const challenge = headers.get("www-authenticate") ?? "";
      if (signer && nonce && /use_dpop_nonce/.test(challenge)) return true;
      if (status !== 401) return false;
      for (const cache of caches.values()) cache.refuse(authorization.slice(authorization.indexOf(" ") + 1));
      return true;
    },
  };
}

/** Until the window of the token endpoint ends by its own clock, and a random part of a second more. */
async function waitForTurn(headers: Headers, attempt: number) {
  const reset = Number(headers.get("x-rate-limit-reset")) * 1000;
  const date = Date.parse(headers.get("date") ?? "") || Date.now();
  const wait = reset > date ? Math.min(reset - date, 60_000) : 500 * 2 ** attempt;
  await new Promise((resolve) => setTimeout(resolve, wait + Math.random() * 1000));
}
