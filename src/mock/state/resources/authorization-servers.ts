import { isObject, type Obj } from "../../../openapi/document.ts";
import { oktaId } from "../../responses/ids.ts";
import { rsaMembers } from "../crypto/certificates.ts";
import { fromPem, generateKey, toPem } from "../crypto/keys.ts";
import { fill, objectAt, objectIn, textAt, textsAt } from "../engine/fill.ts";
import { lifecycleLinks, link } from "../engine/links.ts";
import { AUTHORIZATION_SERVERS, GROUPS, ORG, parentOf, USERS } from "../engine/paths.ts";
import { inOrder, type Order, setPriority } from "../engine/priority.ts";
import type { Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { objectBody } from "../engine/create-resource.ts";
import { json } from "../engine/respond.ts";
import { invalid } from "../http.ts";
import { lateKid } from "./signing-keys.ts";

/** Custom authorization servers with their scopes, claims, policies and signing keys. */

const QUARTER = 90 * 24 * 3600 * 1000;

/** The name in a server's addresses: the default one goes by its name. */
const slugOf = (server: Obj) => (isDefault(server) ? "default" : String(server["id"]));
const isDefault = (server: Obj) => server["default"] === true || server["name"] === "default";

function signing(store: ResourceStore): Obj {
  return { lastRotated: store.now(), nextRotation: store.now(QUARTER), kid: lateKid() };
}

export const authorizationServers: Behaviour = {
  prefix: "aus",
  retains: ["issuerMode", "status"],
  check({ audiences }) {
    if (Array.isArray(audiences) && audiences.length === 1) return;
    throw invalid("audiences", ["audiences: A server has exactly one audience."]);
  },
  initial: () => [
    {
      id: "aus0default000000000",
      name: "default",
      description: "Default Authorization Server for your Applications",
      audiences: ["api://default"],
      default: true,
    },
  ],
  complete(server, { store, id, previous }) {
    const now = store.now();
    server["id"] = id;
    fill(server, {
      description: null,
      issuer: `${ORG}/oauth2/${slugOf(server)}`,
      issuerMode: "ORG_URL",
      status: "ACTIVE",
      default: isDefault(server),
      created: now,
      lastUpdated: now,
    });
    const credentials = objectIn(server, "credentials");
    const own = objectIn(credentials, "signing");
    const before = previous && objectIn(objectIn(previous, "credentials"), "signing");
    fill(own, { rotationMode: "AUTO", ...(before ?? signing(store)) });
  },
  links(server, { path }) {
    const slug = slugOf(server);
    const own = slug === "default" ? `${AUTHORIZATION_SERVERS}/default` : path;
    const metadata = (name: string) => ({
      name,
      href: `${ORG}/oauth2/${slug}/.well-known/${name}`,
      hints: { allow: ["GET"] },
    });
    return {
      rotateKey: link(`${own}/credentials/lifecycle/keyRotate`, "POST"),
      metadata: [metadata("oauth-authorization-server"), metadata("openid-configuration")],
      keys: link(`${own}/credentials/keys`, "GET"),
      claims: link(`${own}/claims`, "GET", "POST"),
      policies: link(`${own}/policies`, "GET", "POST"),
      self: link(own, "GET", "DELETE", "PUT"),
      scopes: link(`${own}/scopes`, "GET", "POST"),
      ...lifecycleLinks(own, server["status"]),
    };
  },
  goesBy: (server, name) => name === "default" && isDefault(server),
  q: { in: ["name", "audiences"] },
};

type Scope = [name: string, displayName: string, description: string];
const SCOPES: Scope[] = [
  ["openid", "openid", "Signals that a request is an OpenID request."],
  [
    "profile",
    "View your profile information.",
    "The exact data varies based on what profile information you have provided.",
  ],
  ["email", "View your email address.", "This allows the app to view your email address."],
  [
    "address",
    "View your address.",
    "This allows the app to view your address, such as street address, city and state.",
  ],
  ["phone", "View your phone number.", "This allows the app to view your phone number."],
  [
    "offline_access",
    "Keep you signed in to the app.",
    "This keeps you signed in to the app, even when you are not using it.",
  ],
  ["device_sso", "Keep you signed in on this device.", "This keeps you signed in on your device."],
];

export const scopes: Behaviour = {
  prefix: "scp",
  unique: [["name"]],
  initial: () =>
    SCOPES.map(([name, displayName, description]) => ({
      id: oktaId("scp"),
      name,
      displayName,
      description,
      system: true,
      metadataPublish: "ALL_CLIENTS",
      consent: name === "offline_access" ? "REQUIRED" : "IMPLICIT",
    })),
  complete(scope) {
    fill(scope, {
      description: null,
      system: false,
      metadataPublish: "NO_CLIENTS",
      default: false,
      optional: false,
      consent: "IMPLICIT",
    });
  },
  /** Those of one's own come first. */
  sortedBy: ({ system }) => (system === true ? "1" : "0"),
  links: (scope, { path }) => ({ self: link(path, ...["GET", "PUT", ...(scope["system"] ? [] : ["DELETE"])]) }),
  q: { in: ["name"] },
};

/** Claims of the ID token, by the scope that asks for them. */
const IDENTITY_CLAIMS: Record<string, string[]> = {
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number"],
};

/** Names that Okta fills itself, in every token. */
const RESERVED_CLAIMS = new Set(["acr", "amr", "at_hash", "aud", "auth_time", "cid", "exp", "iat", "iss", "jti"]);

export const claims: Behaviour = {
  prefix: "ocl",
  check(claim, { store, list, id }) {
    const name = String(claim["name"]);
    if (RESERVED_CLAIMS.has(name)) throw invalid("name", [`name: ${name} is reserved.`]);
    const isTaken = [...store.data.collection(list)].some(
      ([otherId, other]) => otherId !== id && other["name"] === name && other["claimType"] === claim["claimType"],
    );
    if (isTaken) throw invalid("name", [`name: There is a claim ${name} of this type already.`]);
  },
  initial: () => [
    {
      id: oktaId("ocl"),
      name: "sub",
      status: "ACTIVE",
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      value: "(appuser != null) ? appuser.userName : app.clientId",
      conditions: { scopes: [] },
      system: true,
      alwaysIncludeInToken: true,
    },
    ...Object.entries(IDENTITY_CLAIMS).flatMap(([scope, names]) =>
      names.map((name) => ({
        id: oktaId("ocl"),
        name,
        status: "ACTIVE",
        claimType: "IDENTITY",
        valueType: "SYSTEM",
        conditions: { scopes: [scope] },
        system: true,
        alwaysIncludeInToken: false,
      })),
    ),
  ],
  complete(claim) {
    fill(claim, { status: "ACTIVE", conditions: { scopes: [] }, system: false, alwaysIncludeInToken: true });
  },
  links: (claim, { path }) => ({ self: link(path, ...["GET", "PUT", ...(claim["system"] ? [] : ["DELETE"])]) }),
};

/** All policies of a server are in one order, and all rules of a policy. */
const ONE_ORDER: Order = { among: () => true, gaps: false };

export const serverPolicies: Behaviour = {
  prefix: "00p",
  unique: [["name"]],
  retains: ["status"],
  check(policy, { store }) {
    const clients = isObject(policy["conditions"]) ? textsAt(policy["conditions"], "clients", "include") : [];
    const strange = clients.find((id) => id !== "ALL_CLIENTS" && !store.clientApp(id));
    if (strange !== undefined) throw invalid("conditions.clients", [`conditions.clients: There is no ${strange}.`]);
  },
  complete(policy, change) {
    const now = change.store.now();
    fill(policy, {
      type: "OAUTH_AUTHORIZATION_POLICY",
      status: "ACTIVE",
      description: null,
      system: false,
      conditions: { clients: { include: [] } },
      created: now,
      lastUpdated: now,
    });
    setPriority(ONE_ORDER, policy, change);
  },
  ...inOrder(() => ONE_ORDER),
  links: (policy, { path }) => ({
    self: link(path, "GET", "PUT", "DELETE"),
    rules: link(`${path}/rules`, "GET"),
    ...lifecycleLinks(path, policy["status"]),
  }),
};

/** Grants in which a user takes part. */
const OF_USERS = ["authorization_code", "implicit", "password"];

/** What one of a rule's conditions includes. */
const included = (rule: Obj, ...condition: string[]) => textsAt(rule, "conditions", ...condition, "include");

/** @throws ApiError 400 for a rule that admits such a grant and nobody */
function checkPeople(rule: Obj): void {
  if (!included(rule, "grantTypes").some((grant) => OF_USERS.includes(grant))) return;
  if (included(rule, "people", "users").length + included(rule, "people", "groups").length > 0) return;
  throw invalid("conditions.people", []);
}

/** Limits of lifetimes, in minutes; a refresh token may also last for ever. */
const LIFETIMES: Record<string, [least: number, most: number]> = {
  accessTokenLifetimeMinutes: [5, 1440],
  refreshTokenWindowMinutes: [10, 2_628_000],
};

/** @throws ApiError 400 for a lifetime that Okta does not allow */
function checkLifetimes(rule: Obj): void {
  const token = objectAt(rule, "actions", "token");
  for (const [name, [least, most]] of Object.entries(LIFETIMES)) {
    const value = token[name];
    if (typeof value !== "number" || (value >= least && value <= most)) continue;
    throw invalid(name, [`actions.token.${name}: Must be from ${least} to ${most} minutes.`]);
  }
}

/** @throws ApiError 400 for a user, group or scope in the conditions that there is not */
function checkNames(rule: Obj, store: ResourceStore, list: string): void {
  const scopes = `${parentOf(parentOf(parentOf(list)))}/scopes`;
  const known = [...store.list(store.collectionAt(`${AUTHORIZATION_SERVERS}/{authServerId}/scopes`), scopes).values()];
  const strange =
    included(rule, "people", "users").find((id) => !store.get(USERS, id)) ??
    included(rule, "people", "groups").find((id) => id !== "EVERYONE" && !store.get(GROUPS, id)) ??
    included(rule, "scopes").find((scope) => scope !== "*" && !known.some(({ name }) => name === scope));
  if (strange !== undefined) throw invalid("conditions", [`conditions: There is no ${strange}.`]);
}

export const serverRules: Behaviour = {
  prefix: "0pr",
  unique: [["name"]],
  retains: ["status"],
  check(rule, { store, list }) {
    checkPeople(rule);
    checkLifetimes(rule);
    checkNames(rule, store, list);
  },
  complete(rule, change) {
    const now = change.store.now();
    const conditions = objectIn(rule, "conditions");
    rule["conditions"] = { people: {}, ...conditions };
    fill(rule, {
      status: "ACTIVE",
      created: now,
      lastUpdated: now,
      system: false,
      conditions: { people: { users: { exclude: [] } } },
      actions: {
        token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 },
      },
      type: "RESOURCE_ACCESS",
    });
    setPriority(ONE_ORDER, rule, change);
  },
  ...inOrder(() => ONE_ORDER),
  links: (rule, { path }) => ({ self: link(path, "GET", "PUT", "DELETE"), ...lifecycleLinks(path, rule["status"]) }),
};

