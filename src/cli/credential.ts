import { readFile } from "node:fs/promises";
import type { ServiceAppOptions } from "../auth/service-app.ts";
import type { OktaClientOptions } from "../index.ts";
import { UsageError } from "./command.ts";
import { readToken, type TokenSource } from "./token.ts";

/** What proves who calls. */
export interface Credential {
  kind: "API token" | "access token" | "service app";
  options: Pick<OktaClientOptions, "token" | "accessToken" | "auth">;
}

/** Where a credential is looked for: the options of the command line go before the environment. */
export interface CredentialSource extends TokenSource {
  /** Whether the token is an OAuth 2.0 access token. */
  bearer: boolean;
}

/** Names of the environment for what the code calls otherwise, so that messages say where to mend it. */
const VARIABLES: Record<string, string> = {
  clientId: "OKTA_CLIENT_CLIENTID",
  privateKey: "OKTA_CLIENT_PRIVATEKEY",
  keyId: "OKTA_CLIENT_PRIVATEKEYID",
  scopes: "OKTA_CLIENT_SCOPES",
};

const environment = (name: string): string | undefined => process.env[name]?.trim() || undefined;

/** A message about options of a service app, with the variables that they come from. */
export const withVariables = (message: string): string =>
  message.replace(/\b(?:clientId|privateKey|keyId|scopes)\b/g, (name) => VARIABLES[name]!);

/** The credential of the options, else of the environment, as Okta's SDKs name it. @throws UsageError that shows no part of it */
export async function readCredential({ bearer, ...source }: CredentialSource): Promise<Credential> {
  const named = source.file !== undefined || source.stdin || bearer;
  const mode = named ? "ssws" : (environment("OKTA_CLIENT_AUTHORIZATIONMODE") ?? "SSWS").toLowerCase();
  if (mode === "privatekey") return { kind: "service app", options: { auth: await environmentApp() } };
  if (mode !== "ssws" && mode !== "bearer") {
    throw new UsageError("OKTA_CLIENT_AUTHORIZATIONMODE must be SSWS, PrivateKey or Bearer.");
  }
  const token = await readToken(source);
  return bearer || mode === "bearer"
    ? { kind: "access token", options: { accessToken: token } }
    : { kind: "API token", options: { token } };
}

async function environmentApp() {
  try {
    const { serviceApp } = await import("../auth/service-app.ts");
    return serviceApp(await environmentOptions());
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(withVariables((cause as Error).message), { cause });
  }
}

async function environmentOptions(): Promise<ServiceAppOptions> {
  const keyId = environment("OKTA_CLIENT_PRIVATEKEYID") ?? environment("OKTA_CLIENT_KID");
  return {
    clientId: environment("OKTA_CLIENT_CLIENTID") ?? "",
    privateKey: await privateKey(environment("OKTA_CLIENT_PRIVATEKEY")),
    ...(keyId !== undefined && { keyId }),
    scopes: environmentScopes(),
    dpop: environment("OKTA_CLIENT_DPOPENABLED")?.toLowerCase() === "true",
  };
}

/** Scopes between commas or spaces, or as a JSON array. */
export const environmentScopes = (): string[] =>
  (environment("OKTA_CLIENT_SCOPES") ?? "").split(/[\s,[\]"']+/).filter((scope) => scope !== "");

/** The key itself, or the file that the variable names. */
async function privateKey(value: string | undefined): Promise<string> {
  if (value === undefined) {
    throw new UsageError("OKTA_CLIENT_PRIVATEKEY is missing. Set it to a private key, PEM or JWK, or to its file.");
  }
  if (value.includes("{") || value.includes("BEGIN")) return value;
  try {
    return await readFile(value, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`OKTA_CLIENT_PRIVATEKEY is not a key, and as a file it cannot be read (${code}).`, { cause });
  }
}
