import { isObject, type Obj } from "../../openapi/document.ts";

/** The links of users: their own page has one for each thing that their status allows, a list `self` alone. */

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

const linksOf = (user: Obj): Obj => (isObject(user["_links"]) ? user["_links"] : {});

/** A user as its own page shows it. */
export function withOffers(user: Obj): Obj {
  const { self, ...rest } = linksOf(user);
  const offers = OFFERS[String(user["status"])];
  if (!offers || !isObject(self)) return user;
  const kept = Object.entries(rest).filter(([name]) => !(name in CALLS));
  const made = offers.map((name) => [name, { href: `${String(self["href"])}/${CALLS[name]}`, method: "POST" }]);
  return { ...user, _links: { ...Object.fromEntries([...kept, ...made]), self } };
}

/** A user as lists show it. */
export function withSelf(user: Obj): Obj {
  const { self } = linksOf(user);
  return self === undefined ? user : { ...user, _links: { self } };
}
