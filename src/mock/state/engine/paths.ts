/** Where resources live, and how Okta names what it does not find. */

export const USERS = "/api/v1/users";
export const GROUPS = "/api/v1/groups";
export const GROUP_RULES = `${GROUPS}/rules`;
export const MEMBERS = `${GROUPS}/{groupId}/users`;
export const APPS = "/api/v1/apps";
export const APP_USERS = `${APPS}/{appId}/users`;
export const APP_GROUPS = `${APPS}/{appId}/groups`;
export const AUTHORIZATION_SERVERS = "/api/v1/authorizationServers";
export const BRANDS = "/api/v1/brands";
export const IDPS = "/api/v1/idps";
export const LINKED_OBJECTS = "/api/v1/meta/schemas/user/linkedObjects";
export const POLICIES = "/api/v1/policies";
export const USER_TYPES = "/api/v1/meta/types/user";
export const ZONES = "/api/v1/zones";

/** Stands for the org's own origin in what is kept; each response names the origin that the client called. */
export const ORG = "https://this-org.invalid";

/**
 * The caller, whom Okta notes as the maker of what is created. A token belongs to an administrator, who is none of the
 * example people.
 */
export const ACTOR = "00uapitokenowner0000";

/** Okta's names of kinds in 404s, as recorded, by path of the collection; the schema's name elsewhere. */
export const KINDS: Record<string, string> = {
  [APPS]: "AppInstance",
  [`${APPS}/{appId}/credentials/csrs`]: "CertificateSigningRequest",
  [`${APPS}/{appId}/tokens`]: "OAuth2RefreshTokenTx",
  [`${AUTHORIZATION_SERVERS}/{authServerId}/claims`]: "OAuth2Claim",
  [`${AUTHORIZATION_SERVERS}/{authServerId}/clients/{clientId}/tokens`]: "OAuth2RefreshTokenTx",
  [`${AUTHORIZATION_SERVERS}/{authServerId}/policies`]: "Policy",
  [`${AUTHORIZATION_SERVERS}/{authServerId}/policies/{policyId}/rules`]: "PolicyRule",
  [`${AUTHORIZATION_SERVERS}/{authServerId}/scopes`]: "OAuth2Scope",
  "/api/v1/eventHooks": "Webhook",
  [GROUPS]: "UserGroup",
  [IDPS]: "IdpTrust",
  [`${IDPS}/credentials/keys`]: "IdpTrust",
  [`${IDPS}/{idpId}/credentials/csrs`]: "CertificateSigningRequest",
  [LINKED_OBJECTS]: "LinkedObjectProperty",
  [USER_TYPES]: "CVDType",
  [POLICIES]: "Policy",
  [`${POLICIES}/{policyId}/rules`]: "PolicyRule",
  "/api/v1/templates/sms": "AppInstance",
  [`${USERS}/{userId}/clients/{clientId}/tokens`]: "OAuth2RefreshTokenTx",
};

/** How Okta calls an OAuth client that it does not find. */
export const CLIENT = "PublicClientApp";

/** Path parameters that name a resource of another collection. */
export const REFERENCES: Record<string, string> = {
  appId: APPS,
  appInstanceId: APPS,
  associatedUserId: USERS,
  groupId: GROUPS,
  primaryUserId: USERS,
  targetGroupId: GROUPS,
  userId: USERS,
};

/** Path parameters that name a resource of another collection, where no list of their own goes by them. */
export const ELSEWHERE: Record<string, string> = { policyId: POLICIES };

/** A path with the values of its parameters. */
export const pathOf = (template: string, ...values: string[]): string => {
  let i = 0;
  return template.replace(/\{[^}]+\}/g, () => encodeURIComponent(values[i++]!));
};

/** The last part of a path, decoded. */
export const lastOf = (path: string): string => decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));

/** The path without its last part. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
