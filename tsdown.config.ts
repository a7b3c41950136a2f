import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", oauth: "src/oauth.ts", operations: "generated/operations.ts" },
  format: "esm",
  dts: true,
  platform: "neutral",
  target: "es2022",
  fixedExtension: false,
  clean: ["dist/*.js", "dist/*.d.ts"],
});
