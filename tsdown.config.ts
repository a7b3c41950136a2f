import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  dts: true,
  platform: "neutral",
  target: "es2022",
  fixedExtension: false,
  clean: ["dist/*.js", "dist/*.d.ts"],
});
