/**
 * The bucket that a call counts against. Okta groups its endpoints so; each group has a limit of its own a minute.
 *
 * @see https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
export function bucketOf(method: string, path: string): string {
  const [, resource, rest] = /^\/api\/v1\/([^/?]+)(?:\/([^?]*))?/.exec(path) ?? [];
  const byId = rest && !rest.includes("/");
  switch (resource) {
    case "apps":
      return byId ? "/api/v1/apps/{id}" : "/api/v1/apps";
    case "groups":
      return byId && rest !== "rules" ? "/api/v1/groups/{id}" : "/api/v1/groups";
    case "users":
      if (!rest) return "/api/v1/users";
      if (byId) return method === "GET" ? "GET /api/v1/users/{id}" : "/api/v1/users/{id}";
      break;
    case "logs":
    case "events":
    case "devices":
    case "certificateAuthorities":
      return `/api/v1/${resource}`;
  }
  return path.startsWith("/oauth2/v1/clients") ? "/oauth2/v1/clients" : "/api/v1";
}
