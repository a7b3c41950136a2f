import { isObject, type Obj } from "../../../openapi/document.ts";
import { fill, objectIn, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { IDPS, ORG, parentOf, USERS } from "../engine/paths.ts";
import type { Behaviour, Handler } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { invalid } from "../http.ts";

/** Identity providers, and the users that sign in through them. */

/** Addresses of the services that Okta knows, by the type. */
const SOCIAL: Record<string, [authorization: string, token: string]> = {
  APPLE: ["https://appleid.apple.com/auth/authorize", "https://appleid.apple.com/auth/token"],
  FACEBOOK: ["https://www.facebook.com/dialog/oauth", "https://graph.facebook.com/v2.8/oauth/access_token"],
  GITHUB: ["https://github.com/login/oauth/authorize", "https://github.com/login/oauth/access_token"],
  GOOGLE: ["https://accounts.google.com/o/oauth2/auth", "https://www.googleapis.com/oauth2/v3/token"],
  LINKEDIN: ["https://www.linkedin.com/uas/oauth2/authorization", "https://www.linkedin.com/uas/oauth2/accessToken"],
  MICROSOFT: [
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/common/oauth2/v2.0/token",
  ],
};

const OPENID = new Set(["APPLE", "GOOGLE", "LINKEDIN", "MICROSOFT", "OIDC", "OKTA_INTEGRATION"]);

const AUTHORIZE =
  "client_id={clientId}&response_type={responseType}&response_mode={responseMode}&scope={scopes}" +
  "&redirect_uri={redirectUri}&state={state}&nonce={nonce}";

function completeProtocol(idp: Obj): void {
  const type = String(idp["type"]);
  const protocol = objectIn(idp, "protocol");
  if (type === "SAML2") {
    fill(protocol, {
      type: "SAML2",
      endpoints: { acs: { binding: "HTTP-POST", type: "INSTANCE" } },
      algorithms: {
        request: { signature: { algorithm: "SHA-256", scope: "REQUEST" } },
        response: { signature: { algorithm: "SHA-256", scope: "ANY" } },
      },
      settings: { nameFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" },
    });
    return;
  }
  fill(protocol, { type: OPENID.has(type) ? "OIDC" : "OAUTH2" });
  const known = SOCIAL[type];
  if (!known) return;
  const [authorization, token] = known;
  fill(protocol, {
    endpoints: {
      authorization: { url: authorization, binding: "HTTP-REDIRECT" },
      token: { url: token, binding: "HTTP-POST" },
    },
  });
}

function completePolicy(idp: Obj): void {
  if (!isObject(idp["policy"])) delete idp["policy"];
  fill(idp, {
    policy: {
      provisioning: {
        action: "AUTO",
        profileMaster: false,
        groups: { action: "NONE" },
        conditions: { deprovisioned: { action: "NONE" }, suspended: { action: "NONE" } },
      },
      accountLink: { filter: null, action: "AUTO" },
      subject: {
        userNameTemplate: { template: "idpuser.email" },
        filter: null,
        matchType: "USERNAME",
        matchAttribute: null,
      },
      maxClockSkew: 0,
    },
  });
}

export const identityProviders: Behaviour = {
  prefix: "0oa",
  retains: ["issuerMode"],
  check(idp, change) {
    const { store, previous } = change;
    checkKind(idp, change, store.collectionAt(IDPS).schema, "type");
    if (previous && idp["type"] !== previous["type"]) {
      throw invalid("type", ["type: The type of an identity provider cannot be changed."]);
    }
    const kid = textAt(idp, "protocol", "credentials", "trust", "kid");
    const keys = `${IDPS}/credentials/keys`;
    if (kid === undefined || kid === textAt(previous, "protocol", "credentials", "trust", "kid")) return;
    if (store.list(store.collectionAt(keys), keys).has(kid)) return;
    throw invalid("trust.kid", [`protocol.credentials.trust.kid: There is no certificate ${kid} in the key store.`]);
  },
  complete(idp, { store }) {
    const now = store.now();
    completeProtocol(idp);
    completePolicy(idp);
    fill(idp, { issuerMode: "DYNAMIC", status: "ACTIVE", created: now, lastUpdated: now });
  },
  links(idp, { id, path }) {
    if (idp["type"] === "SAML2") {
      return {
        metadata: { href: `${ORG}${path}/metadata.xml`, type: "application/xml", hints: { allow: ["GET"] } },
        acs: { href: `${ORG}/sso/saml2/${id}`, type: "application/xml", hints: { allow: ["POST"] } },
        users: link(`${path}/users`, "GET"),
        ...(idp["status"] === "ACTIVE"
          ? { deactivate: link(`${path}/lifecycle/deactivate`, "POST") }
          : { activate: link(`${path}/lifecycle/activate`, "POST") }),
      };
    }
    return {
      authorize: {
        href: `${ORG}/oauth2/v1/authorize?idp=${id}&${AUTHORIZE}`,
        templated: true,
        hints: { allow: ["GET"] },
      },
      clientRedirectUri: link("/oauth2/v1/authorize/callback", "POST"),
    };
  },
  q: { in: ["name"] },
};

export const idpUsers: Behaviour = {
  keeps: ["externalId"],
  check(_, { store, list, previous }) {
    const idp = store.get(IDPS, parentOf(list).slice(IDPS.length + 1));
    const settings = isObject(idp?.["protocol"]) ? idp["protocol"]["settings"] : undefined;
    if (previous || idp?.["type"] !== "SAML2" || (isObject(settings) && settings["honorPersistentNameId"] === true)) {
      return;
    }
    throw invalid("idp", ["Only a SAML provider that honors persistent name ids can be linked by this call."]);
  },
  complete(user, { store, id, previous }) {
    const now = store.now();
    const profile = store.get(USERS, id)?.["profile"];
    const { firstName, lastName, email } = isObject(profile) ? profile : {};
    fill(user, {
      externalId: null,
      created: previous?.["created"] ?? now,
      lastUpdated: now,
      profile: { profileUrl: null, firstName: firstName ?? null, lastName: lastName ?? null, email: email ?? null },
    });
  },
  links: (_, { list, path, id }) => ({
    idp: link(parentOf(list)),
    self: link(path, "GET", "DELETE"),
    user: link(`${USERS}/${id}`, "GET"),
  }),
  parameters: {
    q: ({ externalId }, text, { store, id }) => {
      const profile = store.get(USERS, id)?.["profile"];
      const names = isObject(profile) ? ["firstName", "lastName", "email"].map((name) => profile[name]) : [];
      return [...names, externalId].some((name) =>
        String(name ?? "")
          .toLowerCase()
          .startsWith(text.toLowerCase()),
      );
    },
  },
  embeds: {
    user: (_, { store, id }) => ({ user: { ...store.get(USERS, id), _links: { self: link(`${USERS}/${id}`) } } }),
  },
};

/** Tokens of an external sign-in: those of the document's example, for nobody signs in at a mock. */
const listTokens: Handler = ({ store, call, place }) => {
  const { operation } = call;
  const examples = store.routes.samples(operation);
  const of = (name: string) => operation.parameter(name, "path")?.example;
  const isExample = place.params["idpId"] === of("idpId") && place.params["userId"] === of("userId");
  return json(call, store, isExample ? examples : []);
};

export const idpHandlers: Record<string, Handler> = {
  [`GET ${IDPS}/{idpId}/users/{userId}/credentials/tokens`]: listTokens,
};
