import type { Obj } from "../../../openapi/document.ts";
import type { ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";
import { fillsAttribute } from "./profile-mappings.ts";
import { attributesOfApp } from "./profile-schemas.ts";
import { faultsIn } from "./profile-values.ts";

/** Profiles of users and groups in an app, held against what the app's schema declares; other attributes are free. */

type Attributes = Map<string, Obj>;

function checkFaults(profile: Obj, attributes: Attributes): void {
  const causes = faultsIn(profile, attributes).map((fault) => `profile.${fault}`);
  if (causes.length > 0) throw invalid("profile", causes);
}

/** @throws ApiError 400 that names each value which does not fit the schema of the app */
export const checkValues = (store: ResourceStore, appId: string, profile: Obj): void =>
  checkFaults(profile, attributesOfApp(store, appId));

/**
 * The profile of a user in an app.
 *
 * @param before the profile as it was, empty for a new account
 * @throws ApiError 403 for an attribute that nobody may set, or set again; 400 for values that do not fit, and for an
 *   attribute that the app needs and nothing fills
 */
export function checkAccount(store: ResourceStore, appId: string, profile: Obj, before: Obj): void {
  const attributes = attributesOfApp(store, appId);
  checkMutability(attributes, profile, before);
  checkFaults(profile, attributes);
  // The user name is no part of the profile that is sent.
  const causes = [...attributes]
    .filter(([name, { required }]) => required === true && name !== "userName" && !fillsAttribute(store, appId, name))
    .filter(([name]) => (Object.hasOwn(profile, name) ? profile[name] : before[name]) == null)
    .map(([name]) => `profile.${name}: The field cannot be left blank`);
  if (causes.length > 0) throw invalid("profile", causes);
}

function checkMutability(attributes: Attributes, profile: Obj, before: Obj): void {
  for (const [name, { mutability }] of attributes) {
    if (!Object.hasOwn(profile, name) || profile[name] === before[name]) continue;
    if (mutability === "READ_ONLY") throw new ApiError(403, "E0000077");
    if (mutability === "IMMUTABLE" && before[name] != null) throw new ApiError(403, "E0000078");
  }
}
