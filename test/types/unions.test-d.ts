/** Compiled, never run: every union narrows on its tag, and an unknown variant is left over for the rest. */
import {
  createOktaClient,
  type Application,
  type Authenticator,
  type IdentityProvider,
  type InlineHook,
  type LogEvent,
  type NetworkZone,
  type OAuth2Claim,
  type Policy,
  type PolicyRule,
  type RoleAssignment,
  type UnknownVariant,
} from "../../src/index.ts";

const okta = createOktaClient();
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | void => {};

export function apps(app: Application) {
  switch (app.signOnMode) {
    case "OPENID_CONNECT": {
      const redirects: string[] | null | undefined = app.settings?.oauthClient?.redirect_uris;
      const auth = app.credentials?.oauthClient?.token_endpoint_auth_method;
      // @ts-expect-error -- only SAML apps have an audience
      void app.settings?.signOn?.audience;
      return [redirects, auth];
    }
    case "SAML_2_0": {
      const url: string | null | undefined = app.settings?.signOn?.ssoAcsUrl;
      // @ts-expect-error -- only OAuth clients have redirect URIs
      void app.settings?.oauthClient;
      return url;
    }
    case "SAML_1_1":
      return app.settings?.signOn?.audienceOverride;
    case "BOOKMARK":
      return app.settings?.app?.url;
    case "BROWSER_PLUGIN":
    case "SECURE_PASSWORD_STORE":
    case "AUTO_LOGIN":
    case "BASIC_AUTH":
    case "WS_FEDERATION":
      return app.id;
    default:
      is<Equals<typeof app.signOnMode, UnknownVariant | null>>();
      return app.label;
  }
}

export async function createApps() {
  await okta.POST("/api/v1/apps", {
    body: {
      name: "oidc_client",
      label: "Payroll",
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
      settings: {
        oauthClient: { application_type: "web", grant_types: ["authorization_code"], response_types: ["code"] },
      },
    },
  });
  await okta.POST("/api/v1/apps", {
    body: {
      name: "bookmark",
      label: "Canteen",
      signOnMode: "BOOKMARK",
      settings: { app: { url: "https://canteen.example.com/" } },
    },
  });
  const wrong = { grant_types: [1] };
  await okta.POST("/api/v1/apps", {
    body: {
      name: "oidc_client",
      label: "Payroll",
      signOnMode: "OPENID_CONNECT",
      // @ts-expect-error -- grant types are strings
      settings: { oauthClient: wrong },
    },
  });
}

export function identityProviders(idp: IdentityProvider) {
  if (idp.type === "SAML2") {
    if (idp.protocol.type === "SAML2") return idp.protocol.endpoints?.sso?.url;
    return undefined;
  }
  if (idp.type === "OIDC") return idp.protocol.type;
  if (idp.type === "GOOGLE") return idp.name;
  return idp.id;
}

export function policies(policy: Policy, rule: PolicyRule) {
  if (policy.type === "PASSWORD") {
    const length: number | undefined = policy.settings?.password?.complexity?.minLength;
    return length;
  }
  if (policy.type === "MFA_ENROLL") return policy.settings?.type;
  if (rule.type === "ACCESS_POLICY") return rule.actions?.appSignOn?.access;
  if (rule.type === "SIGN_ON") {
    // @ts-expect-error -- only access policies have this
    void rule.actions.appSignOn;
    return rule.actions?.signon?.requireFactor;
  }
  if (rule.type === "PASSWORD") return rule.actions?.passwordChange?.access;
  return policy.name;
}

export function channels(hook: InlineHook) {
  if (hook.channel.type === "HTTP") return hook.channel.config.uri;
  if (hook.channel.type === "OAUTH") {
    const { config } = hook.channel;
    if (config.authType === "private_key_jwt") return config.hookKeyId;
  }
  return hook.id;
}

export function claims(claim: OAuth2Claim) {
  if (claim.valueType === "GROUPS") return claim.group_filter_type;
  if (claim.valueType === "EXPRESSION") return claim.value;
  return claim.name;
}

export function roles(role: RoleAssignment) {
  if (role.type === "CUSTOM") return role["resource-set"];
  return role.label;
}

export function authenticators(authenticator: Authenticator) {
  if (authenticator.key === "okta_verify") return authenticator.settings?.channelBinding?.style;
  if (authenticator.key === "phone_number") return authenticator.settings?.allowedFor;
  if (authenticator.key === "duo") return authenticator.provider?.configuration?.host;
  return authenticator.name;
}

export function zones(zone: NetworkZone) {
  if (zone.type === "IP") return zone.gateways;
  if (zone.type === "DYNAMIC") {
    // @ts-expect-error -- only IP zones have gateways
    void zone.gateways;
    return zone.locations;
  }
  if (zone.type === "DYNAMIC_V2") return zone.ipServiceCategories;
  return zone.name;
}

export function events(event: LogEvent) {
  const known: string = event.eventType;
  if (event.outcome?.result === "FAILURE") return event.outcome.reason;
  return [known, event.actor?.alternateId, event.target?.[0]?.type, event.client?.ipAddress];
}
