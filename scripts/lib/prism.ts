import { createLogger } from "@stoplight/prism-core";
import { createServer } from "@stoplight/prism-http-server";
import { getHttpOperationsFromSpec } from "@stoplight/prism-cli/dist/operations.js";

/** Starts Prism on a bundled document, validating requests and answers; port 0 takes a free one. */
export async function startPrism(documentFile: string, { port = 0, host = "127.0.0.1" } = {}) {
  const operations = await getHttpOperationsFromSpec(documentFile);
  const server = createServer(operations, {
    cors: true,
    config: {
      mock: { dynamic: false },
      validateRequest: true,
      validateResponse: true,
      checkSecurity: true,
      errors: false,
      upstreamProxy: undefined,
      isProxy: false,
    } as never,
    components: { logger: createLogger("mock", { level: "silent" } as never) },
  });
  return { url: await server.listen(port, host), close: () => server.close() };
}
