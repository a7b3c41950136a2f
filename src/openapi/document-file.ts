import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** From `dist`, as from `src/mock`. */
const OWN = ["../generated/openapi.json", "../../generated/openapi.json"].map((path) => new URL(path, import.meta.url));

/** File of the document that comes with the package. */
export const ownDocument = (): string => {
  const url = OWN.find((candidate) => existsSync(candidate));
  if (url) return fileURLToPath(url);
  throw new Error("The package's own document is missing: install the package anew, or run npm run generate here.");
};

class MissingPackage extends Error {}

async function parseYaml(text: string): Promise<unknown> {
  const yaml = await import("yaml").catch((cause: unknown) => {
    throw new MissingPackage("Reading a YAML document needs the package yaml: npm install --save-dev yaml", { cause });
  });
  return yaml.parse(text, { maxAliasCount: -1 });
}

/**
 * Reads a document, JSON or YAML (which needs the package `yaml`).
 *
 * @throws Error that says what is wrong with the file, and what to do
 */
export async function readDocumentFile(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The document ${file} cannot be read (${cause.code ?? cause.message}). Check the path.`, { cause });
  });
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : await parseYaml(text);
  } catch (cause) {
    if (cause instanceof MissingPackage) throw cause;
    throw new Error(`The document ${file} is neither JSON nor YAML: ${(cause as Error).message}`, { cause });
  }
}
