import { createRequire } from "node:module";
import type { Ajv2020 } from "ajv/dist/2020.js";

const require = createRequire(import.meta.url);

/** What a check needs is not there: a package, or the permission to generate code. */
export class MissingRequirement extends Error {}

/** Loads optional peers when they are needed, so that a missing one can be named. */
function load<T>(name: string): T {
  try {
    return require(name) as T;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw cause;
    throw new MissingRequirement(
      "okta-fetch/verify needs the packages ajv and ajv-formats: npm install --save-dev ajv ajv-formats",
      { cause },
    );
  }
}

interface Peers {
  Ajv: typeof Ajv2020;
  addFormats: (ajv: Ajv2020) => void;
}

let peers: Peers | undefined;

/** Ajv with its formats. @throws MissingRequirement that names what to install */
export function loadAjv(): Peers {
  return (peers ??= {
    Ajv: load<{ Ajv2020: typeof Ajv2020 }>("ajv/dist/2020.js").Ajv2020,
    addFormats: load<{ default: Peers["addFormats"] }>("ajv-formats").default,
  });
}

/** @throws MissingRequirement where `new Function` is forbidden, as in Workers: Ajv compiles each schema to code */
export function assertCodeGeneration(): void {
  try {
    new Function("");
  } catch (cause) {
    throw new MissingRequirement(
      "okta-fetch/verify compiles schemas to code, which this runtime forbids (--disallow-code-generation-from-strings, " +
        "Workers, a content security policy). Run it where code generation is allowed.",
      { cause },
    );
  }
}
