import type { Handler, Kinds } from "../engine/resource-store.ts";
import {
  APP_GROUPS,
  APP_USERS,
  APPS,
  AUTHORIZATION_SERVERS,
  BRANDS,
  GROUP_RULES,
  GROUPS,
  IDPS,
  LINKED_OBJECTS,
  POLICIES,
  USER_TYPES,
  USERS,
  ZONES,
} from "../engine/paths.ts";
import { appGroups, appUsers } from "./app-users.ts";
import { appHandlers, apps } from "./apps.ts";
import { authenticators } from "./authenticators.ts";
import {
  authorizationServers,
  claims,
  scopes,
  serverHandlers,
  serverPolicies,
  serverRules,
} from "./authorization-servers.ts";
import { brandHandlers, brands, emailCustomizations, emailTemplates, themes } from "./brands.ts";
import { domainHandlers, domains } from "./domains.ts";
import { factorHandlers, factors } from "./factors.ts";
import { groupRules } from "./group-rules.ts";
import { groupHandlers, groups } from "./groups.ts";
import { eventHooks, hookHandlers, inlineHooks } from "./hooks.ts";
import { identityProviders, idpHandlers, idpUsers } from "./identity-providers.ts";
import { certificateRequests, clientSecrets, idpKeys, keyCredentials, keyHandlers } from "./key-credentials.ts";
import { linkedHandlers } from "./linked-objects.ts";
import { logHandlers } from "./log.ts";
import { appGrants, grantHandlers, refreshTokens, userGrants } from "./oauth-grants.ts";
import {
  features,
  linkedObjectDefinitions,
  orgListHandlers,
  smsTemplates,
  subscriptions,
  trustedOrigins,
  zones,
} from "./org-lists.ts";
import { contacts, orgHandlers, threats } from "./org-settings.ts";
import { policies, policyRules } from "./policies.ts";
import { mappingHandlers, profileMappings } from "./profile-mappings.ts";
import { appSchema, groupSchema, schemaHandlers, userSchema } from "./profile-schemas.ts";
import { appFeatures, connection, provisioningHandlers } from "./provisioning.ts";
import { roleHandlers, roles } from "./roles.ts";
import { userTypes } from "./user-types.ts";
import { userHandlers, users } from "./users.ts";

/** What each kind of resource does beside what all do, by the path of its collection. */
export const KINDS: Kinds = {
  behaviours: new Map([
    [APPS, apps],
    [`${APPS}/{appId}/credentials/csrs`, certificateRequests],
    [`${APPS}/{appId}/credentials/keys`, keyCredentials],
    [`${APPS}/{appId}/credentials/secrets`, clientSecrets],
    [`${APPS}/{appId}/features`, appFeatures],
    [`${APPS}/{appId}/grants`, appGrants],
    [`${APPS}/{appId}/tokens`, refreshTokens],
    [APP_GROUPS, appGroups],
    [APP_USERS, appUsers],
    ["/api/v1/authenticators", authenticators],
    [AUTHORIZATION_SERVERS, authorizationServers],
    [`${AUTHORIZATION_SERVERS}/{authServerId}/claims`, claims],
    [`${AUTHORIZATION_SERVERS}/{authServerId}/clients/{clientId}/tokens`, refreshTokens],
    [`${AUTHORIZATION_SERVERS}/{authServerId}/policies`, serverPolicies],
    [`${AUTHORIZATION_SERVERS}/{authServerId}/policies/{policyId}/rules`, serverRules],
    [`${AUTHORIZATION_SERVERS}/{authServerId}/scopes`, scopes],
    [BRANDS, brands],
    [`${BRANDS}/{brandId}/templates/email`, emailTemplates],
    [`${BRANDS}/{brandId}/templates/email/{templateName}/customizations`, emailCustomizations],
    [`${BRANDS}/{brandId}/themes`, themes],
    ["/api/v1/domains", domains],
    ["/api/v1/eventHooks", eventHooks],
    ["/api/v1/features", features],
    [GROUPS, groups],
    [GROUP_RULES, groupRules],
    [`${GROUPS}/{groupId}/roles`, roles],
    [IDPS, identityProviders],
    [`${IDPS}/credentials/keys`, idpKeys],
    [`${IDPS}/{idpId}/credentials/csrs`, certificateRequests],
    [`${IDPS}/{idpId}/credentials/keys`, keyCredentials],
    [`${IDPS}/{idpId}/users`, idpUsers],
    ["/api/v1/inlineHooks", inlineHooks],
    [LINKED_OBJECTS, linkedObjectDefinitions],
    ["/api/v1/mappings", profileMappings],
    ["/api/v1/org/contacts", contacts],
    [POLICIES, policies],
    [`${POLICIES}/{policyId}/rules`, policyRules],
    ["/api/v1/roles/{roleTypeOrRoleId}/subscriptions", subscriptions],
    ["/api/v1/templates/sms", smsTemplates],
    ["/api/v1/trustedOrigins", trustedOrigins],
    [USER_TYPES, userTypes],
    [USERS, users],
    [`${USERS}/{userId}/clients/{clientId}/tokens`, refreshTokens],
    [`${USERS}/{userId}/factors`, factors],
    [`${USERS}/{userId}/grants`, userGrants],
    [`${USERS}/{userId}/roles`, roles],
    [`${USERS}/{userId}/subscriptions`, subscriptions],
    [ZONES, zones],
  ]),
  singles: new Map([
    [`${APPS}/{appId}/connections/default`, connection],
    ["/api/v1/meta/schemas/apps/{appInstanceId}/default", appSchema],
    ["/api/v1/meta/schemas/group/default", groupSchema],
    ["/api/v1/meta/schemas/user/{schemaId}", userSchema],
    ["/api/v1/threats/configuration", threats],
  ]),
};

/** Operations that do more, or other, than their method and path say. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...appHandlers,
    ...brandHandlers,
    ...domainHandlers,
    ...factorHandlers,
    ...grantHandlers,
    ...groupHandlers,
    ...hookHandlers,
    ...idpHandlers,
    ...keyHandlers,
    ...linkedHandlers,
    ...logHandlers,
    ...mappingHandlers,
    ...orgHandlers,
    ...orgListHandlers,
    ...provisioningHandlers,
    ...roleHandlers,
    ...schemaHandlers,
    ...serverHandlers,
    ...userHandlers,
  }),
);
