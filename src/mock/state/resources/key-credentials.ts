import { createHash, createPublicKey } from "node:crypto";
import { isObject, type Obj } from "../../../openapi/document.ts";
import { certificateRequest, credentialOf, readCertificate, thumbprint } from "../crypto/certificates.ts";
import { generateKey, toPem } from "../crypto/keys.ts";
import { textAt, textsAt, without } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS, IDPS, parentOf } from "../engine/paths.ts";
import type { Behaviour, Context, Handler } from "../engine/resource-store.ts";
import { json, present } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { invalid, notFound } from "../http.ts";
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
  if (!(years >= 2 && years <= 10)) throw invalid("validityYears", ["validityYears: must be from 2 to 10"]);
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
    store.list(store.collectionAt(keys), other).set(kid, { ...key });
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

const requestCertificate: Handler = ({ store, call, place }) => {
  const body = objectBody(call);
  const key = generateKey();
  const subject = isObject(body["subject"]) ? body["subject"] : {};
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
    throw invalid("certificate", ["certificate: The certificate is of another key than the request."]);
  }
  const valid = new Date(certificate.validTo).getTime() - store.clock.now();
  if (valid < LEAST_DAYS * DAY) {
    throw invalid("certificate", [`certificate: The certificate has to be valid for ${LEAST_DAYS} days at least.`]);
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
  const kid = crypto.randomUUID();
  const key: Obj = {
    kty: "RSA",
    created: store.now(),
    lastUpdated: store.now(),
    alg: "RSA",
    kid,
    use: "sig",
    ...credentialOf(certificate),
    x5c: textsAt(objectBody(call), "x5c"),
  };
  store.put(place.path, kid, key);
  return json(call, store, key);
};

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
      throw invalid("clientSecret", ["An app can have two secrets at most. Delete one first."]);
    }
    const own = body["client_secret"];
    if (typeof own === "string" && own.length < 14) {
      throw invalid("client_secret", ["client_secret: must have 14 characters at least"]);
    }
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
      throw invalid("clientSecret", ["An active secret cannot be deleted. Deactivate it first."]);
    }
  },
  transition(secret, verb, { store, at }) {
    const isLast = ![...store.data.collection(at.list)].some(
      ([id, other]) => id !== at.id && other["status"] === "ACTIVE",
    );
    if (verb === "deactivate" && isLast) {
      throw invalid("clientSecret", ["The last active secret of an app cannot be deactivated."]);
    }
    secret["status"] = verb === "activate" ? "ACTIVE" : "INACTIVE";
    secret["lastUpdated"] = store.now();
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
  const type = /text\/xml/.test(call.headers.accept ?? "") ? "text/xml" : "application/xml";
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
