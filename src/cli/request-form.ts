import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { UsageError } from "./command.ts";

const USAGE = "--form takes name=value, or name=@file with ;type=… behind it where it is needed.";

/** The multipart body that the values of `--form` make. @throws UsageError that repeats no value */
export async function readForm(fields: readonly string[]): Promise<FormData> {
  const form = new FormData();
  for (const field of fields) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(field) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(USAGE);
    if (value.startsWith("@")) form.append(name, await formFile(name, value.slice(1)));
    else form.append(name, value);
  }
  return form;
}

async function formFile(name: string, value: string): Promise<File> {
  const [, path = value, type = typeOf(value)] = /^(.+);type=([\w.+-]+\/[\w.+-]+)$/.exec(value) ?? [];
  try {
    return new File([await readFile(path)], basename(path), { type });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`The file of --form ${name} cannot be read (${code}).`, { cause });
  }
}

/** What Okta takes as a file. */
const TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml",
  ico: "image/x-icon",
};

function typeOf(file: string): string {
  const [, extension = ""] = /\.(\w+)$/.exec(file) ?? [];
  return TYPES[extension.toLowerCase()] ?? "application/octet-stream";
}
