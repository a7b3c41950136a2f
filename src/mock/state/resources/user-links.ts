import type { Obj } from "../../../openapi/document.ts";
import { textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { ORG, USER_TYPES } from "../engine/paths.ts";
import type { At } from "../engine/resource-store.ts";
import { schemaIdOf } from "./user-types.ts";

/** The links of users: their own page has one for each call that their status allows, a list `self` alone. */

const CALLS: Record<string, string> = {
  activate: "lifecycle/activate",
  reactivate: "lifecycle/reactivate",
  deactivate: "lifecycle/deactivate",
  suspend: "lifecycle/suspend",
  unsuspend: "lifecycle/unsuspend",
  unlock: "lifecycle/unlock",
  expirePassword: "lifecycle/expire_password",
  resetPassword: "lifecycle/reset_password",
  resetFactors: "lifecycle/reset_factors",
  changePassword: "credentials/change_password",
  changeRecoveryQuestion: "credentials/change_recovery_question",
  forgotPassword: "credentials/forgot_password",
};

const WITH_PASSWORD = [
  "suspend",
  "resetPassword",
  "forgotPassword",
  "expirePassword",
  "changeRecoveryQuestion",
  "resetFactors",
  "changePassword",
  "deactivate",
];

const OFFERS: Record<string, string[]> = {
  STAGED: ["activate", "resetFactors"],
  PROVISIONED: ["reactivate", "resetPassword", "resetFactors", "deactivate"],
  ACTIVE: WITH_PASSWORD,
  PASSWORD_EXPIRED: WITH_PASSWORD,
  RECOVERY: ["resetPassword", "resetFactors", "deactivate"],
  LOCKED_OUT: ["unlock", "resetPassword", "resetFactors", "deactivate"],
  SUSPENDED: ["unsuspend", "resetFactors", "deactivate"],
  DEPROVISIONED: ["activate"],
};

/** @param listed whether the user is one of a list */
export function userLinks(user: Obj, { path }: At, listed: boolean): Obj {
  const self = link(path);
  if (listed) return { self };
  const type = textAt(user, "type", "id");
  const calls = (OFFERS[String(user["status"])] ?? []).map((name) => [
    name,
    { href: `${ORG}${path}/${CALLS[name]!}`, method: "POST" },
  ]);
  return {
    ...Object.fromEntries(calls),
    ...(type !== undefined && {
      schema: link(`/api/v1/meta/schemas/user/${schemaIdOf(type)}`),
      type: link(`${USER_TYPES}/${type}`),
    }),
    self,
  };
}
