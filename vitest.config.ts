import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const common = { testTimeout: 20_000, hookTimeout: 60_000 };
const contract = { ...common, include: ["test/contract/**/*.test.ts"] };
/**
 * What takes longest and seldom breaks alone: the whole site, the guides' programs, real waits, every refusal of the
 * mock, and random requests.
 */
const EXTENDED = [
  "test/docs/site.test.ts",
  "test/docs/samples.test.ts",
  "test/docs/console.test.ts",
  "test/docs/guides.test.ts",
  "test/cli/guides.test.ts",
  "test/mock/guide.test.ts",
  "test/mock/fuzz.test.ts",
  "test/mock/stateful-refusals.test.ts",
  "test/runtime/*.test.ts",
];

export default defineConfig({
  test: {
    // One more than there are cores: the tests wait for servers more than they compute.
    maxWorkers: availableParallelism() + 1,
    coverage: { include: ["src/**"], provider: "v8" },
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/package/**", "test/contract/**", ...EXTENDED, "**/node_modules/**", "**/.work/**"],
        },
      },
      { test: { ...common, name: "extended", include: EXTENDED } },
      // The same files against the mock and against Prism as it comes, each started once.
      { test: { ...contract, name: "contract-mock", globalSetup: ["test/contract/on-mock.ts"] } },
      { test: { ...contract, name: "contract-prism", globalSetup: ["test/contract/on-prism.ts"] } },
    ],
  },
});
