import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    exclude: ["**/package.test.ts", "**/node.test.ts"],
    testTimeout: 60_000,
  },
});
