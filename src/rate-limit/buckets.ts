/** Resources with one bucket for all their calls. */
const OWN = new Set(["logs", "events", "devices", "certificateAuthorities"]);
/** Resources with a bucket of their own for calls by id. */
const BY_ID = new Set(["apps", "groups", "users"]);

/**
 * The bucket that a call counts against. Okta groups its endpoints so; each group has a limit of its own a minute.
 *
 * @see https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
export function bucketOf(method: string, path: string): string {
  const [, resource = "", rest] = /^\/api\/v1\/([^/?]+)(?:\/([^?]*))?/.exec(path) ?? [];
  if (OWN.has(resource)) return `/api/v1/${resource}`;
  if (path.startsWith("/oauth2/v1/clients")) return "/oauth2/v1/clients";
  if (!BY_ID.has(resource)) return "/api/v1";
  const list = `/api/v1/${resource}`;
  const byId = rest && !rest.includes("/") && rest !== "rules";
  if (resource === "users") {
    if (!rest) return list;
    if (!byId) return "/api/v1";
    return method === "GET" ? `GET ${list}/{id}` : `${list}/{id}`;
  }
  return byId ? `${list}/{id}` : list;
}
