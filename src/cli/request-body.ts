import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { baseType, isJsonType } from "../verify/media.ts";
import { jsonErrorOffset } from "../verify/json-error.ts";
import { UsageError } from "./command.ts";

/**
 * The body that `--body` means: `-` is standard input, what begins as a JSON object or list is that, all else is a
 * file. JSON goes out as it was written, after a check that it is JSON.
 *
 * @throws UsageError that says what is wrong, and never repeats the body
 */
export async function readBody(source: string, contentType: string | undefined): Promise<string | Uint8Array> {
  const literal = /^\s*[[{]/.test(source);
  const name = source === "-" ? "standard input" : literal ? "--body" : "The file of --body";
  const bytes = source === "-" ? await buffer(process.stdin) : literal ? Buffer.from(source) : await bodyFile(source);
  if (bytes.length === 0) throw new UsageError(`${name} is empty. Leave --body out to send none.`);
  if (contentType !== undefined && !isJsonType(baseType(contentType))) return bytes;
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  try {
    JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonErrorOffset(text)).split("\n");
    const place = ` at line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw new UsageError(`${name} is not valid JSON${place}. For another type give --header "content-type: …".`);
  }
  return text;
}

async function bodyFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const hint = "--body takes a file, - for standard input, or JSON that begins with { or [.";
    throw new UsageError(`The file of --body cannot be read (${code}). ${hint}`, { cause });
  }
}
