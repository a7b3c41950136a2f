/** Results narrow by `ok`, `error` and `status`; lists are typed by their operation. */
import {
  createOktaClient,
  deactivateAndDelete,
  type Group,
  type OktaApiError,
  type RateLimit,
  unwrap,
  type User,
} from "../../src/index.ts";
import { getUser, listUsers } from "../../generated/operations.ts";
import type { DeleteRoutes, GetRoutes, PostRoutes, PutRoutes } from "../../generated/routes.ts";

const okta = createOktaClient();
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | void => {};
const params = { path: { userId: "me" } };

export async function narrowing() {
  const result = await okta.GET("/api/v1/users/{userId}", { params });
  const limit: RateLimit | undefined = result.rateLimit;
  if (result.ok) {
    is<Equals<typeof result.error, undefined>>();
    const user: User = result.data;
    return [user, limit];
  }
  is<Equals<typeof result.data, undefined>>();
  const error: OktaApiError = result.error;
  return [error];
}

export async function narrowingByStatus() {
  const result = await okta.GET("/api/v1/users/{userId}", { params });
  switch (result.status) {
    case 200:
      return result.data.id;
    case 404:
      return result.error.errorCode;
    case 429:
      return result.error.retryAfter;
    default:
      return result.error?.message;
  }
}

export async function parseAs() {
  const text = await okta.GET("/api/v1/users/{userId}", { params, parseAs: "text" });
  if (text.ok) is<Equals<typeof text.data, string>>();
  const stream = await okta.GET("/api/v1/users/{userId}", { params, parseAs: "stream" });
  if (stream.ok) is<Equals<typeof stream.data, ReadableStream<Uint8Array> | null>>();
}

export async function throwing() {
  const user: User = await unwrap(okta.GET("/api/v1/users/{userId}", { params }));
  const nothing = await unwrap(okta.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "1" } } }));
  is<Equals<typeof nothing, undefined>>();
  const any = await unwrap(okta.request<{ a: 1 }>("GET", "/x"));
  is<Equals<typeof any, { a: 1 }>>();
  return user;
}

export async function lists() {
  for await (const user of okta.paginate("/api/v1/users", { params: { query: { limit: 200 } }, maxItems: 5 })) {
    const one: User = user;
    void one;
  }
  for await (const { items, cursor, response } of okta.paginate("/api/v1/groups").pages()) {
    const groups: Group[] = items;
    void [groups, cursor, response];
  }
  const all: Group[] = await okta.paginate("/api/v1/groups").toArray({ limit: 100 });
  // @ts-expect-error -- the limit is what keeps memory flat
  await okta.paginate("/api/v1/groups").toArray();
  // @ts-expect-error -- this is no list
  okta.paginate("/api/v1/users/{userId}", { params });
  // @ts-expect-error -- the path parameter is missing
  okta.paginate("/api/v1/groups/{groupId}/users");
  // @ts-expect-error -- no such query parameter
  okta.paginate("/api/v1/groups", { params: { query: { page: 2 } } });
  return all;
}

export async function byOperationId() {
  const { data } = await getUser(okta, { params });
  const user: User | undefined = data;
  const { data: users } = await listUsers(okta);
  // @ts-expect-error -- the parameters are missing
  await getUser(okta);
  return [user, users?.[0]?.status];
}

export async function lifecycle() {
  await deactivateAndDelete(okta, "/api/v1/users/{userId}", { userId: "1" });
  await deactivateAndDelete(okta, "/api/v1/groups/rules/{ruleId}", { ruleId: "1" });
  // @ts-expect-error -- a group has no lifecycle
  await deactivateAndDelete(okta, "/api/v1/groups/{groupId}", { groupId: "1" });
  // @ts-expect-error -- the parameter has another name
  await deactivateAndDelete(okta, "/api/v1/users/{userId}", { id: "1" });
}

export async function queries() {
  await okta.GET("/api/v1/users", {
    params: { query: { search: "x", limit: 2 } },
    timeout: 1000,
    retry: { unsafe: true },
  });
  // @ts-expect-error -- a number stands here
  await okta.GET("/api/v1/users", { params: { query: { limit: "2" } } });
}

type Unknowns<Routes> = {
  [Path in keyof Routes]: Routes[Path] extends { data: infer Data } ? (unknown extends Data ? Path : never) : never;
}[keyof Routes];

/** What a success carries is known for every operation. */
export function knownData() {
  is<Equals<Unknowns<GetRoutes>, never>>();
  is<Equals<Unknowns<PostRoutes>, never>>();
  is<Equals<Unknowns<PutRoutes>, never>>();
  is<Equals<Unknowns<DeleteRoutes>, never>>();
}

export async function bodiesThatMayBeMissing() {
  const init = { params: { path: { groupId: "00g1" } }, body: { type: "USER_ADMIN" } } as const;
  const { data } = await okta.POST("/api/v1/groups/{groupId}/roles", init);
  // @ts-expect-error -- with disableNotifications Okta returns no body
  const id: string = data.id;
  return [id, data?.id satisfies string | undefined];
}
