import { nodeFetch } from "../node/fetch.ts";
import type { Credential } from "./credential.ts";

/** A call for each of the scopes that are granted most, which reads one item at most. */
const PROBES: [scope: string, path: string][] = [
  ["okta.users.read", "/api/v1/users?limit=1"],
  ["okta.users.manage", "/api/v1/users?limit=1"],
  ["okta.groups.read", "/api/v1/groups?limit=1"],
  ["okta.groups.manage", "/api/v1/groups?limit=1"],
  ["okta.apps.read", "/api/v1/apps?limit=1"],
  ["okta.apps.manage", "/api/v1/apps?limit=1"],
  ["okta.logs.read", "/api/v1/logs?limit=1"],
  ["okta.policies.read", "/api/v1/policies?type=OKTA_SIGN_ON"],
  ["okta.orgs.read", "/api/v1/org"],
];

/** What every token of a user may read. */
const OWN_USER = "/api/v1/users/me";

/** A call that a credential of these scopes may do; `undefined` where none is known. */
export function probeOf(scopes: readonly string[] | undefined): string | undefined {
  if (scopes === undefined) return OWN_USER;
  return PROBES.find(([scope]) => scopes.includes(scope))?.[1];
}

/** Scopes in the payload of an access token; `undefined` where it is not a readable JWT. */
function scopesIn(token: string): string[] | undefined {
  try {
    const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { scp?: unknown };
    return Array.isArray(payload.scp) ? payload.scp.filter((scope): scope is string => typeof scope === "string") : [];
  } catch {
    return undefined;
  }
}

/**
 * The scopes of the access token that a credential gives; `undefined` where that is not readable, and for an
 * API token, which has its user's rights.
 *
 * @throws OktaTokenError when a service app gets no token
 */
export async function scopesOf(origin: string, { options }: Credential): Promise<string[] | undefined> {
  if (typeof options.accessToken === "string") return scopesIn(options.accessToken);
  if (!options.auth) return undefined;
  const send = nodeFetch();
  const headers = await options.auth.authorize({
    method: "GET",
    url: `${origin}${OWN_USER}`,
    fetch: async (url, init) =>
      send(url, { ...(typeof init === "function" ? await init() : init), signal: AbortSignal.timeout(15_000) }),
  });
  return scopesIn(headers["authorization"]?.split(" ")[1] ?? "");
}
