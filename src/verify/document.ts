import { ownDocument, readDocumentFile } from "../openapi/document-file.ts";
import { type ApiDocument, isObject } from "./schema.ts";

/**
 * Reads a bundled OpenAPI 3.1 document, JSON or YAML (which needs the package `yaml`).
 *
 * @param file path; the package's own document without it
 * @throws Error that says what is wrong with the file
 */
export async function loadDocument(file: string = ownDocument()): Promise<ApiDocument> {
  const document = await readDocumentFile(file);
  if (!isObject(document) || !/^3\.1\./.test(String(document["openapi"])) || !isObject(document["paths"])) {
    throw new Error(`The document ${file} is not OpenAPI 3.1 with paths.`);
  }
  return document as unknown as ApiDocument;
}

/** The first two segments of every path, such as `/api/v1/`: what is below them is the API. */
export const pathPrefixes = (document: ApiDocument): string[] => [
  ...new Set(Object.keys(document.paths).map((path) => `${path.split("/").slice(0, 3).join("/")}/`)),
];
