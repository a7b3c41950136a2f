import { isObject, type Obj } from "../../../openapi/document.ts";
import { randomText } from "../../responses/ids.ts";
import { fill, objectIn, textAt, without } from "../engine/fill.ts";
import { switchStatus } from "../engine/lifecycle.ts";
import { link } from "../engine/links.ts";
import { checkKind, malformed } from "../engine/unknown-kinds.ts";
import { APPS, ORG, pathOf, POLICIES } from "../engine/paths.ts";
import type { At, Behaviour, Change, Handler, ResourceStore } from "../engine/resource-store.ts";
import { done } from "../engine/respond.ts";
import { ApiError, invalid } from "../http.ts";
import { checkClient, checkSettings, checkSigningKey, isOwn, MODES } from "./app-settings.ts";
import { addMappings, removeMappings } from "./profile-mappings.ts";
import { orgSigningKid } from "./signing-keys.ts";

const HOLDS_PASSWORDS = new Set(["AUTO_LOGIN", "BASIC_AUTH", "BROWSER_PLUGIN", "SECURE_PASSWORD_STORE"]);
const SAML = new Set(["SAML_2_0", "SAML_1_1"]);
/** Modes in which Okta signs with a key of the app. */
const SIGNS = new Set([...SAML, "OPENID_CONNECT", "WS_FEDERATION"]);

/** Settings of an app of the catalog that are there when nobody sends them. */
const APP_SETTINGS: Record<string, Obj> = {
  bookmark: { requestIntegration: false },
  template_basic_auth: { loginUrlRegex: null },
  template_swa: { loginUrlRegex: null, redirectUrl: null, checkbox: null },
  template_swa3field: { loginUrlRegex: null, redirectUrl: null },
};

const SAML_SIGN_ON: Obj = {
  defaultRelayState: null,
  ssoAcsUrlOverride: null,
  audienceOverride: null,
  recipientOverride: null,
  destinationOverride: null,
  attributeStatements: [],
};

/** What an app of one's own says of its assertions. */
const OWN_SAML_SIGN_ON: Obj = {
  idpIssuer: "http://www.okta.com/${org.externalKey}",
  subjectNameIdTemplate: "${user.userName}",
  subjectNameIdFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
  responseSigned: true,
  assertionSigned: true,
  signatureAlgorithm: "RSA_SHA256",
  digestAlgorithm: "SHA256",
  honorForceAuthn: true,
  authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
  spIssuer: null,
  requestCompressed: false,
  allowMultipleAcsEndpoints: false,
  acsEndpoints: [],
  samlSignedRequestEnabled: false,
  slo: { enabled: false },
};

/** The id of the org. */
function orgId(store: ResourceStore): string {
  const single = store.routes.singles.get("/api/v1/org");
  return String(single ? store.single(single, { path: "/api/v1/org", params: {} })["id"] : "");
}

