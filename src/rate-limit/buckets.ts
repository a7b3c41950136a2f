/** The buckets of a resource: its list, one of it by id, and what lies below that. */
interface Buckets {
  list: string;
  read: string;
  write: string;
  below: string;
}

const ONE_FOR_ALL = [
  "/api/v1/certificateAuthorities",
  "/api/v1/devices",
  "/api/v1/events",
  "/api/v1/logs",
  "/oauth2/v1/clients",
];
const REST = "/api/v1";

// Whole names, so that no call puts its own together.
const BUCKETS = new Map<string, Buckets>([
  ...ONE_FOR_ALL.map((list): [string, Buckets] => [list, { list, read: list, write: list, below: list }]),
  ...["/api/v1/apps", "/api/v1/groups"].map((list): [string, Buckets] => {
    const byId = `${list}/{id}`;
    return [list, { list, read: byId, write: byId, below: list }];
  }),
  [
    "/api/v1/users",
    { list: "/api/v1/users", read: "GET /api/v1/users/{id}", write: "/api/v1/users/{id}", below: REST },
  ],
]);

/**
 * The bucket that a call counts against. Okta groups its endpoints so; each group has a limit of its own a minute.
 *
 * @see https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
export function bucketOf(method: string, path: string): string {
  const [, resource = "", rest] = /^(\/(?:api|oauth2)\/v1\/[^/?]+)(?:\/([^?]*))?/.exec(path) ?? [];
  const buckets = BUCKETS.get(resource);
  if (!buckets) return REST;
  if (!rest) return buckets.list;
  // Group rules stand where a group's id does.
  if (rest.includes("/") || rest === "rules") return buckets.below;
  return method === "GET" ? buckets.read : buckets.write;
}
