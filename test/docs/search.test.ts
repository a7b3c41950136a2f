import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import { referenceOf } from "../../reference/model/reference.ts";
import { guidePage, guidesOf } from "../../reference/pages/guides.ts";
import { entriesOf } from "../../reference/search/entries.ts";
import { type Entry, SearchEngine } from "../../reference/search/engine.ts";
import { stem } from "../../reference/search/stem.ts";
import { KEYWORDS } from "../../reference/search/keywords.ts";
import { root } from "../../scripts/lib/paths.ts";

let engine: SearchEngine;
let entries: Entry[];
beforeAll(() => {
  const reference = referenceOf(readDocument());
  const guides = guidesOf(root);
  const pages = guides.map((guide) => ({ guide, ...guidePage(reference, guides, guide, root) }));
  entries = entriesOf(reference, pages);
  engine = new SearchEngine(entries);
});

/** What people type, and the page that must be among the first three; with several, one of them. */
const QUERIES: [query: string, ...pages: string[]][] = [
  ["pagination", "guides/page-through-a-list.html", "guides/pagination.html"],
  ["paging", "guides/page-through-a-list.html", "guides/pagination.html"],
  ["webhook", "guides/receive-webhooks.html"],
  ["webhooks", "guides/receive-webhooks.html"],
  ["offboard", "guides/joiner-mover-leaver.html"],
  ["offboarding", "guides/joiner-mover-leaver.html"],
  ["onboard user", "guides/joiner-mover-leaver.html"],
  ["MFA", "sections/userfactor.html", "guides/totp-from-enrollment-to-sign-in.html", "sections/authenticator.html"],
  ["2fa", "sections/userfactor.html", "guides/totp-from-enrollment-to-sign-in.html", "sections/authenticator.html"],
  ["audit log", "sections/log.html", "operations/listLogEvents.html", "guides/follow-the-log.html"],
  ["SSO", "guides/saml-app.html", "operations/createApplication.html", "guides/single-page-app-with-pkce.html"],
  ["SAML app", "guides/saml-app.html"],
  ["SAML metadata", "operations/previewSAMLmetadataForApplication.html"],
  ["SPA", "guides/single-page-app-with-pkce.html"],
  ["single page app", "guides/single-page-app-with-pkce.html"],
  ["PKCE", "guides/single-page-app-with-pkce.html"],
  ["TOTP", "guides/totp-from-enrollment-to-sign-in.html"],
  ["google authenticator", "guides/totp-from-enrollment-to-sign-in.html", "operations/enrollFactor.html"],
  ["reset password", "operations/resetPassword.html"],
  ["forgot password", "operations/forgotPassword.html"],
  ["change password", "operations/changePassword.html"],
  ["expire password", "operations/expirePassword.html"],
  ["terminate sessions", "operations/revokeUserSessions.html"],
  ["log out a user", "operations/revokeUserSessions.html"],
  ["kill sessions", "operations/revokeUserSessions.html"],
  ["unlock account", "operations/unlockUser.html"],
  ["suspend user", "operations/suspendUser.html"],
  ["disable user", "operations/deactivateUser.html", "operations/suspendUser.html"],
  ["remove user", "operations/deleteUser.html"],
  ["deactivat user", "operations/deactivateUser.html"],
  ["craete user", "operations/createUser.html"],
  ["create user with password", "operations/createUser.html"],
  ["import users with hashed password", "operations/createUser.html"],
  ["add user to group", "operations/assignUserToGroup.html"],
  ["group members", "operations/listGroupUsers.html"],
  ["group rule expression", "guides/group-rules.html"],
  ["assign app to group", "operations/assignGroupToApplication.html"],
  ["assign app to user", "operations/assignUserToApplication.html"],
  ["rotate client secret", "guides/rotate-a-client-secret.html"],
  ["client secret", "guides/rotate-a-client-secret.html", "operations/createOAuth2ClientSecret.html"],
  ["rate limit", "guides/rate-limits.html"],
  ["throttling", "guides/rate-limits.html"],
  ["429", "guides/rate-limits.html", "errors.html#E0000047"],
  ["custom attribute", "operations/updateUserProfile.html"],
  ["admin role", "operations/assignRoleToUser.html"],
  ["ip allowlist", "operations/createNetworkZone.html", "sections/networkzone.html"],
  ["CORS", "sections/trustedorigin.html", "operations/createTrustedOrigin.html"],
  ["password policy", "operations/createPolicy.html", "schemas/PasswordPolicy.html"],
  ["sign-on policy", "operations/createPolicy.html", "schemas/OktaSignOnPolicy.html"],
  ["social login", "operations/createIdentityProvider.html", "sections/identityprovider.html"],
  ["custom domain certificate", "operations/createCertificate.html", "operations/upsertCertificate.html"],
  ["upload logo", "operations/uploadBrandThemeLogo.html", "operations/uploadOrgLogo.html"],
  ["email template", "operations/listEmailTemplates.html", "operations/getEmailTemplate.html"],
  ["access token claims", "operations/createOAuth2Claim.html", "sections/authorizationserver.html"],
  ["authorization server", "sections/authorizationserver.html"],
  ["passkey", "operations/enrollFactor.html", "schemas/UserFactorWebAuthn.html", "schemas/UserFactorWebauthn.html"],
  ["push notification", "operations/enrollFactor.html", "operations/verifyFactor.html"],
  ["event hook verify", "operations/verifyEventHook.html"],
  ["token inline hook", "operations/createInlineHook.html", "operations/executeInlineHook.html"],
  ["SIEM", "guides/follow-the-log.html", "guides/system-log.html", "operations/listLogEvents.html"],
  ["invite user", "operations/activateUser.html", "operations/createUser.html"],
  ["testing without okta", "guides/testing-with-the-mock.html"],
  ["mock server", "guides/testing-with-the-mock.html"],
  ["service app private key", "guides/authentication.html"],
  ["which scope do I need to deactivate a user", "operations/deactivateUser.html"],
  ["what does search accept", "operations/listUsers.html", "operations/listUsers.html#query.search"],
  ["E0000038", "errors.html#E0000038"],
  ["okta.groups.manage", "scopes.html#okta.groups.manage"],
  ["transitioningToStatus", "schemas/User.html#p.transitioningToStatus"],
  ["export users", "operations/listUsers.html"],
  ["bulk import", "operations/createUser.html"],
  ["custom scope", "operations/createOAuth2Scope.html"],
  ["azure ad", "operations/createIdentityProvider.html"],
  ["who am i", "operations/getUser.html"],
  ["user", "sections/user.html", "schemas/User.html"],
  [
    "bulk deactivate",
    "operations/deactivateUser.html",
    "guides/joiner-mover-leaver.html",
    "guides/recipes.html",
    "guides/recipes.html#deactivate-many-users",
  ],
  ["user search filter by department", "operations/listUsers.html"],
  ["get groups of a user", "operations/listUserGroups.html"],
  ["which apps does a user have", "operations/listAppLinks.html", "operations/listApplications.html"],
  ["remove user from group", "operations/unassignUserFromGroup.html"],
  ["create group", "operations/addGroup.html"],
  ["dynamic groups", "guides/group-rules.html", "operations/createGroupRule.html"],
  ["delete application", "operations/deleteApplication.html"],
  [
    "SAML certificate rotation",
    "operations/generateApplicationKey.html",
    "operations/cloneApplicationKey.html",
    "operations/listApplicationKeys.html",
    "guides/saml-app.html",
  ],
  [
    "app signing key",
    "operations/generateApplicationKey.html",
    "operations/listApplicationKeys.html",
    "operations/getApplicationKey.html",
    "operations/cloneApplicationKey.html",
  ],
  [
    "certificate signing request",
    "operations/generateCsrForApplication.html",
    "operations/listCsrsForApplication.html",
    "operations/publishCsrFromApplication.html",
    "operations/generateCsrForIdentityProvider.html",
  ],
  [
    "refresh tokens revoke",
    "operations/revokeTokensForUserAndClient.html",
    "operations/revokeTokenForUserAndClient.html",
    "operations/revokeOAuth2TokensForApplication.html",
    "operations/revokeOAuth2TokenForApplication.html",
  ],
  ["add custom claim to token", "operations/createOAuth2Claim.html"],
  ["access policy rule", "operations/createAuthorizationServerPolicyRule.html", "operations/createPolicyRule.html"],
  [
    "password complexity",
    "operations/createPolicy.html",
    "schemas/PasswordPolicy.html",
    "schemas/PasswordPolicyPasswordSettingsComplexity.html",
    "schemas/PasswordPolicySettings.html",
  ],
  ["block country", "operations/createNetworkZone.html", "sections/networkzone.html"],
  ["tor exit nodes", "operations/createNetworkZone.html", "sections/networkzone.html"],
  ["suspicious activity report", "operations/createEventHook.html", "event-types.html", "sections/log.html"],
  ["user created event", "event-types.html", "operations/createEventHook.html"],
  ["signature of event hook", "guides/receive-webhooks.html"],
  ["import hook", "operations/createInlineHook.html"],
  ["registration hook", "operations/createInlineHook.html"],
  ["DPoP", "guides/authentication.html"],
  ["private_key_jwt", "guides/authentication.html"],
  ["api token rotate", "guides/authentication.html"],
  ["idempotent retry", "guides/rate-limits.html"],
  ["concurrent requests limit", "guides/rate-limits.html"],
  ["optimistic locking", "guides/caching.html", "guides/read-change-send-back.html"],
  ["null vs missing property", "guides/read-change-send-back.html", "guides/types.html"],
  ["typescript types of user", "guides/types.html", "schemas/User.html"],
  ["jest", "guides/jest-and-commonjs.html", "guides/testing-with-the-mock.html"],
  ["cloudflare workers", "guides/runtimes.html"],
  ["migrate from okta sdk", "guides/migrating-from-the-official-sdk.html"],
  ["enrol yubikey", "operations/enrollFactor.html"],
  ["resend sms code", "operations/verifyFactor.html", "operations/enrollFactor.html"],
  [
    "manager relationship",
    "operations/createLinkedObjectDefinition.html",
    "sections/linkedobject.html",
    "operations/assignLinkedObjectValueForPrimary.html",
  ],
  ["send test email", "operations/sendTestEmail.html"],
  ["verify domain dns", "operations/verifyDomain.html"],
  ["turn on early access feature", "operations/updateFeatureLifecycle.html", "sections/feature.html"],
  ["deprovisioning", "operations/deactivateUser.html", "guides/joiner-mover-leaver.html"],
  ["email a reset link", "operations/resetPassword.html", "operations/forgotPassword.html"],
  ["temporary password", "operations/expirePassword.html"],
  [
    "security question",
    "operations/changeRecoveryQuestion.html",
    "operations/listSupportedSecurityQuestions.html",
    "operations/enrollFactor.html",
  ],
  ["enable authenticator", "operations/activateAuthenticator.html"],
  [
    "okta verify push",
    "operations/verifyFactor.html",
    "operations/enrollFactor.html",
    "operations/createAuthenticator.html",
  ],
  [
    "add redirect uri",
    "operations/replaceApplication.html",
    "operations/createApplication.html",
    "guides/single-page-app-with-pkce.html",
  ],
  ["rename a group", "operations/replaceGroup.html"],
  [
    "allow ip addresses",
    "operations/createNetworkZone.html",
    "operations/replaceNetworkZone.html",
    "sections/networkzone.html",
  ],
  ["brand colors", "operations/replaceBrandTheme.html"],
  ["clear all sessions", "operations/revokeUserSessions.html"],
  ["user types", "sections/usertype.html", "operations/listUserTypes.html"],
  [
    "okta support access",
    "operations/grantOktaSupport.html",
    "operations/getOrgOktaSupportSettings.html",
    "operations/extendOktaSupport.html",
  ],
  ["error 403", "errors.html", "errors.html#E0000006", "guides/errors.html"],
];

