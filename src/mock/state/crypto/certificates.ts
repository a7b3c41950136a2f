import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import * as der from "./der.ts";

/** Parts of a name, in their order, by what a certificate request of Okta's calls them. */
const NAME_PARTS: Record<string, string> = {
  countryName: "2.5.4.6",
  stateOrProvinceName: "2.5.4.8",
  localityName: "2.5.4.7",
  organizationName: "2.5.4.10",
  organizationalUnitName: "2.5.4.11",
  commonName: "2.5.4.3",
};

const SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const SUBJECT_ALT_NAME = "2.5.29.17";

export type Subject = { [part in keyof typeof NAME_PARTS]?: unknown };

function nameOf(subject: Subject): Buffer {
  const parts = Object.entries(NAME_PARTS).flatMap(([part, id]) => {
    const value = subject[part];
    if (typeof value !== "string" || value === "") return [];
    return [der.set(der.sequence(der.identifier(id), der.utf8(value)))];
  });
  return der.sequence(...parts);
}

const algorithm = () => der.sequence(der.identifier(SHA256_WITH_RSA), der.nothing());

const publicKeyOf = (key: KeyObject) => createPublicKey(key).export({ type: "spki", format: "der" });

const signed = (content: Buffer, key: KeyObject) =>
  der.sequence(content, algorithm(), der.bits(sign("sha256", content, key)));

/** A certificate of a key by itself, in DER. */
export function selfSigned(key: KeyObject, subject: Subject, from: Date, until: Date): Buffer {
  const name = nameOf(subject);
  const serial = randomBytes(8);
  serial[0]! &= 0x7f;
  serial[0]! |= 0x01;
  return signed(
    der.sequence(
      der.context(0, der.integer(Buffer.from([2]))),
      der.integer(serial),
      algorithm(),
      name,
      der.sequence(der.time(from), der.time(until)),
      name,
      publicKeyOf(key),
    ),
    key,
  );
}

/** A certificate request, in DER. */
export function certificateRequest(key: KeyObject, subject: Subject, dnsNames: string[]): Buffer {
  const names = der.sequence(...dnsNames.map((name) => der.contextText(2, name)));
  const extension = der.sequence(der.sequence(der.identifier(SUBJECT_ALT_NAME), der.octets(names)));
  const attributes = dnsNames.length > 0 ? [der.sequence(der.identifier(EXTENSION_REQUEST), der.set(extension))] : [];
  return signed(
    der.sequence(der.integer(Buffer.from([0])), nameOf(subject), publicKeyOf(key), der.context(0, ...attributes)),
    key,
  );
}

/**
 * Reads a certificate: PEM, DER, or DER in base64.
 *
 * @param text of the body; of a binary one, a character a byte
 * @returns `undefined` for what is no certificate
 */
export function readCertificate(text: string): X509Certificate | undefined {
  const forms = [
    () => Buffer.from(text),
    () => Buffer.from(text, "latin1"),
    () => Buffer.from(text.replace(/\s+/g, ""), "base64"),
    // DER that a client took for text.
    () => Buffer.from(Buffer.from(text, "latin1").toString("utf8"), "latin1"),
  ];
  for (const form of forms) {
    try {
      return new X509Certificate(form());
    } catch {
      // Another form, or no certificate.
    }
  }
  return undefined;
}

/** Base64url of a SHA-256. */
const digest = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("base64url");

/** The members of a public RSA key in JSON Web Key form. */
export function rsaMembers(key: KeyObject): { e: string; n: string } {
  const { e, n } = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  return { e: e!, n: n! };
}

/** The thumbprint of an RSA key (RFC 7638), which serves as `kid`. */
export function thumbprint(key: KeyObject): string {
  const { e, n } = rsaMembers(key);
  return digest(JSON.stringify({ e, kty: "RSA", n }));
}

/** What a key credential holds of its certificate. */
export function credentialOf(certificate: X509Certificate): Obj {
  return {
    expiresAt: new Date(certificate.validTo).toISOString(),
    x5c: [certificate.raw.toString("base64")],
    "x5t#S256": digest(certificate.raw),
    ...rsaMembers(certificate.publicKey),
  };
}
