import type { Obj } from "../../../openapi/document.ts";
import { ApiError, invalid } from "../http.ts";

/** The life of a user. */

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
    from: (status) => status === "PROVISIONED",
    to: () => "PROVISIONED",
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
    error: () => new ApiError(403, "E0000032", undefined, ["The user is not locked out."]),
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
    error: notNow,
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
  const next = step.to(status, hasPassword);
  if (status !== next) {
    user["statusChanged"] = now;
    if (status === "STAGED" || status === "DEPROVISIONED") user["activated"] = now;
  }
  user["status"] = next;
  user["lastUpdated"] = now;
}