type KeyStatus = "ACTIVE" | "NEXT" | "EXPIRED";
interface SigningKey {
  kid: string;
  status: KeyStatus;
  privateKey: string;
}

/** The keys of a server: the one that signs, the next one, and the last one that did. */
function keysOf(store: ResourceStore, serverId: string): SigningKey[] {
  const hidden = store.data.hiddenOf(`${AUTHORIZATION_SERVERS}/${serverId}/credentials/keys`);
  if (!Array.isArray(hidden["keys"])) {
    const kid = textAt(store.get(AUTHORIZATION_SERVERS, serverId), "credentials", "signing", "kid");
    hidden["keys"] = [newKey("ACTIVE", kid), newKey("NEXT")];
  }
  return hidden["keys"] as SigningKey[];
}

const newKey = (status: KeyStatus, kid = lateKid()): SigningKey => ({ kid, status, privateKey: toPem(generateKey()) });

/** The public keys of a server, as its metadata and Okta's API list them. */
export const publicKeys = (store: ResourceStore, serverId: string): Obj[] =>
  keysOf(store, serverId).map(({ kid, status, privateKey }) => ({
    kty: "RSA",
    status,
    alg: "RS256",
    kid,
    use: "sig",
    ...rsaMembers(fromPem(privateKey)),
  }));

