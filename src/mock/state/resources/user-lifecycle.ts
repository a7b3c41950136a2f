import type { Obj } from "../../../openapi/document.ts";
import { textAt } from "../engine/fill.ts";
import { USERS } from "../engine/paths.ts";
import type { At, Context } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";

/** The life of a user. */

/** Whose passwords are kept elsewhere. */
const DIRECTORIES = new Set(["ACTIVE_DIRECTORY", "LDAP", "FEDERATION", "SOCIAL"]);

const notNow = () => new ApiError(403, "E0000038");

interface Step {
  from: (status: string) => boolean;
  to: (status: string, hasPassword: boolean) => string;
  error: () => ApiError;
}

const STEPS: Record<string, Step> = {
  activate: {
    from: (status) => status === "STAGED" || status === "DEPROVISIONED",
    to: (status, hasPassword) => (status === "STAGED" && hasPassword ? "ACTIVE" : "PROVISIONED"),
    error: () => new ApiError(403, "E0000016"),
  },
  reactivate: {
    from: (status) => status === "PROVISIONED" || status === "RECOVERY",
    to: (status) => status,
    error: notNow,
  },
  deactivate: {
    from: (status) => status !== "DEPROVISIONED",
    to: () => "DEPROVISIONED",
    error: notNow,
  },
  suspend: {
    from: (status) => status === "ACTIVE",
    to: () => "SUSPENDED",
    error: () => invalid("Cannot suspend a user that is not active", []),
  },
  unsuspend: {
    from: (status) => status === "SUSPENDED",
    to: () => "ACTIVE",
    error: () => invalid("Cannot unsuspend a user that is not suspended", []),
  },
  unlock: {
    from: (status) => status === "LOCKED_OUT",
    to: () => "ACTIVE",
    error: () => new ApiError(403, "E0000032"),
  },
  expire_password: {
    from: (status) => status === "ACTIVE" || status === "PASSWORD_EXPIRED",
    to: () => "PASSWORD_EXPIRED",
    error: notNow,
  },
  reset_password: {
    from: (status) => !["STAGED", "DEPROVISIONED", "SUSPENDED"].includes(status),
    to: () => "RECOVERY",
    error: notNow,
  },
  change_password: {
    from: (status) => ["ACTIVE", "PASSWORD_EXPIRED", "STAGED", "RECOVERY"].includes(status),
    to: (status) => (status === "STAGED" ? status : "ACTIVE"),
    error: notNow,
  },
  change_recovery_question: {
    from: (status) => ["ACTIVE", "STAGED", "RECOVERY"].includes(status),
    to: (status) => status,
    error: notNow,
  },
  forgot_password: {
    from: (status) => status === "ACTIVE",
    to: (status) => status,
    error: () => new ApiError(403, "E0000034"),
  },
  reset_factors: {
    from: (status) => status !== "DEPROVISIONED",
    to: (status) => status,
    error: notNow,
  },
};

/**
 * Moves a user along its life.
 *
 * @param now the present time
 * @throws ApiError with Okta's code when the status does not allow it
 */
export function moveUser(user: Obj, verb: string, hasPassword: boolean, now: string): void {
  const step = STEPS[verb]!;
  const status = String(user["status"]);
  if (!step.from(status)) throw step.error();
  const provider = textAt(user, "credentials", "provider", "type") ?? "OKTA";
  if (verb === "reset_password" && DIRECTORIES.has(provider)) throw new ApiError(403, "E0000017");
  const next = step.to(status, hasPassword);
  if (status !== next) {
    user["statusChanged"] = now;
    if (status === "STAGED" || status === "DEPROVISIONED") user["activated"] = now;
  }
  user["status"] = next;
  user["lastUpdated"] = now;
}

/** A copy of the user that a call is about. */
export function userOf({ store, place }: Context): { user: Obj; at: At } {
  const collection = store.collectionAt(USERS);
  const id = place.params["userId"]!;
  return {
    user: structuredClone(store.resource(collection, { list: USERS, id })),
    at: store.at(collection, USERS, id),
  };
}

/** The user that a call is about, moved along its life and not yet put back. */
export function moveUserOf(context: Context, verb: string): { user: Obj; at: At } {
  const { user, at } = userOf(context);
  const { store } = context;
  moveUser(user, verb, store.data.passwords.has(at.id), store.now());
  return { user, at };
}
