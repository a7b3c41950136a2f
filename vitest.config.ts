import { defineConfig } from "vitest/config";

const common = { testTimeout: 20_000, hookTimeout: 60_000 };
const contract = { ...common, include: ["test/contract/**/*.test.ts"] };
const SITE = ["test/docs/site.test.ts", "test/docs/samples.test.ts", "test/docs/console.test.ts"];

export default defineConfig({
  test: {
    // Both of two cores: the tests wait for servers more than they compute.
    maxWorkers: "100%",
    coverage: { include: ["src/**"], provider: "v8" },
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/package/**", "test/contract/**", ...SITE, "**/node_modules/**"],
        },
      },
      // The whole site, built several times, and every sample of it: run by test:site.
      { test: { ...common, name: "site", include: SITE } },
      // The same files against the mock and against Prism as it comes, each started once.
      { test: { ...contract, name: "contract-mock", globalSetup: ["test/contract/on-mock.ts"] } },
      { test: { ...contract, name: "contract-prism", globalSetup: ["test/contract/on-prism.ts"] } },
    ],
  },
});
