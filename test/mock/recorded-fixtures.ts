import { oidcProviderNamed } from "./oidc-provider.ts";

let counter = 0;
const unique = (name: string) => `recorded_${name}_${(counter += 1)}`;

export function person() {
  const email = `${unique("user")}@example.test`;
  return { firstName: "Re", lastName: "Played", email, login: email };
}

/** An origin that nobody has yet. */
export const site = () => `https://${unique("site").replaceAll("_", "-")}.test`;

const hook = (more: object) => ({
  name: unique("hook"),
  channel: { type: "HTTP", version: "1.0.0", config: { uri: "https://hook.test", headers: [] } },
  ...more,
});

export const oidcClient = () => ({
  name: "oidc_client",
  label: unique("client"),
  signOnMode: "OPENID_CONNECT",
  credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
  settings: {
    oauthClient: { application_type: "service", grant_types: ["client_credentials"], response_types: ["token"] },
  },
});

const oidcProvider = () => oidcProviderNamed(unique("idp"));

interface Fixture {
  path: string;
  body: () => unknown;
  /** Whether the body is always this one, since a recorded one names what the mock does not have. */
  own?: boolean;
  unique?: () => string;
}

/** What makes a resource, by the path parameter that names it. */
export const FIXTURES: Record<string, Fixture> = {
  appId: {
    path: "/api/v1/apps",
    body: () => ({
      name: "bookmark",
      label: unique("app"),
      signOnMode: "BOOKMARK",
      settings: { app: { url: "https://bookmark.test", requestIntegration: false } },
    }),
  },
  authServerId: {
    path: "/api/v1/authorizationServers",
    body: () => ({ name: unique("server"), description: "", audiences: ["api://default"] }),
  },
  groupId: {
    path: "/api/v1/groups",
    own: true,
    unique: () => unique("group"),
    body: () => ({ profile: { name: unique("group") } }),
  },
  targetGroupId: { path: "/api/v1/groups", own: true, body: () => ({ profile: { name: unique("group") } }) },
  idpId: { path: "/api/v1/idps", body: oidcProvider },
  userId: {
    path: "/api/v1/users",
    own: true,
    body: () => ({ profile: person(), credentials: { password: { value: "correct-horse-1" } } }),
  },
  policyId: {
    path: "/api/v1/policies",
    unique: () => unique("policy"),
    body: () => ({ type: "OKTA_SIGN_ON", name: unique("policy") }),
  },
  typeId: {
    path: "/api/v1/meta/types/user",
    own: true,
    unique: () => unique("type"),
    body: () => ({ name: unique("type"), displayName: "Type", description: "" }),
  },
  eventHookId: {
    path: "/api/v1/eventHooks",
    body: () => hook({ events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] } }),
  },
  inlineHookId: {
    path: "/api/v1/inlineHooks",
    unique: () => unique("hook"),
    body: () => hook({ type: "com.okta.oauth2.tokens.transform", version: "1.0.0" }),
  },
  domainId: {
    path: "/api/v1/domains",
    own: true,
    body: () => ({ domain: `${unique("domain").replaceAll("_", "-")}.domains.test`, certificateSourceType: "MANUAL" }),
  },
  zoneId: {
    path: "/api/v1/zones",
    unique: () => unique("zone"),
    body: () => ({ type: "IP", name: unique("zone"), gateways: [{ type: "CIDR", value: "192.0.2.0/24" }] }),
  },
  trustedOriginId: {
    path: "/api/v1/trustedOrigins",
    own: true,
    body: () => ({ name: unique("origin"), origin: site(), scopes: [{ type: "CORS" }] }),
  },
  templateId: {
    path: "/api/v1/templates/sms",
    body: () => ({ name: unique("sms"), type: "SMS_VERIFY_CODE", template: "Your code is ${code}" }),
  },
  ruleId: {
    path: "/api/v1/groups/rules",
    own: true,
    unique: () => unique("rule"),
    body: () => ({
      type: "group_rule",
      name: unique("rule"),
      conditions: { expression: { type: "urn:okta:expression:1.0", value: "true" } },
      actions: { assignUserToGroups: { groupIds: [] } },
    }),
  },
};
