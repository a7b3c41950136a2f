import { isObject, type Obj } from "../../../openapi/document.ts";
import { fill, objectIn, textAt } from "../engine/fill.ts";
import { switchStatus } from "../engine/lifecycle.ts";
import { lifecycleLinks, link } from "../engine/links.ts";
import { POLICIES } from "../engine/paths.ts";
import type { Behaviour, ResourceStore } from "../engine/resource-store.ts";
import { discriminatorOf } from "../../responses/shape.ts";
import { ApiError, invalid } from "../http.ts";

type Known = [key: string, type: string, name: string, settings?: Obj];

/** The authenticators that an org begins with. */
const BUILT_IN: Known[] = [
  ["okta_email", "email", "Email", { allowedFor: "any", tokenLifetimeInMinutes: 5 }],
  ["okta_password", "password", "Password"],
  ["phone_number", "phone", "Phone", { allowedFor: "any" }],
  ["security_question", "security_question", "Security Question", { allowedFor: "recovery" }],
  [
    "okta_verify",
    "app",
    "Okta Verify",
    {
      compliance: { fips: "OPTIONAL" },
      channelBinding: { style: "NUMBER_CHALLENGE", required: "HIGH_RISK_ONLY" },
      userVerification: "PREFERRED",
      appInstanceId: "",
    },
  ],
  ["webauthn", "security_key", "Security Key or Biometric"],
];

const TYPES: Record<string, string> = {
  ...Object.fromEntries(BUILT_IN.map(([key, type]) => [key, type])),
  custom_app: "app",
  custom_otp: "security_key",
  duo: "app",
  external_idp: "federated",
  google_otp: "app",
  onprem_mfa: "security_key",
  rsa_token: "security_key",
  security_key: "security_key",
  smart_card_idp: "federated",
  symantec_vip: "app",
  tac: "tac",
  yubikey_token: "security_key",
};

/** Keys of which Okta alone adds authenticators. */
const OF_OKTA = new Set(["okta_email", "okta_password"]);

/** Keys of which an org can have several authenticators. */
const SEVERAL = new Set(["custom_app", "custom_otp", "external_idp"]);

/** Whether an enrollment policy lets users set up an authenticator, or demands it. */
function isEnrolled(store: ResourceStore, key: unknown): boolean {
  const policies = [...store.list(store.collectionAt(POLICIES), POLICIES).values()];
  return policies
    .filter((policy) => policy["type"] === "MFA_ENROLL" && policy["status"] === "ACTIVE")
    .map((policy) => objectIn(structuredClone(policy), "settings")["authenticators"])
    .filter(Array.isArray)
    .flat()
    .some((one: Obj) => one["key"] === key && textAt(one, "enroll", "self") !== "NOT_ALLOWED");
}

export const authenticators: Behaviour = {
  prefix: "aut",
  sortedBy: ({ name }) => String(name),
  retains: ["settings", "provider", "name", "type"],
  initial: () =>
    BUILT_IN.map(([key, type, name, settings], i) => ({
      id: `aut${i}${key.replace(/_/g, "")}0000000000000000`.slice(0, 20),
      type,
      key,
      name,
      status: "ACTIVE",
      ...(settings && { settings }),
    })),
  check(authenticator, { store, list, id, previous }) {
    const key = String(authenticator["key"]);
    const { schema } = store.collectionAt("/api/v1/authenticators");
    const known = Object.keys(discriminatorOf(store.model.refs, schema)?.mapping ?? {});
    if (!known.includes(key) || (!previous && OF_OKTA.has(key))) {
      throw invalid("com.okta.services.factors.iface.dto.AuthenticatorCatalog", []);
    }
    if (previous || SEVERAL.has(key)) return;
    const same = [...store.list(store.collectionAt(list), list)].some(
      ([otherId, other]) => otherId !== id && other["key"] === key,
    );
    if (same) throw new ApiError(409, "E0000157");
  },
  complete(authenticator, { store, query, previous }) {
    const now = store.now();
    const key = String(authenticator["key"]);
    const standard = BUILT_IN.find(([known]) => known === key)?.[3];
    const before = previous?.["settings"];
    fill(authenticator, {
      type: TYPES[key] ?? "app",
      status: query?.get("activate") === "false" ? "INACTIVE" : "ACTIVE",
      created: now,
      lastUpdated: now,
      ...((isObject(before) || standard) && { settings: isObject(before) ? before : standard }),
    });
  },
  transition(authenticator, verb, { store }) {
    if (verb === "deactivate" && isEnrolled(store, authenticator["key"])) throw new ApiError(403, "E0000148");
    switchStatus(store, authenticator, verb);
  },
  links: (authenticator, { path }) => ({
    self: link(path, "GET", "PUT"),
    ...(authenticator["key"] !== "okta_password" && lifecycleLinks(path, authenticator["status"])),
    methods: link(`${path}/methods`, "GET"),
    ...(authenticator["key"] === "okta_verify" && { enroll: link("/idp/authenticators", "POST") }),
  }),
};
