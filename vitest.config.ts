import { defineConfig } from "vitest/config";

const common = { testTimeout: 20_000, hookTimeout: 60_000 };
const contract = { ...common, include: ["test/contract/**/*.test.ts"] };

export default defineConfig({
  test: {
    coverage: { include: ["src/**"], provider: "v8" },
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/package/**", "test/contract/**", "**/node_modules/**"],
        },
      },
      // The same files against the mock and against Prism as it comes, each started once.
      { test: { ...contract, name: "contract-mock", globalSetup: ["test/contract/on-mock.ts"] } },
      { test: { ...contract, name: "contract-prism", globalSetup: ["test/contract/on-prism.ts"] } },
    ],
  },
});
