import { defineConfig } from "tsdown";

const shared = {
  format: "esm",
  target: "es2022",
  fixedExtension: false,
  dts: true,
  // The declarations have the docs; in the code, each start of a program would read past them.
  outputOptions: { comments: { jsdoc: false } },
} as const;

export default defineConfig([
  {
    ...shared,
    entry: { index: "src/index.ts", operations: "generated/operations.ts" },
    platform: "neutral",
    clean: ["dist/*.js", "dist/*.d.ts"],
  },
  // Built apart, so that the main entry stays one file: a chunk shared by both would cost each start a module more.
  { ...shared, entry: { oauth: "src/oauth.ts" }, platform: "neutral", clean: false },
  {
    ...shared,
    entry: { node: "src/node.ts", mock: "src/mock/index.ts", verify: "src/verify/index.ts", cli: "src/cli/main.ts" },
    platform: "node",
    clean: false,
  },
]);
