import { isObject, type Obj } from "../../openapi/document.ts";
import { USERS } from "./okta.ts";
import type { Collection } from "./roles.ts";
import { born } from "./thing.ts";
import type { Things } from "./things.ts";

/** An account in an app is named as its user signs in, unless told otherwise. */
export function completeAccount({ store }: Things, userId: string, account: Obj, scope: "USER" | "GROUP"): void {
  const profile = store.collection(USERS).get(userId)?.["profile"];
  const credentials = isObject(account["credentials"]) ? account["credentials"] : {};
  if (isObject(profile)) account["credentials"] = { userName: profile["login"], ...credentials };
  account["scope"] ??= scope;
}

/** Accounts that users have through groups which are assigned to the app come and go with that. */
export function followGroups(org: Things, collection: Collection, path: string): void {
  const { store, model, plan } = org;
  const accounts = store.collection(path);
  const users = store.collection(USERS);
  const groupIds = store.collection(path.replace(/users$/, "groups")).keys();
  const entitled = new Set(
    [...groupIds]
      .flatMap((groupId) => [...org.membersOf(groupId)])
      .filter((id) => users.has(id) && users.get(id)!["status"] !== "DEPROVISIONED"),
  );
  for (const [id, account] of accounts) if (account["scope"] === "GROUP" && !entitled.has(id)) accounts.delete(id);
  const appId = decodeURIComponent(path.split("/").at(-2)!);
  for (const id of entitled) {
    if (accounts.has(id)) continue;
    const { thing } = born(model, plan, collection, {}, { appId }, id);
    delete thing["scope"];
    completeAccount(org, id, thing, "GROUP");
    accounts.set(id, thing);
  }
}