const shownKeys = (store: ResourceStore, serverId: string) =>
  publicKeys(store, serverId).map((key) => ({
    ...key,
    _links: { self: link(`${AUTHORIZATION_SERVERS}/${serverId}/credentials/keys/${String(key["kid"])}`, "GET") },
  }));

const listKeys: Handler = ({ store, call, place }) =>
  json(call, store, shownKeys(store, place.params["authServerId"]!));

/** The next key becomes the one that signs, which expires; a new one waits. */
const rotate: Handler = ({ store, call, place }) => {
  if (objectBody(call)["use"] !== "sig") throw invalid("rotateKeys", []);
  const serverId = place.params["authServerId"]!;
  const keys = keysOf(store, serverId);
  const next = keys.find(({ status }) => status === "NEXT")!;
  const active = keys.find(({ status }) => status === "ACTIVE")!;
  const rotated: SigningKey[] = [{ ...next, status: "ACTIVE" }, newKey("NEXT"), { ...active, status: "EXPIRED" }];
  store.data.hiddenOf(`${AUTHORIZATION_SERVERS}/${serverId}/credentials/keys`)["keys"] = rotated;
  const server = structuredClone(store.require(AUTHORIZATION_SERVERS, serverId));
  const signing = objectIn(objectIn(server, "credentials"), "signing");
  Object.assign(signing, { kid: next.kid, lastRotated: store.now(), nextRotation: store.now(QUARTER) });
  store.put(AUTHORIZATION_SERVERS, serverId, server);
  return json(call, store, shownKeys(store, serverId));
};

export const serverHandlers: Record<string, Handler> = {
  [`GET ${AUTHORIZATION_SERVERS}/{authServerId}/credentials/keys`]: listKeys,
  [`POST ${AUTHORIZATION_SERVERS}/{authServerId}/credentials/lifecycle/keyRotate`]: rotate,
};
