import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { type MockServer, type MockServerOptions, startMockServer } from "../../src/mock/index.ts";

/** A mock server for the tests of one file. */
export function mockServer(options: MockServerOptions = {}): { readonly url: string } {
  let mock: MockServer | undefined;
  beforeAll(async () => {
    mock = await startMockServer({ document: join(root, "generated/openapi.json"), ...options });
  });
  afterAll(() => mock?.close());
  return {
    get url() {
      return mock!.url;
    },
  };
}
