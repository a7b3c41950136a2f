import { createRequire } from "node:module";
import type { Obj, Schema } from "../../openapi/document.ts";

/** The modules of Prism that the mock uses, each loaded when it is first called for, and their types as used here. */

type Either<L, R> = { _tag: "Left"; left: L } | { _tag: "Right"; right: R };

interface Diagnostic {
  path?: (string | number)[];
  code?: string | number;
  message: string;
  severity: number;
}

/** An operation in Prism's form. */
export interface Resource extends Obj {
  __bundled__?: unknown;
}

/** What Prism's negotiation takes. */
export interface Wish {
  code?: number;
  exampleKey?: string;
  dynamic: boolean;
  mediaTypes?: string[];
}

interface Validator {
  validateInput(call: { resource: Resource; element: Obj }): Either<Diagnostic[], unknown>;
  validateOutput(call: { resource: Resource; element: Obj }): Either<Diagnostic[], unknown>;
}

interface Negotiator {
  negotiateOptionsForValidRequest(
    resource: Resource,
    wish: Wish,
  ): (
    logger: object,
  ) => Either<
    Error & { detail?: string },
    { code: string; mediaType?: string; bodyExample?: { value?: unknown }; schema?: Schema }
  >;
}

interface Generator {
  generate(resource: Resource, bundled: unknown, schema: Schema, seed?: string): Either<Error, unknown>;
}

type Transform = (call: Obj) => Resource;

const INSTALL = "npm install --save-dev @stoplight/prism-http@5.12.0";

let own: NodeJS.Require | undefined;

/**
 * Finds Prism without loading it.
 *
 * @throws Error one line that says what to install
 */
export function findPrism(): NodeJS.Require {
  if (own) return own;
  try {
    const at = createRequire(import.meta.url).resolve("@stoplight/prism-http/package.json");
    return (own = createRequire(at));
  } catch (cause) {
    throw new Error(`The mock server needs the package @stoplight/prism-http: ${INSTALL}`, { cause });
  }
}

const loaded = new Map<string, unknown>();

/** A module of Prism itself (`./…`) or of what it depends on. The whole of Prism takes five times as long to load. */
function load<T>(path: string): T {
  if (!loaded.has(path)) {
    const require = findPrism();
    try {
      loaded.set(path, require(path));
    } catch (cause) {
      throw new Error(`This version of @stoplight/prism-http has no ${path}. The mock is made for: ${INSTALL}`, {
        cause,
      });
    }
  }
  return loaded.get(path) as T;
}

export const validator = () => load<Validator>("./dist/validator/index.js");

export const negotiator = () => load<{ default: Negotiator }>("./dist/mocker/negotiator/NegotiatorHelpers.js").default;

export const transform = () =>
  load<{ transformOas3Operation: Transform }>("@stoplight/http-spec/oas3/operation").transformOas3Operation;

export function generator(): Generator {
  const path = "./dist/mocker/generator/JSONSchema.js";
  const first = !loaded.has(path);
  const made = load<Generator>(path);
  if (first) {
    const { JSONSchemaFaker } = load<{ JSONSchemaFaker: { option(options: Obj): void } }>("json-schema-faker");
    // Else it invents properties wherever more are allowed.
    JSONSchemaFaker.option({ fillProperties: false });
  }
  return made;
}

const nothing = () => undefined;

/** A logger of Prism's kind that says nothing. */
export const silent: object = { info: nothing, debug: nothing, warn: nothing, error: nothing, success: nothing };
