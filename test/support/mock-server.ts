import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { root } from "../../scripts/lib/paths.ts";
import { startMockServer } from "../../src/mock/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    mockUrl: string;
  }
}

/** One mock server for the whole run, on a free port. */
export default async function setup(project: TestProject) {
  const mock = await startMockServer({ document: join(root, "generated/openapi.json") });
  project.provide("mockUrl", mock.url);
  return mock.close;
}
