import { afterAll, beforeAll, test } from "vitest";
import { startOrgServer } from "../support/org-server.ts";
import behaviours from "./behaviours.ts";

let org: Awaited<ReturnType<typeof startOrgServer>>;
beforeAll(async () => {
  org = await startOrgServer();
});
afterAll(() => org.close());

test.each(behaviours)("$name", ({ run }) => run(org.url));
