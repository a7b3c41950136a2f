/** Compiled, never run: what was read can be changed and sent back, for every operation that updates or replaces. */
import { createOktaClient, type GetRoutes, type PostRoutes, type PutRoutes, unwrap } from "../../src/index.ts";

const okta = createOktaClient();
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | void => {};

type BodyOf<Route> = Route extends { init: { body: infer Body } }
  ? Body
  : Route extends { init: { body?: infer Body } }
    ? Body
    : never;
/** Paths whose GET gives one thing that the other method takes. */
type Pairs<Routes> = {
  [
    Path in keyof Routes & keyof GetRoutes as [BodyOf<Routes[Path]>] extends [never]
      ? never
      : GetRoutes[Path]["data"] extends readonly unknown[]
        ? never
        : Path
  ]: GetRoutes[Path]["data"] extends BodyOf<Routes[Path]> ? "taken" : "refused";
};
type Refused<Routes> = {
  [Path in keyof Pairs<Routes>]: Pairs<Routes>[Path] extends "refused" ? Path : never;
}[keyof Pairs<Routes>];

/** Each of them takes something else than what is read. */
type PutExceptions =
  | "/api/v1/apps/{appId}/features/{name}" // the capabilities of the feature
  | "/api/v1/meta/types/user/{typeId}" // a description, which the type may lack
  | "/api/v1/org/contacts/{contactType}"; // a user, which the contact may lack
type PostExceptions =
  | "/api/v1/apps/{appId}/connections/default" // a credential, which is never read
  | "/api/v1/domains" // a domain; the GET gives the list of them
  | "/api/v1/idps/{idpId}/users/{userId}"; // an external id, which the link may lack
is<Equals<Refused<PutRoutes>, PutExceptions>>();
is<Equals<Refused<PostRoutes>, PostExceptions>>();

export async function change() {
  const params = { path: { groupId: "00g1" } };
  const group = await unwrap(okta.GET("/api/v1/groups/{groupId}", { params }));
  group.profile.description = "changed";
  await okta.PUT("/api/v1/groups/{groupId}", { params, body: group });
  // @ts-expect-error -- in a literal, what the server sets is a mistake
  await okta.PUT("/api/v1/groups/{groupId}", { params, body: { id: "00g1", profile: { name: "a" } } });
  const at = { path: { policyId: "00p1", ruleId: "0pr1" } };
  const rule = await unwrap(okta.GET("/api/v1/policies/{policyId}/rules/{ruleId}", { params: at }));
  if (rule.type === "SIGN_ON") await okta.PUT("/api/v1/policies/{policyId}/rules/{ruleId}", { params: at, body: rule });
}

export async function readonlyBodies() {
  const rule = {
    type: "group_rule",
    name: "Engineers",
    actions: { assignUserToGroups: { groupIds: ["00g1"] } },
  } as const;
  await okta.POST("/api/v1/groups/rules", { body: { ...rule, conditions: {} } });
}
