import type { KeyObject } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import { randomText } from "../../responses/ids.ts";
import { credentialOf, readCertificate, selfSigned, type Subject, thumbprint } from "../crypto/certificates.ts";
import { fromPem, generateKey, toPem } from "../crypto/keys.ts";
import { textAt } from "../engine/fill.ts";
import type { ResourceStore } from "../engine/resource-store.ts";

/** Keys and their certificates, real ones, of the org, its apps and its identity providers. */

const YEAR = 365.25 * 24 * 3600 * 1000;
const ORG_KEY = "/org/signing-key";

/** One key serves all orgs of a process until they make others: making one takes a quarter of a second. */
let first: KeyObject | undefined;

const subjectOf = (store: ResourceStore): Subject => ({
  countryName: "US",
  stateOrProvinceName: "California",
  localityName: "San Francisco",
  organizationName: "Okta",
  organizationalUnitName: "SSOProvider",
  commonName: textAt(store.data.single.get("/api/v1/org"), "subdomain") ?? "org",
});

/** A key credential with a certificate by itself. */
function credential(store: ResourceStore, key: KeyObject, years: number): Obj {
  const now = store.clock.now();
  const certificate = selfSigned(key, subjectOf(store), new Date(now), new Date(now + years * YEAR));
  return {
    kty: "RSA",
    created: store.now(),
    lastUpdated: store.now(),
    kid: thumbprint(key),
    use: "sig",
    ...credentialOf(readCertificate(certificate.toString("base64"))!),
  };
}

/** The `kid` of the key that every new app signs with; the key itself is made when it is first asked for. */
export function orgSigningKid(store: ResourceStore): string {
  const hidden = store.data.hiddenOf(ORG_KEY);
  hidden["kid"] ??= lateKid();
  return String(hidden["kid"]);
}

/** The credential that every new app signs with. */
export function orgSigningKey(store: ResourceStore): Obj {
  const hidden = store.data.hiddenOf(ORG_KEY);
  if (!hidden["credential"]) {
    first ??= generateKey();
    hidden["privateKey"] = toPem(first);
    hidden["credential"] = { ...credential(store, first, 10), kid: orgSigningKid(store) };
  }
  return hidden["credential"] as Obj;
}

/** A new key for an owner. @param list path of the owner's keys, beside which the private part is hidden */
export function newSigningKey(store: ResourceStore, list: string, years: number): Obj {
  const key = generateKey();
  const made = credential(store, key, years);
  store.data.hiddenOf(`${list}/${String(made["kid"])}`)["privateKey"] = toPem(key);
  return made;
}

/** The key material that an example of the document does not carry. */
export function completeKey(store: ResourceStore, key: Obj): void {
  if (typeof key["n"] === "string" && Array.isArray(key["x5c"])) return;
  Object.assign(key, { ...credential(store, generateKey(), 2), ...key });
}

/** The private key that was hidden beside a credential. */
export function privateKeyOf(store: ResourceStore, path: string): KeyObject | undefined {
  const pem = textAt(store.data.hidden.get(path), "privateKey");
  return pem === undefined ? undefined : fromPem(pem);
}

/** A random `kid` for a key that is made when it is first needed. */
export const lateKid = (): string => randomText(43);
