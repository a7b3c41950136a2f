import { createHash, createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import type { Obj } from "../../../openapi/document.ts";
import { fill, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { BRANDS } from "../engine/paths.ts";
import type { Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { done, json, present } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { ApiError, invalid } from "../http.ts";

/** Custom domains: their DNS records, verification and certificates. */

const DOMAINS = "/api/v1/domains";

/** Names that are kept for examples: there cannot be a DNS record of theirs, so that they fail. */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid)$/i;
const NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/** Records that the owner has to set, made of the name. */
function dnsRecords(store: ResourceStore, name: string): Obj[] {
  const proof = createHash("md5").update(name).digest("hex");
  const org = store.data.single.get("/api/v1/org");
  return [
    { fqdn: `_oktaverification.${name}`, values: [proof], recordType: "TXT" },
    { fqdn: name, values: [`${textAt(org, "subdomain") ?? "org"}.customdomains.okta.com`], recordType: "CNAME" },
  ];
}

export const domains: Behaviour = {
  prefix: "OcD",
  unique: [["domain"]],
  taken: () => new ApiError(403, "E0000161"),
  sortedBy: ({ id }) => (id === "default" ? "0" : "1"),
  check(domain, change) {
    checkKind(domain, change, change.store.collectionAt(DOMAINS).schema, "certificateSourceType");
    const name = String(domain["domain"] ?? "");
    if (!NAME.test(name) || /(?:^|\.)okta(?:preview)?\.com$/i.test(name)) {
      throw invalid("domain", ["domain: Prohibited custom domain name."]);
    }
  },
  complete(domain, { store, id }) {
    if (id === "default") return;
    const brand = [...store.list(store.collectionAt(BRANDS), BRANDS)].find(([, one]) => one["isDefault"] === true);
    fill(domain, {
      certificateSourceType: "MANUAL",
      validationStatus: "NOT_STARTED",
      ...(brand && { brandId: brand[0] }),
      dnsRecords: dnsRecords(store, String(domain["domain"])),
    });
  },
  links(domain, { id, path }) {
    const brand = domain["brandId"];
    const brandLink = brand ? { brand: link(`${BRANDS}/${String(brand)}`, "GET", "PUT", "DELETE") } : {};
    if (id === "default") return { self: link(path, "GET"), ...brandLink };
    const status = domain["validationStatus"];
    return {
      self: link(path, "GET", "PUT", "DELETE"),
      ...brandLink,
      ...(status === "VERIFIED" || status === "COMPLETED"
        ? { certificate: link(`${path}/certificate`, "PUT") }
        : { verify: link(`${path}/verify`, "POST") }),
    };
  },
  remove(_, { id }) {
    if (id === "default") throw invalid("id", []);
  },
};

/** Looks as if the records were there, but for the names that nobody can own. */
const verify: Handler = ({ store, call, place }) => {
  const { domainId } = place.params;
  const collection = store.collectionAt(DOMAINS);
  const domain = store.resource(collection, { list: DOMAINS, id: domainId! });
  if (domainId === "default") throw invalid("id", []);
  const managed = domain["certificateSourceType"] === "OKTA_MANAGED";
  const fails = RESERVED.test(String(domain["domain"]));
  const validationStatus = fails ? "FAILED_TO_VERIFY" : managed ? "COMPLETED" : "VERIFIED";
  const next = { ...domain, validationStatus };
  store.put(DOMAINS, domainId!, next);
  return json(call, store, present(store, collection, { list: DOMAINS, id: domainId!, resource: next }, call));
};

/** Takes the certificate of a verified domain, with the key that it is of. */
const setCertificate: Handler = ({ store, call, place }) => {
  const { domainId } = place.params;
  const domain = store.resource(store.collectionAt(DOMAINS), { list: DOMAINS, id: domainId! });
  if (!["VERIFIED", "COMPLETED"].includes(String(domain["validationStatus"]))) {
    throw new ApiError(403, "E0000165");
  }
  const body = objectBody(call);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(String(body["certificate"]));
  } catch {
    throw invalid("certificate", ["certificate: is no X.509 certificate in PEM"]);
  }
  if (!matches(certificate, String(body["privateKey"]))) {
    throw invalid("privateKey", ["privateKey: is not the key of the certificate"]);
  }
  if (!certificate.checkHost(String(domain["domain"]))) {
    throw invalid("certificate", [`certificate: is not for ${String(domain["domain"])}`]);
  }
  store.put(DOMAINS, domainId!, {
    ...domain,
    certificateSourceType: "MANUAL",
    validationStatus: "COMPLETED",
    publicCertificate: {
      subject: certificate.subject.replaceAll("\n", ", "),
      fingerprint: certificate.fingerprint.replaceAll(":", "").toLowerCase(),
      expiration: new Date(certificate.validTo).toISOString(),
    },
  });
  return done(call, store);
};

function matches(certificate: X509Certificate, privateKey: string): boolean {
  try {
    const form = { type: "spki", format: "der" } as const;
    const own = createPublicKey(createPrivateKey(privateKey)).export(form);
    return own.equals(certificate.publicKey.export(form));
  } catch {
    return false;
  }
}

export const domainHandlers: Record<string, Handler> = {
  [`POST ${DOMAINS}/{domainId}/verify`]: verify,
  [`PUT ${DOMAINS}/{domainId}/certificate`]: setCertificate,
};
