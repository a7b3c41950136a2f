import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A new private RSA key of 2048 bits. */
export const generateKey = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

export const toPem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

export const fromPem = (pem: string): KeyObject => createPrivateKey(pem);
