import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ownDocument, readDocumentFile } from "../../openapi/document-file.ts";
import { ApiModel } from "./model.ts";
import { type ApiDocument, isObject } from "../../openapi/document.ts";

const models = new Map<string, { changed: number; model: Promise<ApiModel> }>();
const objects = new WeakMap<object, ApiModel>();

/**
 * Loads a document once for all servers of a process, or again when its file has changed.
 *
 * @param source path or URL of a JSON or YAML file, or a parsed document; the package's own without it
 * @throws Error that says what is wrong with the file, and what to do
 */
export async function loadModel(source?: string | URL | ApiDocument): Promise<ApiModel> {
  if (isObject(source) && !(source instanceof URL)) {
    let model = objects.get(source);
    if (!model) objects.set(source, (model = new ApiModel(checked(source, "The document"))));
    return model;
  }
  const at = source ?? ownDocument();
  const file = at instanceof URL ? fileURLToPath(at) : (at as string);
  // Where there is no file, reading it says so.
  const changed = await stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  let known = models.get(file);
  if (known?.changed !== changed) {
    const model = readDocumentFile(file).then((read) => new ApiModel(checked(read, `The document ${file}`)));
    known = { changed, model };
    models.set(file, known);
    model.catch(() => models.delete(file));
  }
  return known.model;
}

function checked(document: unknown, name: string): ApiDocument {
  if (!isObject(document)) throw new Error(`${name} holds no OpenAPI document.`);
  const version = document["openapi"];
  if (typeof version !== "string" || !/^3\.[01]\./.test(version)) {
    throw new Error(`${name} is not OpenAPI 3.0 or 3.1: its "openapi" is ${JSON.stringify(version) ?? "missing"}.`);
  }
  if (!isObject(document["paths"])) throw new Error(`${name} has no "paths".`);
  const strange = Object.entries(document["paths"]).find(([path, item]) => !path.startsWith("/") || !isObject(item));
  if (strange)
    throw new Error(`${name}: the path ${JSON.stringify(strange[0])} must start with "/" and hold operations.`);
  return document as unknown as ApiDocument;
}
