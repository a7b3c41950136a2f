import { createRequire } from "node:module";
import type * as PrismHttp from "@stoplight/prism-http";

/** What is used of Prism: exports of its package, and nothing below them. */
export type Prism = Pick<typeof PrismHttp, "createInstance" | "getHttpOperationsFromSpec">;

const PACKAGE = "@stoplight/prism-http";
const INSTALL = `npm install --save-dev ${PACKAGE}`;

/**
 * Packages that Prism loads with itself but needs only for what is not asked of it here: made-up names for a schema that
 * names a Faker method, and Postman collections. They are three quarters of the time that loading Prism takes.
 */
const DEFERRED = ["@faker-js/faker", "@stoplight/http-spec/postman/operation"];

const require = createRequire(import.meta.url);

/**
 * Finds Prism without loading it.
 *
 * @returns resolves what Prism itself depends on
 * @throws Error one line that says what to install
 */
export function findPrism(): NodeJS.Require {
  try {
    return createRequire(require.resolve(PACKAGE));
  } catch (cause) {
    throw new Error(`The mock server needs the package ${PACKAGE}: ${INSTALL}`, { cause });
  }
}

/** @throws Error one line that says why requests cannot be validated, and what to do */
export function checkPrism({ validateRequests }: { validateRequests: boolean }): void {
  findPrism();
  if (!validateRequests) return;
  try {
    new Function("");
  } catch (cause) {
    throw new Error(
      "The mock server validates requests with code that Ajv generates, which this process forbids. Start it with " +
        "validateRequests: false (--no-validate), or without --disallow-code-generation-from-strings.",
      { cause },
    );
  }
}

let loaded: Prism | undefined;

/** Loads Prism when it is first needed, which takes about a third of a second. */
export function loadPrism(): Prism {
  if (loaded) return loaded;
  const prismRequire = findPrism();
  for (const name of DEFERRED) defer(prismRequire, name);
  const found = require(PACKAGE) as Partial<Prism>;
  if (!found.createInstance || !found.getHttpOperationsFromSpec) {
    throw new Error(`The mock server cannot use this version of ${PACKAGE}. Install a newer one: ${INSTALL}`);
  }
  return (loaded = found as Prism);
}

/** Puts a stand-in into the module cache that loads a module once something of it is used. */
function defer(prismRequire: NodeJS.Require, name: string): void {
  let file: string;
  try {
    file = prismRequire.resolve(name);
  } catch {
    return; // a version of Prism that does without
  }
  const { cache } = prismRequire;
  if (cache[file]) return;
  let real: Record<PropertyKey, unknown> | undefined;
  const load = () => {
    if (!real) {
      delete cache[file];
      real = prismRequire(name) as Record<PropertyKey, unknown>;
    }
    return real;
  };
  const byDefault = new Proxy({}, { get: (_, key) => (load()["default"] as Record<PropertyKey, unknown>)[key] });
  const get = (_: object, key: PropertyKey) =>
    key === "__esModule" ? true : key === "default" ? byDefault : load()[key];
  const standIn = { id: file, filename: file, loaded: true, children: [], paths: [], exports: new Proxy({}, { get }) };
  cache[file] = standIn as unknown as NodeJS.Module;
}
