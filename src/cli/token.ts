import { readFile, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { UsageError } from "./command.ts";

/** Arguments that look like a credential: refused before anything else reads them, and never repeated. */
const CREDENTIAL =
  /^--?(?:(?:api|access|auth)[-_]?)?token(?:=|$)|^(?:SSWS|Bearer|DPoP)\s|^--header=\s*authorization|^authorization\s*:/i;

/** @throws UsageError when a credential stands among the arguments */
export function refuseCredentials(args: readonly string[]): void {
  if (!args.some((arg) => CREDENTIAL.test(arg))) return;
  throw new UsageError(
    "A credential does not belong on the command line: other users of the machine can see it there, and the shell keeps " +
      "it in its history. Set OKTA_CLIENT_TOKEN, or give --token-file <file> or --token-stdin.",
  );
}

/**
 * The token of a call, from where it was said to be, else from the environment.
 *
 * @throws UsageError that says where it was looked for; never repeats a token
 */
export async function readToken({ file, stdin }: { file?: string | undefined; stdin: boolean }): Promise<string> {
  if (file !== undefined && stdin) throw new UsageError("Give --token-file or --token-stdin, not both.");
  const from = file !== undefined ? `--token-file ${file}` : stdin ? "--token-stdin" : "OKTA_CLIENT_TOKEN";
  const raw =
    file !== undefined ? await tokenFile(file) : stdin ? await text(process.stdin) : process.env["OKTA_CLIENT_TOKEN"];
  const token = raw?.trim() ?? "";
  if (token === "") {
    if (file !== undefined || stdin) throw new UsageError(`${from} holds no token.`);
    throw new UsageError("There is no token. Set OKTA_CLIENT_TOKEN, or give --token-file <file> or --token-stdin.");
  }
  if (/^(?:SSWS|Bearer|DPoP)\s/i.test(token))
    throw new UsageError(`${from} must hold the bare token, without the word before it.`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${from} must hold one token and nothing else.`);
  return token;
}

async function tokenFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > 64 * 1024) throw new UsageError(`--token-file ${file} is too large to hold a token.`);
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`--token-file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}
