import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import MagicString from "magic-string";
import { defineConfig, type UserConfig } from "tsdown";
import { commonJsTypes } from "./scripts/build/common-js-types.ts";
import { thirdPartyNotices } from "./scripts/build/notices.ts";

type Plugin = Exclude<NonNullable<UserConfig["plugins"]>, readonly unknown[] | Promise<unknown> | false>;

/**
 * Generated types are published as they are, each file under its own name, so that "go to definition" leads to what
 * people can read. What they take from `src` is exported by the main entry.
 */
const TYPE_FILES = { models: "models.ts", routes: "routes.ts", schema: "schema.d.ts" };
const generated = fileURLToPath(new URL("generated/", import.meta.url));

const generatedTypes: Plugin = {
  name: "generated-types",
  resolveId: {
    order: "pre",
    filter: { id: /\/(models|routes|schema)\.(d\.)?ts$/ },
    handler(source, importer) {
      const file = importer && resolve(dirname(importer), source);
      const [name] = Object.entries(TYPE_FILES).find(([, type]) => file === join(generated, type)) ?? [];
      return name ? { id: `./${name}.js`, external: "relative" } : undefined;
    },
  },
};

/** Functions by operationId take their types from the main entry, not from a copy or a chunk. */
const mainTypes: Plugin = {
  name: "main-types",
  resolveId: {
    order: "pre",
    filter: { id: /\/(okta-client|types)\.ts$/ },
    handler: (_source, importer) =>
      importer?.includes("/generated/") || importer?.includes("/helpers/operation.")
        ? { id: "./index.js", external: "relative" }
        : undefined,
  },
};

const publishTypes: Plugin = {
  name: "publish-types",
  generateBundle() {
    for (const [name, file] of Object.entries(TYPE_FILES)) {
      const source = readFileSync(join(generated, file), "utf8")
        .replace(/ from "\.\.\/src\/[\w-]+\.ts"/g, ` from "./index.js"`)
        .replace(/ from "\.\/(\w+)(\.d)?\.ts"/g, ` from "./$1.js"`);
      this.emitFile({ type: "asset", fileName: `${name}.d.ts`, source });
    }
  },
};

/**
 * The printer of declarations puts a doc comment of one line behind the member before, where editors do not see it, and
 * makes `export type *` an export of values.
 */
const mendedDeclarations: Plugin = {
  name: "mended-declarations",
  renderChunk: {
    order: "post",
    handler(code, { fileName }) {
      if (!fileName.endsWith(".d.ts")) return;
      const mended = new MagicString(code)
        .replace(/^([^\S\n]*)(\S.*\S) (\/\*\* .* \*\/)$/gm, "$1$2\n$1$3")
        .replace(/^export \* from/gm, "export type * from");
      return { code: mended.toString(), map: mended.generateMap({ hires: "boundary" }) };
    },
  },
};

const node = {
  node: "src/node.ts",
  mock: "src/mock/index.ts",
  verify: "src/verify/index.ts",
};
const entries = {
  index: "src/index.ts",
  operations: "generated/operations.ts",
  oauth: "src/oauth.ts",
  ...node,
};

/** Part of the main entry, so that a program reads one module less; its types stay where they are. */
const bundlesOpenapiFetch = (id: string, importer: string | undefined) =>
  id === "openapi-fetch" && !/\.d\.ts$/.test(importer ?? "");

const shared = {
  format: "esm",
  target: "es2022",
  fixedExtension: false,
  dts: { sourcemap: true },
  sourcemap: true,
  clean: false,
  plugins: [generatedTypes, mendedDeclarations, commonJsTypes(Object.keys(entries))],
  deps: { alwaysBundle: bundlesOpenapiFetch, onlyBundle: ["openapi-fetch"] },
  outputOptions: {
    // The declarations have the docs; in the code, each start of a program would read past them.
    comments: { jsdoc: false },
    // Maps lead to the sources in the package, from stack traces and from "go to definition".
    sourcemapExcludeSources: true,
    sourcemapPathTransform: (path) => path.replace("../node_modules/", "../../"),
  },
} satisfies UserConfig;

export default defineConfig([
  {
    ...shared,
    entry: { index: entries.index },
    plugins: [...shared.plugins, publishTypes, thirdPartyNotices(["openapi-fetch", "jose"])],
    platform: "neutral",
    clean: ["dist/*.{js,cjs,map,txt}", "dist/*.d.{ts,cts}"],
  },
  // Built apart, so that the main entry stays one file: a chunk shared by both would cost each start a module more.
  {
    ...shared,
    entry: { operations: entries.operations },
    plugins: [mainTypes, ...shared.plugins],
    platform: "neutral",
  },
  { ...shared, entry: { oauth: entries.oauth }, platform: "neutral" },
  { ...shared, entry: { ...node, cli: "src/cli/main.ts" }, platform: "node" },
  // For `require` where that takes no ES modules, as in Jest; jose has no other build.
  {
    ...shared,
    format: "cjs",
    entry: entries,
    platform: "node",
    dts: false,
    sourcemap: false, // would be two thirds of what this build adds; the code is as it was written
    plugins: [],
    deps: { alwaysBundle: ["openapi-fetch", "jose"], onlyBundle: ["openapi-fetch", "jose"] },
  },
]);
