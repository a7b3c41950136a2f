import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ApiModel } from "./model.ts";
import { type ApiDocument, isObject } from "./openapi.ts";

/** The document of the package, from `src/mock` as from `dist`. */
const OWN = ["../generated/openapi.json", "../../generated/openapi.json"].map((path) => new URL(path, import.meta.url));

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
  const at = source ?? OWN.find((url) => existsSync(url)) ?? OWN[0]!;
  const file = at instanceof URL ? fileURLToPath(at) : (at as string);
  const changed = await stat(file).then(
    (found) => found.mtimeMs,
    (cause) => {
      throw new Error(`The document ${file} cannot be read: ${cause.code ?? cause.message}. Check the path.`, {
        cause,
      });
    },
  );
  let known = models.get(file);
  if (known?.changed !== changed) {
    known = { changed, model: readFile(file, "utf8").then((text) => parse(text, file)) };
    models.set(file, known);
    known.model.catch(() => models.delete(file));
  }
  return known.model;
}

async function parse(text: string, file: string): Promise<ApiModel> {
  let document: unknown;
  try {
    document = text.trimStart().startsWith("{") ? JSON.parse(text) : await parseYaml(text);
  } catch (cause) {
    if (cause instanceof MissingPackage) throw cause;
    throw new Error(`The document ${file} is neither JSON nor YAML: ${(cause as Error).message}`, { cause });
  }
  return new ApiModel(checked(document, `The document ${file}`));
}

class MissingPackage extends Error {}

async function parseYaml(text: string): Promise<unknown> {
  const yaml = await import("yaml").catch((cause) => {
    throw new MissingPackage("Reading a YAML document needs the package yaml: npm install --save-dev yaml", { cause });
  });
  return yaml.parse(text, { maxAliasCount: -1 });
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
