/** What the contract tests run against: the project's mock, or stock Prism, each once for all of a project's files. */
import { join } from "node:path";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec, type IHttpConfig } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import type { TestProject } from "vitest/node";
import { root } from "../../scripts/lib/paths.ts";
import { startMockServer } from "../../src/mock/index.ts";

export type Target = "mock" | "prism";

declare module "vitest" {
  interface ProvidedContext {
    target: Target;
    targetUrl: string;
  }
}

const document = join(root, "generated/openapi.yaml");

async function startMock() {
  const { url, close } = await startMockServer({ document });
  return { url, close };
}

/** Stock Prism, in process, by its public API. */
export async function startPrism(source: string | object = document) {
  const config: IHttpConfig = {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  };
  const logger = createLogger("prism", { level: "silent" } as Parameters<typeof createLogger>[1]);
  const operations = await getHttpOperationsFromSpec(source);
  const server = createServer(operations, { components: { logger }, config, cors: false });
  return { url: await server.listen(0, "127.0.0.1"), close: () => server.close() };
}

export async function serve(project: TestProject, target: Target) {
  const { url, close } = await (target === "prism" ? startPrism() : startMock());
  project.provide("target", target);
  project.provide("targetUrl", url);
  return close;
}
