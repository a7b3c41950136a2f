import type { Obj } from "../../../openapi/document.ts";

/** What policies and rules of each type hold when nobody says otherwise. */

export const DEFAULT_NAMES: Record<string, string> = {
  ACCESS_POLICY: "Any two factors",
  CLIENT_UPDATE: "Default Policy",
  CONTINUOUS_ACCESS: "Default Policy",
  DEVICE_SIGNAL_COLLECTION: "Default Policy",
  ENTITY_RISK: "Entity Risk Policy",
  IDENTITY_CLAIM_SOURCING: "Default Policy",
  IDP_DISCOVERY: "Idp Discovery Policy",
  MFA_ENROLL: "Default Policy",
  OKTA_SIGN_ON: "Default Policy",
  PASSWORD: "Default Policy",
  POST_AUTH_SESSION: "Identity Threat Protection Policy",
  PROFILE_ENROLLMENT: "Default Policy",
  SESSION_VIOLATION_DETECTION: "Session Violation Detection Policy",
};

/** Types whose policies say which groups they are for. */
export const FOR_GROUPS = new Set(["MFA_ENROLL", "OKTA_SIGN_ON", "PASSWORD"]);

const CREATABLE = new Set([
  "ACCESS_POLICY",
  "DEVICE_SIGNAL_COLLECTION",
  "MFA_ENROLL",
  "OKTA_SIGN_ON",
  "PASSWORD",
  "PROFILE_ENROLLMENT",
]);

/** Whether the one policy of a type is the one that Okta has made. */
export const isOktasAlone = (type: string) => Object.hasOwn(DEFAULT_NAMES, type) && !CREATABLE.has(type);

/** Types whose policies live in the newer tables of Okta, with ids of their own. */
export const NEWER = new Set([
  "ACCESS_POLICY",
  "CLIENT_UPDATE",
  "CONTINUOUS_ACCESS",
  "DEVICE_SIGNAL_COLLECTION",
  "ENTITY_RISK",
  "IDENTITY_CLAIM_SOURCING",
  "POST_AUTH_SESSION",
  "PROFILE_ENROLLMENT",
  "SESSION_VIOLATION_DETECTION",
]);

const PASSWORD_SETTINGS: Obj = {
  password: {
    complexity: {
      minLength: 8,
      minLowerCase: 1,
      minUpperCase: 1,
      minNumber: 1,
      minSymbol: 0,
      excludeUsername: true,
      dictionary: { common: { exclude: false } },
      excludeAttributes: [],
    },
    age: { maxAgeDays: 0, expireWarnDays: 0, minAgeMinutes: 0, historyCount: 4 },
    lockout: {
      maxAttempts: 10,
      autoUnlockMinutes: 0,
      userLockoutNotificationChannels: [],
      showLockoutFailures: false,
    },
  },
  recovery: {
    factors: {
      recovery_question: { status: "ACTIVE", properties: { complexity: { minLength: 4 } } },
      okta_email: { status: "ACTIVE", properties: { recoveryToken: { tokenLifetimeMinutes: 60 } } },
      okta_sms: { status: "INACTIVE" },
      okta_call: { status: "INACTIVE" },
    },
  },
  delegation: { options: { skipUnlock: false } },
};

/** Settings of a policy by its type. */
export const SETTINGS: Record<string, Obj> = {
  PASSWORD: PASSWORD_SETTINGS,
  MFA_ENROLL: {
    type: "AUTHENTICATORS",
    authenticators: [
      { key: "okta_email", enroll: { self: "REQUIRED" } },
      { key: "okta_password", enroll: { self: "REQUIRED" } },
    ],
  },
};

const SIGN_ON: Obj = {
  access: "ALLOW",
  requireFactor: false,
  primaryFactor: "PASSWORD_IDP",
  rememberDeviceByDefault: false,
  session: { usePersistentCookie: false, maxSessionIdleMinutes: 720, maxSessionLifetimeMinutes: 0 },
};

const ALLOW = { access: "ALLOW" };

/** Type of the rules of a policy, where it is another word. */
export const RULE_TYPES: Record<string, string> = { OKTA_SIGN_ON: "SIGN_ON" };

/** Actions of a rule by the type of its policy. */
export const ACTIONS: Record<string, Obj> = {
  OKTA_SIGN_ON: { signon: SIGN_ON },
  PASSWORD: { passwordChange: ALLOW, selfServicePasswordReset: ALLOW, selfServiceUnlock: { access: "DENY" } },
  MFA_ENROLL: { enroll: { self: "CHALLENGE" } },
  ACCESS_POLICY: {
    appSignOn: {
      access: "ALLOW",
      verificationMethod: {
        type: "ASSURANCE",
        factorMode: "2FA",
        reauthenticateIn: "PT2H",
        constraints: [],
      },
    },
  },
  PROFILE_ENROLLMENT: {
    profileEnrollment: {
      access: "ALLOW",
      preRegistrationInlineHooks: null,
      profileAttributes: [{ name: "email", label: "Email", required: true }],
      targetGroupIds: null,
      unknownUserAction: "DENY",
      activationRequirements: { emailVerification: true },
      progressiveProfilingAction: "DISABLED",
    },
  },
  IDP_DISCOVERY: { idp: { providers: [{ type: "OKTA" }] } },
};

const ANYWHERE = { network: { connection: "ANYWHERE" } };
const PEOPLE = { people: { users: { exclude: [] } } };

/** Conditions of a rule by the type of its policy. */
export const CONDITIONS: Record<string, Obj> = {
  OKTA_SIGN_ON: { ...PEOPLE, ...ANYWHERE, authContext: { authType: "ANY" } },
  PASSWORD: { ...PEOPLE, ...ANYWHERE },
  MFA_ENROLL: { ...PEOPLE, ...ANYWHERE },
  IDP_DISCOVERY: ANYWHERE,
};
