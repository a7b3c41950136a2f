import { isObject, type Obj } from "../../../openapi/document.ts";
import type { ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";
import { fillsAttribute } from "./profile-mappings.ts";
import { attributesOfApp } from "./profile-schemas.ts";
import { faultsIn } from "./profile-values.ts";

/** Profiles of users and groups in an app, held against what the app's schema declares; other attributes are free. */

/** @throws ApiError 400 that names each value which does not fit the schema of the app */
export function checkValues(store: ResourceStore, appId: string, profile: Obj): void {
  const causes = faultsIn(profile, attributesOfApp(store, appId)).map((fault) => `profile.${fault}`);
  if (causes.length > 0) throw invalid("profile", causes);
}

/**
 * The user name is no part of the profile that is sent.
 *
 * @param previous the account as it was
 * @throws ApiError 400 for an attribute that the app needs and nothing fills
 */
export function checkRequired(store: ResourceStore, appId: string, profile: Obj, previous: Obj | undefined): void {
  const before = isObject(previous?.["profile"]) ? previous["profile"] : {};
  const causes = [...attributesOfApp(store, appId)]
    .filter(([name, { required }]) => required === true && name !== "userName" && !fillsAttribute(store, appId, name))
    .filter(([name]) => (Object.hasOwn(profile, name) ? profile[name] : before[name]) == null)
    .map(([name]) => `profile.${name}: The field cannot be left blank`);
  if (causes.length > 0) throw invalid("profile", causes);
}

/** @throws ApiError 403 for an attribute that the schema of the app does not let anyone set, or set again */
export function checkMutability(store: ResourceStore, appId: string, profile: Obj, previous: Obj | undefined): void {
  const before = isObject(previous?.["profile"]) ? previous["profile"] : {};
  for (const [name, { mutability }] of attributesOfApp(store, appId)) {
    if (!Object.hasOwn(profile, name) || profile[name] === before[name]) continue;
    if (mutability === "READ_ONLY") throw new ApiError(403, "E0000077");
    if (mutability === "IMMUTABLE" && previous && before[name] != null) throw new ApiError(403, "E0000078");
  }
}
