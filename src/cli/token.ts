import { readFile, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { UsageError } from "./command.ts";

/** Arguments that look like a credential: refused before anything else reads them, and never repeated. */
const CREDENTIALS = [
  /^--?(?:(?:api|access|auth)[-_]?)?token(?:=|$)/i,
  /^(?:SSWS|Bearer|DPoP)\s/i,
  /^--header=\s*authorization|^authorization\s*:/i,
  /^00[\w-]{40}$/, // an API token of Okta
  /^eyJ[\w-]{10,}\.[\w-]+\./, // a JWT
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

const WHERE = "Set OKTA_CLIENT_TOKEN, or give --token-file <file> or --token-stdin.";

/** @throws UsageError when a credential stands among the arguments */
export function refuseCredentials(args: readonly string[]): void {
  if (!args.some((arg) => CREDENTIALS.some((pattern) => pattern.test(arg)))) return;
  throw new UsageError(
    "A credential does not belong on the command line: other users of the machine can see it there, and the shell keeps " +
      `it in its history. ${WHERE}`,
  );
}

/** Where the token of a call is; the environment without either. */
export interface TokenSource {
  file?: string | undefined;
  stdin: boolean;
}

/**
 * The token of a call, from where it was said to be, else from the environment.
 *
 * @throws UsageError that says where it was looked for; never repeats a token, nor a file name that could be one
 */
export async function readToken({ file, stdin }: TokenSource): Promise<string> {
  if (file !== undefined && stdin) throw new UsageError("Give --token-file or --token-stdin, not both.");
  const from = file !== undefined ? "The file of --token-file" : stdin ? "--token-stdin" : "OKTA_CLIENT_TOKEN";
  const raw =
    file !== undefined ? await tokenFile(file) : stdin ? await text(process.stdin) : process.env["OKTA_CLIENT_TOKEN"];
  const token = raw?.trim() ?? "";
  if (token === "") {
    if (file !== undefined || stdin) throw new UsageError(`${from} holds no token.`);
    throw new UsageError(missingToken());
  }
  if (/^(?:SSWS|Bearer|DPoP)\s/i.test(token))
    throw new UsageError(`${from} must hold the bare token, without the word before it.`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${from} must hold one token and nothing else.`);
  return token;
}

const missingToken = () =>
  `OKTA_CLIENT_TOKEN is not set, so there is no token. ${WHERE}` +
  (process.env["OKTA_CLIENT_CLIENTID"] ? " For a service app, set OKTA_CLIENT_AUTHORIZATIONMODE=PrivateKey." : "");

async function tokenFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > 64 * 1024) throw new UsageError("The file of --token-file is too large to hold a token.");
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`The file of --token-file cannot be read (${code}).`, { cause });
  }
}