/** The name of an app of one's own, which Okta makes of the label: letters and digits, and a number. */
function ownName({ store }: Change, label: string): string {
  const org = store.data.single.get("/api/v1/org");
  const subdomain = textAt(org, "subdomain") ?? "org";
  const base = `${subdomain}_${label.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
  const taken = new Set([...store.data.collection(APPS).values()].map((app) => app["name"]));
  let n = 1;
  while (taken.has(`${base}_${n}`)) n += 1;
  return `${base}_${n}`;
}

function prepare(body: Obj, change: Change): Obj {
  const { previous } = change;
  const name = previous?.["name"] ?? body["name"];
  const signOnMode = body["signOnMode"] ?? previous?.["signOnMode"] ?? MODES[String(name)] ?? "SAML_2_0";
  // The kind of an app stays.
  if (typeof name === "string") return { ...body, name, signOnMode };
  return { ...body, signOnMode, name: ownName(change, String(body["label"])) };
}

const visibilityOf = (app: Obj, isOidc: boolean): Obj => ({
  autoLaunch: false,
  autoSubmitToolbar: false,
  hide: { iOS: isOidc, web: isOidc },
  ...(!isObject(objectIn(app, "visibility")["appLinks"]) && {
    appLinks: isOidc ? { oidc_client_link: true } : { login: true },
  }),
});

function complete(app: Obj, change: Change): void {
  const { store, query, previous, id } = change;
  const now = store.now();
  const mode = String(app["signOnMode"]);
  const isOidc = mode === "OPENID_CONNECT";
  for (const name of ["visibility", "credentials", "settings", "accessibility"]) {
    if (!isObject(app[name])) delete app[name];
  }
  fill(app, {
    orn: `orn:okta:idp:${orgId(store)}:apps:${String(app["name"])}:${id}`,
    status: query?.get("activate") === "false" && !previous ? "INACTIVE" : "ACTIVE",
    lastUpdated: now,
    created: now,
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: visibilityOf(app, isOidc),
    features: [],
    credentials: {
      ...(HOLDS_PASSWORDS.has(mode) && { scheme: "EDIT_USERNAME_AND_PASSWORD", revealPassword: false }),
      userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
      signing: SIGNS.has(mode) ? signing(store, previous) : {},
    },
    universalLogout: isOidc
      ? {
          status: "DISABLED",
          supportType: "FULL",
          identityStack: "NOT_SHARED",
          protocol: "GLOBAL_TOKEN_REVOCATION",
        }
      : { status: "UNSUPPORTED" },
    settings: {
      app: APP_SETTINGS[String(app["name"])] ?? {},
      notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
      manualProvisioning: false,
      implicitAssignment: false,
      emOptInStatus: "NONE",
      notes: { admin: null, enduser: null },
    },
  });
  const settings = objectIn(app, "settings");
  settings["app"] = withoutBlanks(objectIn(settings, "app"));
  if (isOidc) completeClient(app, change);
  if (SAML.has(mode)) {
    const signOn = withoutBlanks(objectIn(settings, "signOn"));
    fill(signOn, isOwn(app) ? { ...SAML_SIGN_ON, ...OWN_SAML_SIGN_ON } : SAML_SIGN_ON);
    settings["signOn"] = signOn;
  }
}

const signing = (store: ResourceStore, previous: Obj | undefined): Obj => ({
  kid: textAt(previous, "credentials", "signing", "kid") ?? orgSigningKid(store),
});

/** Okta keeps no blank texts in the settings of apps. */
const withoutBlanks = (settings: Obj): Obj =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value === "" ? null : value]));

/** What an OAuth client has beside what was sent. */
function completeClient(app: Obj, { previous, id }: Change): void {
  const settings = objectIn(objectIn(app, "settings"), "oauthClient");
  const grants = Array.isArray(settings["grant_types"]) ? settings["grant_types"] : [];
  fill(settings, {
    client_uri: null,
    logo_uri: null,
    response_types: [],
    grant_types: [],
    application_type: "web",
    consent_method: "TRUSTED",
    issuer_mode: "DYNAMIC",
    ...(grants.includes("refresh_token") && { refresh_token: { rotation_type: "STATIC" } }),
    idp_initiated_login: { mode: "DISABLED", default_scope: [] },
    wildcard_redirect: "DISABLED",
    dpop_bound_access_tokens: false,
  });
  const client = objectIn(objectIn(app, "credentials"), "oauthClient");
  const kind = settings["application_type"];
  const method = textAt(client, "token_endpoint_auth_method") ?? (kind === "browser" ? "none" : "client_secret_basic");
  fill(client, {
    autoKeyRotation: true,
    client_id: textAt(previous, "credentials", "oauthClient", "client_id") ?? id,
    token_endpoint_auth_method: method,
    pkce_required: kind === "browser" || kind === "native" || method === "none",
  });
  const known = textAt(previous, "credentials", "oauthClient", "client_secret");
  if (method.startsWith("client_secret")) fill(client, { client_secret: known ?? randomText(64) });
}

function appLinks(app: Obj, { path, store }: At): Obj {
  const label = app["signOnMode"] === "OPENID_CONNECT" ? "oidc_client_link" : "login";
  const name = String(app["name"]);
  const policy = (type: string) => {
    const found = [...store.list(store.collectionAt(POLICIES), POLICIES)].find(
      ([, one]) => one["type"] === type && one["system"] === true,
    );
    return found && link(`${POLICIES}/${found[0]}`);
  };
  const own = textAt(store.data.hidden.get(path), "accessPolicy");
  // An app whose policy was deleted has the default one.
  const accessPolicy =
    own === undefined || !store.get(POLICIES, own) ? policy("ACCESS_POLICY") : link(`${POLICIES}/${own}`);
  const profileEnrollment = policy("PROFILE_ENROLLMENT");
  return {
    ...(SAML.has(String(app["signOnMode"])) && {
      help: { href: `${ORG}/app/${name}/${String(app["id"])}/setup/help/SAML_2_0/instructions`, type: "text/html" },
      metadata: { href: `${ORG}${path}/sso/saml/metadata`, type: "application/xml" },
    }),
    ...(app["signOnMode"] === "OPENID_CONNECT" && {
      clientCredentials: [{ name: "secret", href: `${ORG}${path}/credentials/secrets` }],
    }),
    uploadLogo: link(`${path}/logo`, "POST"),
    appLinks: [{ name: label, href: `${ORG}/home/${name}/${String(app["id"])}/0`, type: "text/html" }],
    ...(profileEnrollment && { profileEnrollment }),
    policies: link(`${path}/policies`, "PUT"),
    groups: link(`${path}/groups`),
    logo: [{ name: "medium", href: `${ORG}/assets/img/logos/default.png`, type: "image/png" }],
    ...(accessPolicy && { accessPolicy }),
    users: link(`${path}/users`),
    ...(app["status"] === "ACTIVE"
      ? { deactivate: link(`${path}/lifecycle/deactivate`) }
      : { activate: link(`${path}/lifecycle/activate`) }),
  };
}

/** Apps that Okta has in every org, for its own pages. */
const SYSTEM_APPS = [
  ["saasure", "Okta Admin Console"],
  ["okta_enduser", "Okta Dashboard"],
  ["okta_browser_plugin", "Okta Browser Plugin"],
] as const;

const isOfOkta = (app: Obj) => SYSTEM_APPS.some(([name]) => name === app["name"]);

const idsOf =
  ({ store, path }: At, list: string) =>
  () => [...store.list(store.collectionAt(`${APPS}/{appId}/${list}`), `${path}/${list}`).keys()];

export const apps: Behaviour = {
  prefix: "0oa",
  retains: ["credentials"],
  initial: () =>
    SYSTEM_APPS.map(([name, label], i) => ({
      id: `0oaokta${name.replace(/[^a-z]/g, "")}00000000000`.slice(0, 19) + String(i),
      name,
      label,
      status: "ACTIVE",
      signOnMode: "OPENID_CONNECT",
      settings: {
        app: {},
        oauthClient: { grant_types: ["authorization_code"], response_types: ["code"], redirect_uris: [] },
      },
      credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
    })),
  prepare,
  check(app, change) {
    checkKind(app, change, change.store.collectionAt(APPS).schema, "signOnMode", malformed);
    if (typeof app["label"] !== "string" || app["label"].trim() === "") {
      throw invalid("label", ["label: The field cannot be left blank"]);
    }
    if (!change.previous) checkSettings(app);
    if (app["signOnMode"] === "OPENID_CONNECT") checkClient(change);
    checkSigningKey(change);
  },
  complete,
  written(app, { store, previous, id }) {
    if (!previous) addMappings(store, id, String(app["name"]));
  },
  transition(app, verb, { store }) {
    if (verb === "deactivate" && isOfOkta(app)) throw new ApiError(403, "E0000143");
    switchStatus(store, app, verb);
  },
  links: appLinks,
  show(app, _, { operation }) {
    // The secret of a client is shown once.
    if (operation.method !== "get" || !isObject(app["credentials"])) return;
    const { oauthClient, ...credentials } = app["credentials"];
    if (isObject(oauthClient)) {
      app["credentials"] = { ...credentials, oauthClient: without(oauthClient, "client_secret") };
    }
  },
  remove(app, { store, id }) {
    if (isOfOkta(app)) {
      throw new ApiError(403, "E0000056", "Delete application forbidden.", ["Okta's own apps cannot be deleted."]);
    }
    if (app["status"] === "ACTIVE") {
      throw new ApiError(403, "E0000056");
    }
    removeMappings(store, id);
  },
  q: { in: ["label", "name"] },
  checkQuery(query) {
    const user = /^user\/([^,/]+)$/.exec(query.get("expand") ?? "");
    if (!query.get("expand") || (user && query.get("filter")?.includes(`user.id eq "${user[1]!}"`))) return;
    throw invalid("RequestParams", ["Expand query is malformed."]);
  },
  attributes: (_, at) => ({ "user.id": idsOf(at, "users"), "group.id": idsOf(at, "groups") }),
  // Inactive apps are listed too, each whole and with its hints, as by default.
  parameters: { useOptimization: true, alwaysIncludeVpnSettings: true, includeNonDeleted: true },
  embeds: {
    user: (_, { store, path }, userId) => {
      const accounts = store.list(store.collectionAt(`${APPS}/{appId}/users`), `${path}/users`);
      const account = accounts.get(userId);
      return account && { user: account };
    },
  },
};

/** Gives an app another access policy. */
const assignPolicy: Handler = ({ store, call, place }) => {
  const { appId, policyId } = place.params;
  if (store.require(POLICIES, policyId!)["type"] !== "ACCESS_POLICY") {
    throw invalid("policyId", ["policyId: An app takes only a policy of the type ACCESS_POLICY."]);
  }
  store.data.hiddenOf(pathOf(`${APPS}/{appId}`, appId!))["accessPolicy"] = policyId;
  return done(call, store);
};

export const appHandlers: Record<string, Handler> = {
  [`PUT ${APPS}/{appId}/policies/{policyId}`]: assignPolicy,
};
