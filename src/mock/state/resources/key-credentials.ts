import { createHash, createPublicKey } from "node:crypto";
import { isObject, type Obj } from "../../../openapi/document.ts";
import { certificateRequest, credentialOf, readCertificate, thumbprint } from "../crypto/certificates.ts";
import { generateKey, toPem } from "../crypto/keys.ts";
import { objectAt, textAt, textsAt, without } from "../engine/fill.ts";
import { switchStatus } from "../engine/lifecycle.ts";
import { link } from "../engine/links.ts";
import { APPS, IDPS, parentOf } from "../engine/paths.ts";
import type { Behaviour, Context, Handler } from "../engine/resource-store.ts";
import { json, present } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { ApiError, invalid, notFound } from "../http.ts";
import { completeKey, newSigningKey, orgSigningKey, privateKeyOf } from "./signing-keys.ts";

/** Signing keys, certificate requests and client secrets of apps and identity providers. */

const OWNERS = [
  { item: `${APPS}/{appId}`, keys: `${APPS}/{appId}/credentials/keys`, target: "targetAid", kind: "AppInstance" },
  { item: `${IDPS}/{idpId}`, keys: `${IDPS}/{idpId}/credentials/keys`, target: "targetIdpId", kind: "IdpTrust" },
];
/** A certificate that is valid for less is not taken. */
const LEAST_DAYS = 90;
const DAY = 24 * 3600 * 1000;

export const keyCredentials: Behaviour = {
  // An app begins with the key of the org; an identity provider makes its own.
  initial: (store, list) => (list.startsWith(APPS) ? [{ ...orgSigningKey(store) }] : []),
  links: (key) => (isObject(key["_links"]) ? key["_links"] : {}),
  show(key, { store, list, id }) {
    const kept = store.data.collection(list).get(id)!;
    completeKey(store, kept);
    Object.assign(key, kept);
    delete key["_links"];
  },
};

const generate: Handler = ({ store, call, place }) => {
  const years = Number(call.query?.get("validityYears") ?? 2);
  if (!(years >= 2 && years <= 10)) throw invalid("generateKey", []);
  const list = parentOf(place.path);
  const key = newSigningKey(store, list, years);
  store.put(list, String(key["kid"]), key);
  return json(call, store, key, 201);
};

const clone =
  ({ item, keys, target, kind }: (typeof OWNERS)[number]): Handler =>
  ({ store, call, place }) => {
    const targetId = call.query?.get(target);
    if (!targetId) throw invalid(target, [`${target}: The field cannot be left blank`]);
    const collection = store.collectionAt(item.slice(0, item.lastIndexOf("/")));
    const owner = store.idOf(collection, collection.path, targetId);
    if (owner === undefined) throw notFound(targetId, kind);
    const list = parentOf(parentOf(place.path));
    const kid = place.params["keyId"]!;
    const key = store.resource(store.collectionAt(keys), { list, id: kid });
    completeKey(store, key);
    const other = keys.replace(/\{[^}]+\}/, owner);
    const others = store.list(store.collectionAt(keys), other);
    if (others.has(kid)) {
      throw invalid("cloneKey", ["Key already exists in the list of key credentials for the target app."]);
    }
    others.set(kid, { ...key });
    const pem = textAt(store.data.hidden.get(`${list}/${kid}`), "privateKey");
    if (pem !== undefined) store.data.hiddenOf(`${other}/${kid}`)["privateKey"] = pem;
    return json(call, store, without(key, "_links"), 201);
  };

/** Certificate requests carry what was asked for, and are signed by a new key. */
export const certificateRequests: Behaviour = {
  newId: () => "",
  links: (_, { path }) => ({
    publish: link(`${path}/lifecycle/publish`, "POST"),
    self: link(path, "GET", "DELETE"),
  }),
};

/** @throws ApiError 400 for a subject without a name, or in a country that there is not */
function checkSubject(subject: Obj): void {
  const country = subject["countryName"];
  if (country != null && !/^[A-Z]{2}$/i.test(String(country))) {
    throw invalid("csr", ["subject.countryName: Must be the two letters of a country."]);
  }
  if (!textAt(subject, "commonName")?.trim())
    throw invalid("csr", ["subject.commonName: The field cannot be left blank"]);
}

