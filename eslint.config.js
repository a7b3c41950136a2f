import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "generated/", "coverage/", "**/node_modules/", "**/.work/"] },
  js.configs.recommended,
  tseslint.configs.recommended,
  // The document and the mock's answers are JSON of any shape.
  { files: ["scripts/**", "reference/**", "test/**"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
  {
    files: ["src/**", "scripts/**", "reference/**"],
    rules: {
      complexity: ["error", 15],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", 5],
    },
  },
  { files: ["src/**"], rules: { "no-console": "error", "no-restricted-imports": ["error", { patterns: ["node:*"] }] } },
  // What is Node's own has entry points of its own.
  {
    files: ["src/node/**", "src/openapi/document-file.ts", "src/mock/**", "src/cli/**", "src/verify/**"],
    rules: { "no-console": "off", "no-restricted-imports": "off" },
  },
  // Declaration merging is the point of the global namespace; unwrap takes results of any status.
  {
    files: ["src/profiles.ts", "src/helpers/unwrap.ts", "test/types/**"],
    rules: {
      "@typescript-eslint/no-namespace": "off",
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unused-vars": "off",
    },
  },
);
