/** Compiled, never run: right calls need no cast, wrong ones do not compile. */
import { createOktaClient, type Group, type Input, type User, type UserFactor } from "../../src/index.ts";

const okta = createOktaClient();
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | void => {};

export async function rightCalls() {
  const { data, error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
  if (error) {
    is<Equals<typeof data, undefined>>();
    const code: string | undefined = error.errorCode;
    return code;
  }
  const user: User = data;
  const id: string = user.id;
  is<Equals<typeof user.id, string>>();
  await okta.GET("/api/v1/groups");
  await okta.GET("/api/v1/groups", { params: { query: { limit: 10, search: 'type eq "OKTA_GROUP"' } } });
  await okta.POST("/api/v1/groups", { body: { profile: { name: "Engineering" } } });
  const removed = await okta.DELETE("/api/v1/groups/{groupId}", {
    params: { path: { groupId: id } },
    headers: { x: "y" },
  });
  if (!removed.error) is<Equals<typeof removed.data, undefined>>();
  const list = await okta.GET("/api/v1/groups");
  const groups: Group[] | undefined = list.data;
  const input: Input<"UserType"> = { name: "contractor", displayName: "Contractor" };
  await okta.POST("/api/v1/meta/types/user", { body: input });
  return groups;
}

export async function wrongCalls() {
  // @ts-expect-error -- no such path
  await okta.GET("/api/v1/user");
  // @ts-expect-error -- this path has no PUT
  await okta.PUT("/api/v1/users");
  // @ts-expect-error -- the path parameter is missing
  await okta.GET("/api/v1/users/{userId}");
  // @ts-expect-error -- the path parameter has another name
  await okta.GET("/api/v1/users/{userId}", { params: { path: { id: "x" } } });
  // @ts-expect-error -- no such query parameter
  await okta.GET("/api/v1/groups", { params: { query: { lmit: 10 } } });
  // @ts-expect-error -- the body is missing
  await okta.POST("/api/v1/meta/types/user");
  // @ts-expect-error -- a required property of the body is missing
  await okta.POST("/api/v1/meta/types/user", { body: { name: "contractor" } });
  // @ts-expect-error -- no such property in the body
  await okta.POST("/api/v1/meta/types/user", { body: { name: "a", displayName: "b", colour: "red" } });
  // @ts-expect-error -- the server sets the id
  await okta.POST("/api/v1/meta/types/user", { body: { name: "a", displayName: "b", id: "oty1" } });
}

export function narrowing(factor: UserFactor) {
  if (factor.factorType === "sms") {
    const phone: string | null | undefined = factor.profile?.phoneNumber;
    // @ts-expect-error -- only a security question has this
    void factor.profile?.questionText;
    return phone;
  }
  if (factor.factorType === "question") {
    // @ts-expect-error -- only phones have this
    void factor.profile?.phoneNumber;
    return factor.profile?.question;
  }
  const type: string = factor.factorType;
  return type;
}
