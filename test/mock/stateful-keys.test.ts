import { createPrivateKey, createPublicKey, generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { certificateRequest, readCertificate, selfSigned } from "../../src/mock/state/crypto/certificates.ts";
import { hotp, totpStep } from "../../src/mock/state/crypto/totp.ts";
import { call } from "./http.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const DAY = 24 * 3600 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

let mock: MockServer;
const ask = (request: string, body?: unknown, headers?: Record<string, string>) =>
  call(mock.url, request, body, headers);
beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const app = async (label: string) =>
  (
    await ask("POST /api/v1/apps", {
      label,
      signOnMode: "SAML_2_0",
      settings: { signOn: { ssoAcsUrl: "https://sp.test", audience: "sp", defaultRelayState: "" } },
    })
  ).body;

test("a certificate of one's own is one that others read", () => {
  const der = selfSigned(privateKey, { commonName: "Größe", countryName: "US" }, inDays(0), new Date("2060-01-01"));
  const certificate = new X509Certificate(der);
  expect(certificate.subject).toBe("C=US\nCN=Größe");
  expect(certificate.verify(createPublicKey(privateKey))).toBe(true);
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2060);
  for (const text of [certificate.toString(), der.toString("base64"), der.toString("latin1")]) {
    expect(readCertificate(text)?.serialNumber).toBe(certificate.serialNumber);
  }
  expect(readCertificate("no certificate")).toBeUndefined();
});

test("passcodes are those of RFC 4226", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  expect([0, 1, 9].map((counter) => hotp(secret, counter))).toEqual(["755224", "287082", "520489"]);
  expect(totpStep(secret, "287082", 59_000)).toBe(1);
  expect(totpStep(secret, "287082", 159_000)).toBeUndefined();
});

test("a request carries what was asked for, and is signed by its key", async () => {
  const { id } = await app("Requests");
  const { status, body } = await ask(`POST /api/v1/apps/${id}/credentials/csrs`, {
    subject: { commonName: "SP Issuer", localityName: "Paris" },
    subjectAltNames: { dnsNames: ["sp.example.test"] },
  });
  expect(status).toBe(201);
  const der = Buffer.from(body.csr, "base64");
  for (const part of ["SP Issuer", "Paris", "sp.example.test"]) expect(der.includes(part)).toBe(true);
  expect(body._links.publish.href).toBe(`${mock.url}/api/v1/apps/${id}/credentials/csrs/${body.id}/lifecycle/publish`);
});

test("a request is signed over what it says", () => {
  const der = certificateRequest(privateKey, { commonName: "x" }, ["a.test"]);
  const signature = der.subarray(der.length - 256);
  const length = 4 + der.readUInt16BE(6);
  expect(verify("sha256", der.subarray(4, 4 + length), createPublicKey(privateKey), signature)).toBe(true);
});

test("publishing takes the certificate of the request's key, and no other", async () => {
  const { id } = await app("Publishing");
  const list = `/api/v1/apps/${id}/credentials/csrs`;
  const request = async () => (await ask(`POST ${list}`, { subject: { commonName: "SP" } })).body;
  const publish = (csrId: string, body: string) =>
    ask(`POST ${list}/${csrId}/lifecycle/publish`, body, { "content-type": "application/x-pem-file" });
  const own = (await request()).id;
  const key = createPrivateKey((mock.state().hidden![`${list}/${own}`] as any).privateKey);
  const pem = (of: typeof key, days: number) =>
    new X509Certificate(selfSigned(of, { commonName: "SP" }, inDays(0), inDays(days))).toString();
  expect((await publish(own, "nonsense")).body.errorCauses[0].errorSummary).toMatch("no X.509 certificate");
  expect((await publish(own, pem(privateKey, 400))).body.errorCauses[0].errorSummary).toMatch("doesn't match the CSR");
  expect((await publish(own, pem(key, 10))).body.errorCauses[0].errorSummary).toMatch("90 days");
  const published = await publish(own, pem(key, 400));
  expect(published.status).toBe(201);
  expect(published.body.n).toBe(createPublicKey(key).export({ format: "jwk" }).n);
  expect((await ask(`GET ${list}/${own}`)).status).toBe(404);
  expect((await ask(`GET /api/v1/apps/${id}/credentials/keys/${published.body.kid}`)).body.x5c).toEqual(
    published.body.x5c,
  );
});

