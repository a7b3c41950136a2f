import { defineConfig } from "tsdown";

const shared = { format: "esm", target: "es2022", fixedExtension: false, dts: true } as const;

export default defineConfig([
  {
    ...shared,
    entry: { index: "src/index.ts", oauth: "src/oauth.ts", operations: "generated/operations.ts" },
    platform: "neutral",
    clean: ["dist/*.js", "dist/*.d.ts"],
  },
  {
    ...shared,
    entry: { node: "src/node.ts", mock: "src/mock/index.ts", verify: "src/verify/index.ts", cli: "src/cli/main.ts" },
    platform: "node",
    clean: false,
  },
]);
