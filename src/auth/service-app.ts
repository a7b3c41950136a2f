import { type JWK, SignJWT } from "jose";
import type { AccessToken, Auth, AuthorizeRequest } from "./auth.ts";
import { type DpopSigner, dpopSigner } from "./dpop.ts";
import { checkPrivateKey, readSigningKey, type SigningKey } from "./signing-key.ts";
import { tokenCache } from "./token-cache.ts";
import { OktaTokenError } from "./token-error.ts";

/** An OAuth 2.0 service app of the org ("API Services" in the Admin Console). */
export interface ServiceAppOptions {
  /** Client id of the app. */
  clientId: string;
  /**
   * Private key whose public half the app knows: a JWK (object or JSON) or PEM in PKCS #8 (`BEGIN PRIVATE KEY`), also as
   * environments carry it, with literal `\n`, indentation or text around it. It signs here and is never sent.
   */
  privateKey: JWK | string;
  /** Id of the key at the app. Needed for PEM when the app has several keys; a JWK brings its own `kid`. */
  keyId?: string | undefined;
  /** Scopes to ask for, granted to the app before: `["okta.users.read"]`. */
  scopes: readonly string[];
  /**
   * Binds tokens to a key created for this client, so that a stolen token is worth nothing. Needed where the app demands
   * proof of possession.
   *
   * @default false
   */
  dpop?: boolean | undefined;
  /** How the key signs. @default the `alg` of a JWK, else by its kind: RS256, ES256, ES384, ES512 or EdDSA */
  algorithm?: string | undefined;
}

/** A demand for a nonce can come once for each server that takes part. */
const MOST_TRIES = 3;

function checkOptions({ clientId, privateKey, scopes }: ServiceAppOptions) {
  if (!clientId) throw new TypeError("clientId is missing. Give the client id of the service app.");
  checkPrivateKey(privateKey);
  if (!Array.isArray(scopes) || scopes.length === 0) {
    throw new TypeError('scopes is missing. Name at least one, such as "okta.users.read".');
  }
}

/** Requests tokens, each time with a new assertion: Okta accepts none twice. */
function tokenRequester(options: ServiceAppOptions, signer: DpopSigner | undefined) {
  const { clientId, scopes } = options;
  let key: Promise<SigningKey> | undefined;
  let nonce: string | undefined;

  async function assertionFor(url: string): Promise<string> {
    key ??= readSigningKey(options);
    const { key: privateKey, algorithm, keyId } = await key;
    return new SignJWT()
      .setProtectedHeader({ alg: algorithm, ...(keyId && { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(url)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
  }

  return async (origin: string, fetch: AuthorizeRequest["fetch"]): Promise<AccessToken> => {
    const url = `${origin}/oauth2/v1/token`;
    for (let tries = 1; ; tries += 1) {
      const secrets: string[] = [];
      const response = await fetch(url, async () => {
        const assertion = await assertionFor(url);
        const proof = await signer?.proof({ method: "POST", url }, nonce);
        secrets.push(assertion, ...(proof ? [proof] : []));
        return {
          method: "POST",
          headers: {
            accept: "application/json",
            "content-type": "application/x-www-form-urlencoded",
            ...(proof && { dpop: proof }),
          },
          body: new URLSearchParams({
            grant_type: "client_credentials",
            scope: scopes.join(" "),
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: assertion,
          }).toString(),
        };
      });
      const demanded = response.headers.get("dpop-nonce");
      if (demanded) nonce = demanded;
      const text = await response.text();
      const token = response.ok ? readToken(text) : undefined;
      if (token) return token;
      if (tries < MOST_TRIES && signer && demanded && isNonceDemand(response.status, text)) continue;
      throw new OktaTokenError({ response, text, dpop: signer !== undefined, secrets });
    }
  };
}

const isNonceDemand = (status: number, text: string) =>
  (status === 400 || status === 401) && text.includes('"use_dpop_nonce"');

function readToken(text: string): AccessToken | undefined {
  try {
    const { access_token: accessToken, expires_in: seconds } = JSON.parse(text) as Record<string, unknown>;
    if (typeof accessToken !== "string") return undefined;
    const expiresIn = Number(seconds);
    return { accessToken, ...(expiresIn > 0 && { expiresIn }) };
  } catch {
    return undefined;
  }
}

/**
 * Signs in as a service app with `private_key_jwt`, gets access tokens and renews them ahead of their end. However many
 * calls wait, one token is requested at a time.
 *
 * @example
 * const auth = serviceApp({ clientId, privateKey, scopes: ["okta.users.read"] });
 * const okta = createOktaClient({ orgUrl, auth });
 * @throws TypeError for options that are missing or wrong. Calls throw OktaTokenError when Okta gives no token, and
 *   OktaConnectionError when its token endpoint cannot be reached.
 */
export function serviceApp(options: ServiceAppOptions): Auth {
  checkOptions(options);
  const signer: DpopSigner | undefined = options.dpop ? dpopSigner() : undefined;
  const requestToken = tokenRequester(options, signer);
  /** The latest nonce of the API; the token endpoint has its own. */
  let nonce: string | undefined;
  const caches = new Map<string, ReturnType<typeof tokenCache>>();

  return {
    async authorize({ method, url, fetch }) {
      const { origin } = new URL(url);
      let cache = caches.get(origin);
      if (!cache) caches.set(origin, (cache = tokenCache(() => requestToken(origin, fetch))));
      const token = await cache.get();
      if (!signer) return { authorization: `Bearer ${token}` };
      return { authorization: `DPoP ${token}`, dpop: await signer.proof({ method, url }, nonce, token) };
    },
    onResponse({ status, headers }, { authorization = "" }) {
      const sent = headers.get("dpop-nonce");
      if (sent) nonce = sent;
      const challenge = headers.get("www-authenticate") ?? "";
      if (signer && sent && (status === 400 || status === 401) && /use_dpop_nonce/.test(challenge)) return true;
      const token = authorization.slice(authorization.indexOf(" ") + 1);
      return [...caches.values()].map((cache) => cache.judge(token, status)).includes(true);
    },
  };
}
