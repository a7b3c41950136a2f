import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { checkPrivateKey, normalizePem, readSigningKey } from "../../src/auth/signing-key.ts";

const keys: Record<string, KeyObject> = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  ES384: generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
  ES512: generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey,
  EdDSA: generateKeyPairSync("ed25519").privateKey,
};
const pemOf = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }) as string;
const jwkOf = (key: KeyObject) => key.export({ format: "jwk" }) as Record<string, string>;
const signs = (key: CryptoKey | Uint8Array, alg: string) => new SignJWT({ a: 1 }).setProtectedHeader({ alg }).sign(key);

describe.each(Object.entries(keys))("a key for %s", (algorithm, key) => {
  test("is read from PEM, with its algorithm", async () => {
    const read = await readSigningKey({ privateKey: pemOf(key), keyId: "k1" });
    expect([read.algorithm, read.keyId]).toEqual([algorithm, "k1"]);
    await signs(read.key, read.algorithm);
  });

  test("is read from a JWK, as an object and as text, with its algorithm and id", async () => {
    const jwk = { ...jwkOf(key), kid: "own" };
    for (const privateKey of [jwk, JSON.stringify(jwk), `\n  ${JSON.stringify(jwk)}`]) {
      const read = await readSigningKey({ privateKey: privateKey as never });
      expect([read.algorithm, read.keyId]).toEqual([algorithm, "own"]);
      await signs(read.key, read.algorithm);
    }
    expect((await readSigningKey({ privateKey: jwk as never, keyId: "given" })).keyId).toBe("given");
  });
});

const rsa = pemOf(keys["RS256"]!);
const body = rsa.split("\n").slice(1, -2).join("\n");

test.each<[string, string]>([
  ["as OpenSSL writes it", rsa],
  ["with literal \\n", rsa.replaceAll("\n", "\\n")],
  ["with literal \\r\\n", rsa.replaceAll("\n", "\\r\\n")],
  ["with carriage returns", rsa.replaceAll("\n", "\r\n")],
  ["in one line with spaces", rsa.trim().replaceAll("\n", " ")],
  ["with a leading line", `\n\n${rsa}`],
  ["without a last line break", rsa.trimEnd()],
  ["indented", rsa.replaceAll(/^/gm, "      ")],
  ["in quotes", `"${rsa.replaceAll("\n", "\\n")}"`],
  ["with bag attributes", `Bag Attributes\n    friendlyName: key\nKey Attributes: <No Attributes>\n${rsa}`],
  ["with a certificate behind it", `${rsa}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`],
  [
    "with lines of another length",
    `-----BEGIN PRIVATE KEY-----\n${body.replaceAll("\n", "")}\n-----END PRIVATE KEY-----`,
  ],
])("reads PEM %s", async (_, privateKey) => {
  checkPrivateKey(privateKey);
  expect(normalizePem(privateKey)).toBe(rsa);
  expect((await readSigningKey({ privateKey })).algorithm).toBe("RS256");
});

test("signs by the algorithm that is given, before the key's own", async () => {
  expect((await readSigningKey({ privateKey: rsa, algorithm: "PS256" })).algorithm).toBe("PS256");
  const jwk = { ...jwkOf(keys["RS256"]!), alg: "RS512" };
  expect((await readSigningKey({ privateKey: jwk as never })).algorithm).toBe("RS512");
  expect((await readSigningKey({ privateKey: jwk as never, algorithm: "PS384" })).algorithm).toBe("PS384");
});

test("leaves what is no PEM as it is", () => {
  for (const text of ["no PEM", "-----BEGIN PRIVATE KEY-----\nAAAA", "-----BEGIN A-----\nAA\n-----END B-----"]) {
    expect(normalizePem(text)).toBe(text);
  }
});

test.each<[string, string, string | undefined, RegExp]>([
  ["no key at all", "no key", undefined, /^privateKey cannot be read\. Give a private JWK/],
  ["broken JSON", '{"kty":', undefined, /^privateKey cannot be read\. Give/],
  ["a key that was cut", rsa.replace(body, body.slice(0, 200)), undefined, /^privateKey cannot be read\. Give/],
  ["another kind of key", rsa, "ES256", /^privateKey cannot be read, or does not sign by the algorithm ES256\. Give/],
])("says that %s cannot be read, without showing it", async (_, privateKey, algorithm, message) => {
  const error: Error = await readSigningKey({ privateKey, algorithm }).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toMatch(message);
  expect(error.cause).toBeUndefined();
  expect(`${error.stack}`).not.toContain(body.slice(0, 40));
});

const encrypted = createPrivateKey(rsa).export({
  type: "pkcs8",
  format: "pem",
  cipher: "aes-256-cbc",
  passphrase: "x",
}) as string;
test.each<[string, unknown, RegExp]>([
  ["nothing", undefined, /privateKey is missing\. Give a private JWK/],
  ["an empty text", "", /privateKey is missing/],
  ["a public JWK", { kty: "RSA", n: "x", e: "AQAB" }, /no private part \(d\)\. Give/],
  ["PKCS #1", keys["RS256"]!.export({ type: "pkcs1", format: "pem" }), /old PEM form.*openssl pkcs8/],
  ["SEC 1", keys["ES256"]!.export({ type: "sec1", format: "pem" }), /old PEM form.*openssl pkcs8/],
  ["an encrypted key", encrypted, /is encrypted\. Decrypt it: openssl/],
  ["a public key", "-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----", /is public\. Give/],
  ["a certificate", "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----", /is public\. Give/],
])("refuses %s, and says what to do", (_, privateKey, message) => {
  expect(() => checkPrivateKey(privateKey as never)).toThrow(message);
});

test.each<[string, unknown]>([
  ["PEM", rsa],
  ["a private JWK", jwkOf(keys["ES256"]!)],
  ["a JWK as text", JSON.stringify(jwkOf(keys["ES256"]!))],
])("takes %s", (_, privateKey) => {
  expect(() => checkPrivateKey(privateKey as never)).not.toThrow();
});
