import { afterAll, beforeAll, test, vi } from "vitest";
import { nodeFetch } from "../../src/node/fetch.ts";
import { startOrgServer } from "../support/org-server.ts";
import behaviours from "./behaviours.ts";

let org: Awaited<ReturnType<typeof startOrgServer>>;
beforeAll(async () => {
  org = await startOrgServer();
  vi.stubGlobal("fetch", nodeFetch());
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await org.close();
});

test.each(behaviours)("$name", ({ run }) => run(org.url));
