import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Nearly all the time goes to compilers and npm in processes of their own.
const workers = availableParallelism();

export default defineConfig({
  test: {
    include: ["test/package/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: workers,
    maxConcurrency: workers,
  },
});
