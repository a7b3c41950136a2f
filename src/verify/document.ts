import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ApiDocument, isObject } from "./schema.ts";

/** The document of the package, as seen from `src/verify` and from `dist`. */
const OWN = ["../generated/openapi.json", "../../generated/openapi.json"].map((path) => new URL(path, import.meta.url));

/**
 * Reads a bundled OpenAPI document, JSON or YAML (which needs the package `yaml`).
 *
 * @param file path; the package's own document without it
 * @throws Error that says what is wrong with the file
 */
export async function loadDocument(file?: string): Promise<ApiDocument> {
  const path = file ?? fileURLToPath(OWN.find((url) => existsSync(url)) ?? OWN[0]!);
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The document ${path} cannot be read (${cause.code}).`, { cause });
  });
  let document: unknown;
  try {
    document = text.trimStart().startsWith("{") ? JSON.parse(text) : (await yamlPackage()).parse(text);
  } catch (cause) {
    if (cause instanceof MissingPackage) throw cause;
    throw new Error(`The document ${path} is neither JSON nor YAML: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(document) || !/^3\.1\./.test(String(document["openapi"])) || !isObject(document["paths"])) {
    throw new Error(`${path} is not an OpenAPI 3.1 document with paths.`);
  }
  return document as unknown as ApiDocument;
}

class MissingPackage extends Error {}

const yamlPackage = () =>
  import("yaml").catch((cause: unknown) => {
    throw new MissingPackage("A YAML document needs the package yaml: npm install --save-dev yaml", { cause });
  });

/** The first two segments of every path, such as `/api/v1/`: what is below them is the API. */
export const pathPrefixes = (document: ApiDocument): string[] => [
  ...new Set(Object.keys(document.paths).map((path) => `${path.split("/").slice(0, 3).join("/")}/`)),
];