const requestCertificate: Handler = ({ store, call, place }) => {
  const body = objectBody(call);
  const subject = objectAt(body, "subject");
  checkSubject(subject);
  const key = generateKey();
  const csr = certificateRequest(key, subject, textsAt(body, "subjectAltNames", "dnsNames"));
  const id = createHash("sha256").update(csr).digest("base64url");
  const resource: Obj = { id, created: store.now(), csr: csr.toString("base64"), kty: "RSA" };
  store.put(place.path, id, resource);
  store.data.hiddenOf(`${place.path}/${id}`)["privateKey"] = toPem(key);
  const collection = store.collectionAt(call.operation.path);
  if (/pkcs10/.test(call.headers.accept ?? "")) {
    const headers = { "content-type": "application/pkcs10" };
    return { status: 201, headers, body: csr.toString("base64"), source: "state" };
  }
  return json(call, store, present(store, collection, { list: place.path, id, resource }, call), 201);
};

/** Takes the certificate that answers a request, and makes it a key of the owner. */
const publish: Handler = ({ store, call, place }) => {
  const csrId = place.params["csrId"]!;
  const list = parentOf(parentOf(parentOf(place.path)));
  const certificate = readCertificate(typeof call.body === "string" ? call.body : "");
  if (!certificate) throw invalid("certificate", ["certificate: The body is no X.509 certificate in PEM or DER."]);
  const requested = privateKeyOf(store, `${list}/${csrId}`);
  if (requested && thumbprint(createPublicKey(requested)) !== thumbprint(certificate.publicKey)) {
    throw invalid("certificate", ["The certificate doesn't match the CSR."]);
  }
  const valid = new Date(certificate.validTo).getTime() - store.clock.now();
  if (valid < LEAST_DAYS * DAY) {
    throw invalid("certificate", [`The certificate must be valid for more than ${LEAST_DAYS} days.`]);
  }
  const kid = thumbprint(certificate.publicKey);
  const key: Obj = {
    kty: "RSA",
    created: store.now(),
    lastUpdated: store.now(),
    kid,
    use: "sig",
    ...credentialOf(certificate),
  };
  const keys = list.replace(/csrs$/, "keys");
  store.list(store.collectionAt(call.operation.path.replace(/csrs\/.*$/, "keys")), keys).set(kid, key);
  if (requested) store.data.hiddenOf(`${keys}/${kid}`)["privateKey"] = toPem(requested);
  store.remove(list, csrId);
  return json(call, store, key, 201);
};

/** Keys that identity providers sign with, given as certificates; each gets a name of its own. */
export const idpKeys: Behaviour = {
  newId: () => "",
  remove(_, { store, id }) {
    const users = [...store.data.collection(IDPS).values()];
    if (!users.some((idp) => textAt(idp, "protocol", "credentials", "trust", "kid") === id)) return;
    throw invalid("kid", ["kid: An identity provider uses the certificate."]);
  },
  show(key, { store, list, id }) {
    const kept = store.data.collection(list).get(id)!;
    completeKey(store, kept);
    Object.assign(key, { alg: "RSA", ...kept });
  },
};

const uploadCertificate: Handler = ({ store, call, place }) => {
  const [text] = textsAt(objectBody(call), "x5c");
  const certificate = text === undefined ? undefined : readCertificate(text);
  if (!certificate) throw invalid("x5c", ["x5c: The first entry is no X.509 certificate in base64."]);
  const credential = credentialOf(certificate);
  const same = [...store.list(store.collectionAt(place.path), place.path)].find(
    ([, one]) => one["x5t#S256"] === credential["x5t#S256"],
  );
  if (same) throw new ApiError(409, "E0000096", `This certificate has already been uploaded with kid=${same[0]}.`);
  const kid = crypto.randomUUID();
  const key: Obj = {
    kty: "RSA",
    created: store.now(),
    lastUpdated: store.now(),
    alg: "RSA",
    kid,
    use: "sig",
    ...credential,
    x5c: textsAt(objectBody(call), "x5c"),
  };
  store.put(place.path, kid, key);
  return json(call, store, key);
};

/** What Okta calls a client secret when it refuses one. */
const SECRET = "OAuth2ClientSecretMediated";

/** @throws ApiError 400 for a secret that the client cannot have */
export function checkSecret(secret: unknown, method: string | undefined): void {
  const refuse = (cause: string) => invalid("client_secret", [cause]);
  if (method === "private_key_jwt") {
    throw refuse("'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.");
  }
  if (typeof secret !== "string") return;
  if (secret.length < 14) throw refuse("client_secret: 'client_secret' must be at least '14' characters long.");
  if (secret.length > 100) throw refuse("client_secret: 'client_secret' can't be more than '100' characters long.");
  if (method === "client_secret_jwt" && secret.length < 32) {
    throw refuse(
      "client_secret: 'client_secret' must be at least '32' characters long when 'token_endpoint_auth_method' is " +
        "'client_secret_jwt'.",
    );
  }
  if (!/^[\x20-\x7e]+$/.test(secret)) {
    throw refuse("client_secret: 'client_secret' must only contain printable ASCII: [x20-x7E]+");
  }
}