test("a generated key is valid for as long as was asked, and can be cloned", async () => {
  const [one, two] = [await app("One"), await app("Two")];
  const keys = `/api/v1/apps/${one.id}/credentials/keys`;
  const { body: key } = await ask(`POST ${keys}/generate?validityYears=5`);
  const certificate = new X509Certificate(Buffer.from(key.x5c[0], "base64"));
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 5);
  expect(certificate.publicKey.export({ format: "jwk" }).n).toBe(key.n);
  expect((await ask(`POST ${keys}/${key.kid}/clone?targetAid=${two.id}`)).status).toBe(201);
  expect((await ask(`GET /api/v1/apps/${two.id}/credentials/keys/${key.kid}`)).body.n).toBe(key.n);
});

test("SAML metadata is the app's own", async () => {
  const own = await app("Own metadata");
  const { text, headers } = await ask(
    `GET /api/v1/apps/${own.id}/sso/saml/metadata?kid=${own.credentials.signing.kid}`,
  );
  expect(headers.get("content-type")).toMatch("xml");
  expect(text).toMatch(`/app/${own.name}/${own.id}/sso/saml`);
  const { body: keys } = await ask(`GET /api/v1/apps/${own.id}/credentials/keys`);
  expect(text).toMatch(keys[0].x5c[0]);
  expect(own.settings.signOn.defaultRelayState).toBeNull();
});

test("rotating makes the next key the active one, and the active one expire", async () => {
  const { body: server } = await ask("POST /api/v1/authorizationServers", {
    name: "API",
    description: "",
    audiences: ["api://one"],
  });
  const path = `/api/v1/authorizationServers/${server.id}`;
  const { body: before } = await ask(`GET ${path}/credentials/keys`);
  expect(before.map((key: any) => key.status)).toEqual(["ACTIVE", "NEXT"]);
  expect(before[0].kid).toBe(server.credentials.signing.kid);
  const { body: after } = await ask(`POST ${path}/credentials/lifecycle/keyRotate`, { use: "sig" });
  expect(after.map((key: any) => [key.status, key.kid])).toEqual([
    ["ACTIVE", before[1].kid],
    ["NEXT", expect.any(String)],
    ["EXPIRED", before[0].kid],
  ]);
  expect((await ask(`GET ${path}`)).body.credentials.signing.kid).toBe(before[1].kid);
});

test("a TOTP factor is activated and verified by the passcodes of its secret, each once", async () => {
  const { body: user } = await ask("POST /api/v1/users", {
    profile: { firstName: "T", lastName: "P", email: "t@otp.test", login: "t@otp.test" },
  });
  const factors = `/api/v1/users/${user.id}/factors`;
  const { body: factor } = await ask(`POST ${factors}`, { factorType: "token:software:totp", provider: "OKTA" });
  const { sharedSecret, _links } = factor._embedded.activation;
  expect(_links.qrcode.href).toMatch(`${factors}/${factor.id}/qr/`);
  const code = (ahead: number) => hotp(sharedSecret, Math.floor(Date.now() / 30_000) + ahead);
  const path = `${factors}/${factor.id}`;
  expect((await ask(`POST ${path}/lifecycle/activate`, { passCode: "12345x" })).body.errorCode).toBe("E0000068");
  const { body: active } = await ask(`POST ${path}/lifecycle/activate`, { passCode: code(0) });
  expect([active.status, active._embedded]).toEqual(["ACTIVE", undefined]);
  const next = code(1);
  expect((await ask(`POST ${path}/verify`, { passCode: next })).body.factorResult).toBe("SUCCESS");
  expect((await ask(`POST ${path}/verify`, { passCode: next })).status).toBe(403);
});

test("a domain is verified, and takes the certificate of its name and key", async () => {
  const { body: domain } = await ask("POST /api/v1/domains", {
    domain: "login.own.test",
    certificateSourceType: "MANUAL",
  });
  const path = `/api/v1/domains/${domain.id}`;
  const body = { type: "PEM", certificate: "x", privateKey: "y", certificateChain: "z" };
  expect((await ask(`PUT ${path}/certificate`, body)).status).toBe(403);
  expect((await ask(`POST ${path}/verify`)).body.validationStatus).toBe("VERIFIED");
  expect((await ask(`PUT ${path}/certificate`, body)).status).toBe(400);
  const certificate = new X509Certificate(
    selfSigned(privateKey, { commonName: "login.own.test" }, inDays(0), inDays(400)),
  );
  const right = {
    ...body,
    certificate: certificate.toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  expect((await ask(`PUT ${path}/certificate`, right)).status).toBe(204);
  expect((await ask(`GET ${path}`)).body).toMatchObject({
    validationStatus: "COMPLETED",
    publicCertificate: { subject: "CN=login.own.test" },
  });
});
