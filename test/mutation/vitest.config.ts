import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // The transport of Node has tests with real sockets, and is not mutated.
    exclude: ["**/package.test.ts", "**/node.test.ts", "**/node-fetch.test.ts"],
    testTimeout: 12_000,
    // Each mutant runs a part of the tests; loading every module anew for each file would take most of the time.
    isolate: false,
  },
});
