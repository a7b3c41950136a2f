/** Attributes that an app declares once stand in every profile, of answers and of bodies. */
import { createOktaClient, type Group, type User } from "../../src/index.ts";

declare global {
  namespace OktaFetch {
    interface UserProfile {
      badgeNumber?: number | null;
    }
    interface GroupProfile {
      owner?: string;
    }
  }
}

export async function profiles(user: User, group: Group) {
  const badge: number | null | undefined = user.profile.badgeNumber;
  const login: string = user.profile.login;
  const owner: string | undefined = group.profile.owner;
  const unknown: unknown = user.profile["undeclared"];
  // @ts-expect-error -- it was declared as a number
  const wrong: string = user.profile.badgeNumber;
  const okta = createOktaClient();
  await okta.POST("/api/v1/users", { body: { profile: { login, email: login, badgeNumber: 7, anything: "else" } } });
  // @ts-expect-error -- it was declared as a number
  await okta.POST("/api/v1/users", { body: { profile: { login, email: login, badgeNumber: "seven" } } });
  await okta.POST("/api/v1/groups", { body: { profile: { name: "a", owner: "b" } } });
  return { badge, owner, unknown, wrong };
}
