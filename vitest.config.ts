import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/package/**", "**/node_modules/**"],
    globalSetup: ["test/support/mock-server.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: { include: ["src/**"], provider: "v8" },
  },
});
