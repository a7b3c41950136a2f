import { invalid, Refusal } from "../server/errors.ts";
import { isObject, type Obj } from "../../openapi/document.ts";

/** The life of a user, as Okta tells it. */

const notNow = () => new Refusal(403, "E0000038");

interface Step {
  from: (status: string) => boolean;
  to: (status: string, hasPassword: boolean) => string;
  refusal: () => Refusal;
}

const STEPS: Record<string, Step> = {
  activate: {
    from: (status) => status === "STAGED" || status === "DEPROVISIONED",
    to: (status, hasPassword) => (status === "STAGED" && hasPassword ? "ACTIVE" : "PROVISIONED"),
    refusal: () => new Refusal(403, "E0000016"),
  },
  reactivate: {
    from: (status) => status === "PROVISIONED",
    to: () => "PROVISIONED",
    refusal: notNow,
  },
  deactivate: {
    from: (status) => status !== "DEPROVISIONED",
    to: () => "DEPROVISIONED",
    refusal: notNow,
  },
  suspend: {
    from: (status) => status === "ACTIVE",
    to: () => "SUSPENDED",
    refusal: () => invalid("Cannot suspend a user that is not active", []),
  },
  unsuspend: {
    from: (status) => status === "SUSPENDED",
    to: () => "ACTIVE",
    refusal: () => invalid("Cannot unsuspend a user that is not suspended", []),
  },
  unlock: {
    from: (status) => status === "LOCKED_OUT",
    to: () => "ACTIVE",
    refusal: () => new Refusal(403, "E0000032", undefined, ["The user is not locked out."]),
  },
  expire_password: {
    from: (status) => status === "ACTIVE" || status === "PASSWORD_EXPIRED",
    to: () => "PASSWORD_EXPIRED",
    refusal: notNow,
  },
  reset_password: {
    from: (status) => !["STAGED", "DEPROVISIONED", "SUSPENDED"].includes(status),
    to: () => "RECOVERY",
    refusal: notNow,
  },
  change_password: {
    from: (status) => ["ACTIVE", "PASSWORD_EXPIRED", "STAGED", "RECOVERY"].includes(status),
    to: (status) => (status === "STAGED" ? status : "ACTIVE"),
    refusal: notNow,
  },
  change_recovery_question: {
    from: (status) => ["ACTIVE", "STAGED", "RECOVERY"].includes(status),
    to: (status) => status,
    refusal: notNow,
  },
  forgot_password: {
    from: (status) => status === "ACTIVE",
    to: (status) => status,
    refusal: notNow,
  },
  reset_factors: {
    from: (status) => status !== "DEPROVISIONED",
    to: (status) => status,
    refusal: notNow,
  },
};

/**
 * Moves a user through its life.
 *
 * @returns whether the verb is one of a user's life
 * @throws Refusal with Okta's code when the status does not allow it
 */
export function moveUser(user: Obj, verb: string, hasPassword: boolean): boolean {
  const step = Object.hasOwn(STEPS, verb) ? STEPS[verb] : undefined;
  if (!step) return false;
  const status = String(user["status"]);
  if (!step.from(status)) throw step.refusal();
  setStatus(user, step.to(status, hasPassword));
  return true;
}

function setStatus(user: Obj, status: string): void {
  const now = new Date().toISOString();
  if (user["status"] !== status) {
    user["statusChanged"] = now;
    if (user["status"] === "STAGED" || user["status"] === "DEPROVISIONED") user["activated"] = now;
  }
  user["status"] = status;
  user["lastUpdated"] = now;
}

/** Notes that a user has a new password, which itself is not kept. @param passwords ids of users that have one */
export function passwordSet(passwords: Set<string>, id: string, user: Obj): void {
  passwords.add(id);
  user["passwordChanged"] = user["lastUpdated"];
}

/** Takes the recovery question of a body, without its answer. */
export function questionSet(user: Obj, body: unknown): void {
  const asked = isObject(body) ? body["recovery_question"] : undefined;
  const credentials = isObject(user["credentials"]) ? user["credentials"] : {};
  if (isObject(asked)) user["credentials"] = { ...credentials, recovery_question: { question: asked["question"] } };
}

/** Whether a body gives the user a password. */
export function givesPassword(body: unknown): boolean {
  const credentials = isObject(body) ? body["credentials"] : undefined;
  const password = isObject(credentials) ? credentials["password"] : undefined;
  return isObject(password) && (password["value"] !== undefined || password["hash"] !== undefined);
}

/** Completes a user that was just made. @param defaultType id of the org's default user type */
export function bornUser(
  user: Obj,
  body: Obj,
  query: URLSearchParams | undefined,
  defaultType: string | undefined,
): void {
  const now = new Date().toISOString();
  const credentials = isObject(user["credentials"]) ? user["credentials"] : {};
  const provider = isObject(credentials["provider"]) ? credentials["provider"] : { type: "OKTA", name: "OKTA" };
  const email = isObject(user["profile"]) ? user["profile"]["email"] : undefined;
  const emails = typeof email === "string" ? [{ value: email, status: "VERIFIED", type: "PRIMARY" }] : [];
  user["credentials"] = { ...credentials, emails, provider };
  if (!isObject(user["type"]) && defaultType !== undefined) user["type"] = { id: defaultType };
  const withPassword = givesPassword(body) || provider["type"] !== "OKTA";
  const active = query?.get("activate") !== "false";
  user["status"] = !active
    ? "STAGED"
    : !withPassword
      ? "PROVISIONED"
      : query?.get("nextLogin") === "changePassword"
        ? "PASSWORD_EXPIRED"
        : "ACTIVE";
  user["activated"] = active ? now : null;
  user["statusChanged"] = active ? now : null;
  user["passwordChanged"] = givesPassword(body) ? now : null;
  user["lastLogin"] = null;
}

/** Whether a user goes by a name that was given instead of an id: its login, or the part of it before the `@`. */
export function goesBy(user: Obj, name: string): boolean {
  const login = isObject(user["profile"]) ? String(user["profile"]["login"]) : "";
  const lower = name.toLowerCase();
  return login.toLowerCase() === lower || login.toLowerCase().split("@")[0] === lower;
}