describe("the search", () => {
  test("is tried with a hundred queries and more", () => {
    expect(new Set(QUERIES.map(([query]) => query)).size).toBeGreaterThanOrEqual(120);
  });

  test.each(QUERIES)("finds what is meant by %s among the first three", (query, ...pages) => {
    const found = engine
      .search(query)
      .slice(0, 3)
      .map(({ entry: [, , url] }) => url);
    const place = (url: string) => (pages.includes(url) ? url : url.replace(/#.*$/, ""));
    expect(
      found.map(place).some((url) => pages.includes(url)),
      `found ${found.join(", ")}`,
    ).toBe(true);
  });

  test("has keywords for pages that there are", () => {
    const urls = new Set(entries.map(([, , url]) => url));
    expect(Object.keys(KEYWORDS).filter((url) => !urls.has(url))).toEqual([]);
  });

  test("names the words that were met", () => {
    const [hit] = engine.search("deactivat user");
    expect(hit!.terms).toEqual(expect.arrayContaining(["deactivate", "user"]));
  });

  test("finds nothing for nothing", () => {
    expect(engine.search("   ")).toEqual([]);
    expect(engine.search("the of")).toEqual([]);
  });
});

describe("the stem of a word", () => {
  test.each([
    ["create", "created", "creates", "creating", "creation"],
    ["enroll", "enrol", "enrolled", "enrolment", "enrollments"],
    ["policy", "policies"],
    ["rotate", "rotation", "rotating"],
    ["log", "logged", "logging", "logs"],
  ])("is the same for all forms of %s", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  test.each([
    ["user", "us"],
    ["string", "str"],
    ["status", "statu"],
    ["sha256", "sha25"],
  ])("leaves %s what it is", (word, wrong) => expect(stem(word)).not.toBe(wrong));
});