/** Client secrets: one's own is taken, else Okta makes one. */
export const clientSecrets: Behaviour = {
  prefix: "ocs",
  keeps: ["status"],
  initial(store, list) {
    const app = store.get(APPS, list.split("/")[4]!);
    const secret = textAt(app, "credentials", "oauthClient", "client_secret");
    return secret === undefined ? [] : [{ id: `ocs${String(app!["id"]).slice(3)}`, client_secret: secret }];
  },
  check(_, { store, list, previous, body }) {
    if (!previous && store.data.collection(list).size >= 2) {
      throw invalid(SECRET, ["You've reached the maximum number of client secrets per client."]);
    }
    const app = store.get(APPS, list.split("/")[4]!);
    checkSecret(body["client_secret"], textAt(app, "credentials", "oauthClient", "token_endpoint_auth_method"));
  },
  complete(secret, { store, body, previous }) {
    const now = store.now();
    const own = previous?.["client_secret"] ?? body["client_secret"];
    secret["client_secret"] ??= typeof own === "string" ? own : newSecret();
    secret["secret_hash"] ??= createHash("md5").update(String(secret["client_secret"])).digest("base64url");
    secret["status"] ??= "ACTIVE";
    secret["created"] ??= now;
    secret["lastUpdated"] ??= now;
  },
  links: (secret, { path }) =>
    secret["status"] === "ACTIVE"
      ? { deactivate: link(`${path}/lifecycle/deactivate`, "POST") }
      : { activate: link(`${path}/lifecycle/activate`, "POST"), delete: link(path, "DELETE") },
  remove(secret) {
    if (secret["status"] === "ACTIVE") {
      throw invalid(SECRET, ["You can't delete an active client secret. Deactivate the secret before deleting it."]);
    }
  },
  transition(secret, verb, { store, at }) {
    const isLast = ![...store.data.collection(at.list)].some(
      ([id, other]) => id !== at.id && other["status"] === "ACTIVE",
    );
    if (verb === "deactivate" && isLast) {
      throw invalid(SECRET, ["You can't deactivate the only active client secret."]);
    }
    switchStatus(store, secret, verb);
  },
};

const newSecret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(48))).toString("base64url");

/** Metadata of a SAML app: its own certificate and addresses. */
const samlMetadata: Handler = ({ store, call, place }: Context) => {
  const appId = place.params["appId"]!;
  const app = store.require(APPS, appId);
  if (!String(app["signOnMode"]).startsWith("SAML")) {
    throw invalid("appId", ["appId: Only an app that signs users in by SAML has metadata."]);
  }
  const list = `${APPS}/${appId}/credentials/keys`;
  const keys = store.list(store.collectionAt(`${APPS}/{appId}/credentials/keys`), list);
  const kid = call.query?.get("kid") ?? textAt(app, "credentials", "signing", "kid") ?? "";
  const key = keys.get(kid) ?? (call.query?.has("kid") ? undefined : keys.values().next().value);
  if (!key) throw notFound(kid, "AppKeyCredential");
  completeKey(store, key);
  const [x5c = ""] = textsAt(key, "x5c");
  const at = `${call.base}/app/${String(app["name"])}/${appId}/sso/saml`;
  const services = ["HTTP-POST", "HTTP-Redirect"].map(
    (binding) =>
      `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escape(at)}"/>`,
  );
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<md:EntityDescriptor entityID="http://www.okta.com/${appId}" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>` +
    `<ds:X509Certificate>${x5c}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
    `<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>` +
    `${services.join("")}</md:IDPSSODescriptor></md:EntityDescriptor>`;
  const type = /application\/xml/.test(call.headers.accept ?? "") ? "application/xml" : "text/xml";
  return { status: 200, headers: { "content-type": `${type};charset=UTF-8` }, body, source: "state" };
};

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

export const keyHandlers: Record<string, Handler> = {
  ...Object.fromEntries(
    OWNERS.flatMap((owner) => [
      [`POST ${owner.keys}/generate`, generate],
      [`POST ${owner.keys}/{keyId}/clone`, clone(owner)],
      [`POST ${owner.item}/credentials/csrs`, requestCertificate],
      [`POST ${owner.item}/credentials/csrs/{csrId}/lifecycle/publish`, publish],
    ]),
  ),
  [`POST ${IDPS}/credentials/keys`]: uploadCertificate,
  [`GET ${APPS}/{appId}/sso/saml/metadata`]: samlMetadata,
};
