/** The document with each of its own fields in use on one resource, whatever the document itself has of them so far. */
export function withOwnFields(document: any): any {
  const made = structuredClone(document);
  const { User } = made.components.schemas;
  User["x-lifecycle"] = {
    property: "status",
    initial: ["STAGED", "PROVISIONED", "ACTIVE"],
    transitions: [
      { operation: "createUser", from: "absent", to: "STAGED" },
      { operation: "activateUser", from: ["STAGED", "DEPROVISIONED"], to: "PROVISIONED" },
      { operation: "resetPassword", from: ["ACTIVE", "LOCKED_OUT"], to: "RECOVERY" },
      { operation: "suspendUser", from: "ACTIVE", to: "SUSPENDED" },
      { operation: "unsuspendUser", from: "SUSPENDED", to: "ACTIVE" },
      { operation: "unlockUser", from: "LOCKED_OUT", to: "ACTIVE" },
      { operation: "reactivateUser", from: "PROVISIONED", to: "PROVISIONED" },
      { operation: "deactivateUser", from: ["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED"], to: "DEPROVISIONED" },
      { operation: "deleteUser", from: "DEPROVISIONED", to: "absent" },
    ],
  };
  User.properties.status = {
    ...User.properties.status,
    "x-extensible-enum": ["STAGED", "ACTIVE", "RECOVERY"],
    "x-enum-descriptions": {
      STAGED: "Made, and not activated yet.",
      ACTIVE: "May sign in.",
      RECOVERY: { description: "Waits for a new password.", engine: "classic-engine" },
    },
  };
  Object.assign(made.paths["/api/v1/users/{userId}"].delete, {
    "x-destructive": "Profile, factors and history of the user. It cannot be undone, and the `login` is free again.",
    "x-admin-roles": ["SUPER_ADMIN", "ORG_ADMIN", "MOBILE_ADMIN"],
    "x-permissions": ["okta.users.lifecycle.delete"],
    "x-non-idempotent": "The first call deactivates an active user; the second one removes it for good.",
    "x-engine": "identity-engine",
    "x-stage": "early-access",
    "x-errors": [
      {
        code: "E0000056",
        status: 403,
        when: "The user is the last administrator.",
        summary: "Delete forbidden.",
        causes: ["The last administrator cannot be deleted."],
      },
      { code: "E0000038", status: 403, when: "A directory keeps the user." },
    ],
  });
  return made;
}
