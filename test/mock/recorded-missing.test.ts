import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { readExchanges } from "../../scripts/lib/replay.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { bodiesOf, exampleParams, operations } from "../support/document.ts";
import { call } from "./http.ts";

const dir = join(root, "../shared/recordings");
const present = existsSync(dir);

/** Okta's names of what was not found, by operation, as recorded. */
function recordedKinds(): [operation: string, kind: string][] {
  const kinds = new Map<string, string>();
  for (const name of readdirSync(dir).filter((one) => one.endsWith(".ndjson"))) {
    for (const { operation, response } of readExchanges(join(dir, name)) as any[]) {
      const [, kind] = /^Not found: .* \((\w+)\)$/.exec(response.body?.errorSummary ?? "") ?? [];
      if (response.status === 404 && kind !== undefined) kinds.set(operation, kind);
    }
  }
  return [...kinds];
}

describe.runIf(present)("what is not there", () => {
  let mock: MockServer;
  beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
  afterAll(() => mock?.close());

  test.each(present ? recordedKinds() : [])("%s names a missing %s as Okta does", async (name, kind) => {
    const [method, url] = name.split(" ") as [string, string];
    const operation = operations.find((one) => one.url === url && one.method === method.toLowerCase())!;
    const path = { ...exampleParams(operation).path } as Record<string, string>;
    // Of an app that was not found, the first part of the path is missing.
    const missing = kind === "AppInstance" ? Object.keys(path)[0]! : Object.keys(path).at(-1)!;
    const filled = url.replace(/\{(\w+)\}/g, (_, param: string) => (param === missing ? "nothing" : path[param]!));
    const [body] = bodiesOf(operation);
    const response = await call(mock.url, `${method} ${filled}`, body?.value);
    expect(response.status).toBe(404);
    expect(response.body).toMatchObject({
      errorCode: "E0000007",
      errorSummary: `Not found: Resource not found: nothing (${kind})`,
    });
  });
});
