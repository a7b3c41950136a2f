import { createHmac, randomBytes } from "node:crypto";
import { isObject, type Obj } from "../../../openapi/document.ts";
import { objectAt, textAt, textsAt } from "../engine/fill.ts";
import { POLICIES } from "../engine/paths.ts";
import { byPriority } from "../engine/priority.ts";
import type { At, ResourceStore } from "../engine/resource-store.ts";

/**
 * Passwords, kept as salted hashes: enough to tell a wrong one. That of a user of the example org, or one that came as a
 * hash, is not known, and any is right.
 */

const hashOf = (salt: string, value: string) => createHmac("sha256", salt).update(value).digest("base64url");

/** @param value `undefined` for a password that is not known */
export function keepPassword({ store, path }: Pick<At, "store" | "path">, value: string | undefined): void {
  const hidden = store.data.hiddenOf(path);
  if (value === undefined) {
    delete hidden["password"];
    return;
  }
  const salt = randomBytes(12).toString("base64url");
  hidden["password"] = { salt, hash: hashOf(salt, value) };
}

export function isPassword({ store, path }: Pick<At, "store" | "path">, value: string | undefined): boolean {
  const kept = store.data.hidden.get(path)?.["password"];
  if (!isObject(kept)) return true;
  return value !== undefined && kept["hash"] === hashOf(String(kept["salt"]), value);
}

/** Settings of the password policy that a user falls under. */
function settingsFor(store: ResourceStore, userId: string): Obj {
  const policies = [...store.list(store.collectionAt(POLICIES), POLICIES).values()]
    .filter(({ type, status }) => type === "PASSWORD" && status === "ACTIVE")
    .sort((a, b) => Number(a["system"]) - Number(b["system"]) || byPriority(a, b));
  const isFor = (policy: Obj) =>
    policy["system"] === true ||
    textsAt(policy, "conditions", "people", "groups", "include").some((id) =>
      [...store.membersOf(id)].includes(userId),
    );
  return objectAt(policies.find(isFor), "settings", "password");
}

const numberIn = (settings: Obj, part: string, name: string) => Number(objectAt(settings, part)[name] || 0);

/** What the password policy has against a password: its length, which is all that is checked of the policy. */
export function passwordFault(store: ResourceStore, userId: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const least = numberIn(settingsFor(store, userId), "complexity", "minLength");
  if (value.length >= least) return undefined;
  return `Password requirements were not met. Password requirements: at least ${least} characters.`;
}

/** Wrong codes in a row that lock a user out; 0 for any number. */
export const mostAttempts = (store: ResourceStore, userId: string): number =>
  numberIn(settingsFor(store, userId), "lockout", "maxAttempts");

/** The password that a body gives a user as text. */
export const passwordIn = (body: unknown): string | undefined => textAt(body, "credentials", "password", "value");
