/** Further names that people have for a page, by the page. They count as much as a title, and each as a name of its own. */
export const KEYWORDS: Record<string, string> = {
  "errors.html": "error list, status codes, http status, 400, 401, 403, 404, 409, 500",
  "event-types.html": "event list, list of events, log event names, System Log events, audit events",
  "event-types.html#group.user_membership.add": "user added to group, group membership added",
  "event-types.html#group.user_membership.remove": "user removed from group, group membership removed",
  "event-types.html#policy.evaluate_sign_on": "sign-on policy evaluated",
  "event-types.html#user.account.lock": "user locked out, account locked",
  "event-types.html#user.authentication.sso": "user opened app, single sign-on to app",
  "event-types.html#user.mfa.factor.deactivate": "mfa factor reset",
  "event-types.html#user.session.start": "user signed in, user logged in, login",
  "guides/authentication.html":
    "login, credentials, authorization, authorization header, service app, service account, service principal, private key, " +
    "jwt, machine to machine, m2m, client credentials, API key, API token, bearer token, SSWS, rotate API token",
  "guides/caching.html": "optimistic locking, etag, If-Match, If-None-Match, 304 not modified, lost update, conflict",
  "guides/command-line.html": "cli, terminal, command, shell",
  "guides/custom-domains.html": "vanity url, issuer host",
  "guides/errors.html": "exception, catch, error handling, status, forbidden, bad request, validation error",
  "guides/follow-the-log.html": "siem, audit trail, export events, splunk, log streaming, log stream, poll, real time",
  "guides/getting-started.html":
    "install, npm install, quick start, first call, setup, tutorial, introduction, hello world",
  "guides/group-rules.html": "Okta expression language, dynamic group, dynamic membership, automatic assignment",
  "guides/joiner-mover-leaver.html":
    "employee lifecycle, termination, new hire, employee leaves, onboarding, offboarding, provisioning automation",
  "guides/logging-and-tracing.html": "debug, telemetry, opentelemetry, otel, middleware, interceptor",
  "guides/migrating-from-the-official-sdk.html": "okta-sdk-nodejs, upgrade, migration",
  "guides/page-through-a-list.html":
    "pagination, paging, next page, next link, Link header, cursor, after, offset, limit, infinite scroll, get all results",
  "guides/rate-limits.html":
    "429, too many requests, throttling, quota, retry, backoff, timeout, x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset",
  "guides/read-change-send-back.html": "null, absent, missing property, put, replace, partial update",
  "guides/receive-webhooks.html":
    "webhook, callback, callback url, notification, event notification, push, listener, subscribe to events",
  "guides/rotate-a-client-secret.html": "client secret, rotation, expiring secret, renew secret, zero downtime",
  "guides/runtimes.html":
    "deno, bun, cloudflare workers, browser, edge, serverless, lambda, docker, container, next.js, vercel, node version, proxy",
  "guides/saml-app.html":
    "sso, single sign-on, saml 2.0 app, relying party trust, service provider, sp metadata, adfs, enterprise application, acs url",
  "guides/single-page-app-with-pkce.html":
    "spa, react, angular, vue, javascript, browser, oidc login, universal login, hosted login, authorization code flow, " +
    "native app, mobile app, frontend",
  "guides/testing-with-the-mock.html":
    "unit test, integration test, fake, stub, simulator, offline, sandbox, without okta, mock server, ci",
  "guides/totp-from-enrollment-to-sign-in.html":
    "mfa, 2fa, otp, google authenticator, authenticator app, qr code, 2-step verification, step-up",
  "guides/types.html": "typescript, type, narrow, union, custom profile attributes",
  "guides/verifying-traffic.html": "validate recording, har, contract test",
  "guides/versioning.html": "semver, deprecation, breaking change, support policy, changelog",
  "index.html":
    "openapi, openapi.json, swagger, specification, API document, postman, postman collection, download, home",
  "operations/activateApplication.html": "enable app",
  "operations/activateUser.html": "invite user, activation email, enable user",
  "operations/addGroup.html": "new group, new team",
  "operations/assignApplicationPolicy.html": "app sign-on policy, attach policy to app",
  "operations/assignGroupToApplication.html": "give group access to app",
  "operations/assignRoleToGroup.html": "admin group",
  "operations/assignRoleToUser.html":
    "admin role, super admin, administrator, make administrator, grant admin rights, promote, privileges, delegated admin",
  "operations/assignUserToApplication.html": "give user access to app, assign license, app seat",
  "operations/assignUserToGroup.html": "add group member, join group, put user into group",
  "operations/changeRecoveryQuestion.html": "security question, recovery question",
  "operations/createApplication.html":
    "register app, app registration, new client, register client, app client, oidc client, native app, machine to machine app",
  "operations/createAuthorizationServer.html": "custom authorization server, resource server, API audience",
  "operations/createAuthorizationServerPolicyRule.html":
    "access token lifetime, refresh token lifetime, token expiry, allowed grant types",
  "operations/createEmailCustomization.html": "translate email, email wording, email subject, custom email",
  "operations/createEventHook.html": "webhook, register webhook, subscribe to events",
  "operations/createIdentityProvider.html":
    "social login, google, facebook, apple, azure ad, entra, federation, adfs, linkedin, microsoft, github, login with google, " +
    "enterprise connection, identity broker",
  "operations/createInlineHook.html":
    "token inline hook, telephony provider, sms gateway, twilio, saml assertion hook, password import hook, registration hook",
  "operations/createNetworkZone.html":
    "ip allowlist, blocklist, ip range, anonymous proxy, anonymizer, tor, vpn, block country, geofence, named location",
  "operations/createOAuth2Claim.html":
    "access token claims, id token, custom claim, groups claim, protocol mapper, add attribute to token",
  "operations/createOAuth2ClientSecret.html": "new client secret",
  "operations/createOAuth2Scope.html": "custom scope",
  "operations/createPolicy.html":
    "password policy, sign-on policy, access policy, mfa policy, conditional access policy, enrollment policy, routing policy",
  "operations/createPolicyRule.html":
    "session lifetime, session timeout, idle timeout, require mfa, prompt for factor, routing rule, self-service password reset",
  "operations/createTrustedOrigin.html": "cors, allowed origin, allow localhost, logout url, iframe embedding",
  "operations/createUser.html":
    "add user, register, login already exists, mandatory fields, sign up, bulk import, invite, provision user, new account, import password hash, migrate users",
  "operations/deactivateUser.html":
    "disable user, offboard, deprovision, terminate employee, revoke access, block account",
  "operations/deleteUser.html":
    "remove user, erase, gdpr, purge, permanently delete, right to be forgotten, undo delete",
  "operations/enrollFactor.html":
    "google authenticator, okta verify, passkey, webauthn, fido2, sms, add mfa, second factor, security key, hotp, register device",
  "operations/expirePassword.html": "force password change, temporary password, must change password at next login",
  "operations/forgotPassword.html": "account recovery, self-service reset, sspr",
  "operations/getOrgSettings.html": "tenant settings, company name, subdomain, organization settings",
  "operations/getUser.html": "current user, who am i, me, user details, user by email",
  "operations/grantConsentToScope.html": "admin consent, API permission, scope for service app",
  "operations/linkUserToIdentityProvider.html": "account linking, link identity, federated user",
  "operations/listAppLinks.html": "dashboard tiles, my apps, chiclets",
  "operations/listApplicationUsers.html": "who has access to app, users with access to app",
  "operations/listAssignedRolesForUser.html": "admin roles, is administrator",
  "operations/listAuthorizationServerKeys.html": "jwks, public keys, token signature",
  "operations/listFactors.html": "enrolled mfa, mfa devices",
  "operations/listGroupUsers.html": "group members, users in group",
  "operations/listLogEvents.html":
    "sign-in logs, login history, failed logins, admin activity, which admin changed it, who deleted, who created, audit events, last login",
  "operations/listUserGroups.html": "memberOf, group memberships of user",
  "operations/listUsers.html":
    "find user, search by email, export users, query users, locked out users, inactive users",
  "operations/reactivateUser.html": "resend activation email, resend invitation",
  "operations/replaceApplication.html": "redirect uri, callback url, change app settings, rename app",
  "operations/resetFactors.html": "reset mfa, lost phone, new phone, re-register mfa",
  "operations/resetPassword.html": "password reset link, password change ticket",
  "operations/revokeUserSessions.html": "log out, sign out, terminate, kill, end sessions, force logout",
  "operations/rotateAuthorizationServerKeys.html": "rotate signing key",
  "operations/suspendUser.html": "temporarily block, freeze account, pause user",
  "operations/unenrollFactor.html": "remove mfa device, delete factor, lost phone",
  "operations/unlinkUserFromIdentityProvider.html": "unlink identity, remove federated account",
  "operations/unlockUser.html": "unlock account, locked out, brute force, too many failed attempts",
  "operations/updateConfiguration.html": "block suspicious ips, password spray, attack protection",
  "operations/updateDefaultProvisioningConnectionForApplication.html": "scim connector, scim token",
  "operations/updateFeatureForApplication.html": "scim, push users, sync password",
  "operations/updateFeatureLifecycle.html": "feature flag, early access",
  "operations/updateProfileMapping.html": "attribute mapping, push profile",
  "operations/updateUser.html": "patch user, change email, change name, edit profile",
  "operations/updateUserProfile.html": "custom attribute, user schema, add profile attribute",
  "operations/upsertCertificate.html": "custom domain certificate, tls, ssl, https, renew certificate",
  "operations/verifyDomain.html": "dns record, txt record, cname",
  "operations/verifyFactor.html": "check code, challenge, push notification",
  "schemas/AuthenticatorKeyTac.html": "temporary access code, temporary access pass, tac",
  "schemas/IdpDiscoveryPolicy.html": "home realm discovery, routing rules",
  "schemas/KeepMeSignedIn.html": "remember me, stay signed in, trusted device",
  "schemas/index.html": "models, types, data model",
  "scopes.html": "permissions, API permissions, consent, oauth scope list",
  "sections/application.html": "client, integration, enterprise applications, relying party",
  "sections/authenticator.html": "mfa, authentication methods, two-step verification",
  "sections/authorizationserver.html": "API, resource server, issuer, oauth server",
  "sections/brand.html": "branding, customization, look and feel, login page",
  "sections/domain.html": "custom url, vanity domain",
  "sections/eventhook.html": "webhook, log stream",
  "sections/feature.html": "feature flag, early access, beta",
  "sections/group.html": "organizational unit, ou, team, department, security group, population",
  "sections/identityprovider.html":
    "social login, federation, idp, connections, enterprise connections, auth0 connections, identity brokering",
  "sections/inlinehook.html":
    "actions, auth0 actions, triggers, cognito trigger, custom code, smart hooks, extension point",
  "sections/linkedobject.html": "manager, hierarchy, org chart, reports to",
  "sections/log.html": "audit log, events, siem",
  "sections/networkzone.html": "named locations, ip ranges, firewall",
  "sections/org.html": "tenant, realm, organization, company settings",
  "sections/policy.html": "conditional access, access rules",
  "sections/profilemapping.html": "attribute mapping, attribute sync",
  "sections/template.html": "sms text, text message template",
  "sections/threatinsight.html": "attack protection, brute force protection, bot detection, suspicious ip",
  "sections/trustedorigin.html": "cors, redirect, allowed origins",
  "sections/user.html": "person, people, account, identity",
  "sections/userfactor.html": "mfa, 2fa, multi-factor authentication",
  "sections/userschema.html": "custom attributes, user metadata, user_metadata, app_metadata, extension attributes",
};
