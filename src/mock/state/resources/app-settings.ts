import type { Obj } from "../../../openapi/document.ts";
import { objectAt, textAt, textsAt } from "../engine/fill.ts";
import { APPS } from "../engine/paths.ts";
import type { Change } from "../engine/resource-store.ts";
import { invalid } from "../http.ts";
import { checkSecret } from "./key-credentials.ts";

/** What the settings and credentials of an app must be for Okta to take it. */

/** How users sign in to an app of the catalog, where nobody says. */
export const MODES: Record<string, string> = {
  bookmark: "BOOKMARK",
  oidc_client: "OPENID_CONNECT",
  template_basic_auth: "BASIC_AUTH",
  template_sps: "SECURE_PASSWORD_STORE",
  template_swa: "BROWSER_PLUGIN",
  template_swa3field: "BROWSER_PLUGIN",
  template_wsfed: "WS_FEDERATION",
};

/** Settings that a new app needs, by catalog entry, and by mode for apps of one's own. */
const REQUIRED: Record<string, string[]> = {
  bookmark: ["app.url"],
  oidc_client: ["oauthClient.grant_types"],
  template_basic_auth: ["app.url", "app.authURL"],
  template_sps: ["app.url", "app.usernameField", "app.passwordField"],
  template_swa: ["app.url", "app.usernameField", "app.passwordField", "app.buttonField"],
  template_wsfed: [
    "app.siteURL",
    "app.wReplyURL",
    "app.audienceRestriction",
    "app.nameIDFormat",
    "app.authnContextClassRef",
    "app.usernameAttribute",
    "app.groupValueFormat",
  ],
  AUTO_LOGIN: ["signOn.loginUrl"],
};

/** Whether an app is one of the customer's own, named after its label. */
export const isOwn = (app: Obj) => /_\d+$/.test(String(app["name"]));

const isBlank = (value: unknown) => value == null || value === "" || (Array.isArray(value) && value.length === 0);

/** @throws ApiError 400 for another sign-on mode than the app of the catalog has, and for settings that a new app lacks */
export function checkSettings(app: Obj): void {
  const mode = MODES[String(app["name"])];
  if (mode !== undefined && mode !== app["signOnMode"]) {
    throw invalid("signOnMode", [`signOnMode: The app ${String(app["name"])} has the mode ${mode}.`]);
  }
  const needed = [...(REQUIRED[String(isOwn(app) ? app["signOnMode"] : app["name"])] ?? [])];
  const grants = textsAt(app, "settings", "oauthClient", "grant_types");
  if (grants.includes("authorization_code") || grants.includes("implicit")) needed.push("oauthClient.redirect_uris");
  const missing = needed.filter((path) => {
    const [part, name] = path.split(".") as [string, string];
    return isBlank(objectAt(app, "settings", part)[name]);
  });
  if (missing.length === 0) return;
  const causes = missing.map((path) => `settings.${path}: The field cannot be left blank`);
  throw invalid(missing[0]!.split(".")[1]!, causes);
}

/** @throws ApiError 400 for an id, a secret or a way to authenticate that an OAuth client cannot have */
export function checkClient({ body, previous, store, id }: Change): void {
  const client = objectAt(body, "credentials", "oauthClient");
  const before = objectAt(previous, "credentials", "oauthClient");
  const { client_id: clientId, client_secret: secret } = client;
  if (clientId != null && clientId !== before["client_id"]) {
    if (previous) throw invalid("client_id", ["client_id: The id of a client cannot change."]);
    checkClientId(String(clientId), id, store);
  }
  const method = textAt(client, "token_endpoint_auth_method") ?? textAt(before, "token_endpoint_auth_method");
  if (secret != null && secret !== before["client_secret"]) checkSecret(secret, method);
  if (method === "none" && client["pkce_required"] === false) {
    throw invalid("pkce_required", ["pkce_required: A client that does not authenticate must use PKCE."]);
  }
}

function checkClientId(clientId: string, appId: string, store: Change["store"]): void {
  if (!/^[\w$\-.+!*'(),]{6,100}$/.test(clientId) || clientId === "ALL_CLIENTS") {
    throw invalid("client_id", [
      "client_id: The id must be 6 to 100 letters, digits or $-_.+!*'(), and must not be ALL_CLIENTS.",
    ]);
  }
  const known = store.clientApp(clientId);
  if (known && known["id"] !== appId) throw invalid("client_id", ["client_id: Another client has this id."]);
}

/** @throws ApiError 400 for a signing key that the app does not have */
export function checkSigningKey({ body, previous, store, id }: Change): void {
  const kid = textAt(body, "credentials", "signing", "kid");
  if (!previous || kid === undefined || kid === textAt(previous, "credentials", "signing", "kid")) return;
  const path = `${APPS}/${id}/credentials/keys`;
  if (!store.list(store.collectionAt(`${APPS}/{appId}/credentials/keys`), path).has(kid)) {
    throw invalid("kid", ["credentials.signing.kid: The app has no such key."]);
  }
}
