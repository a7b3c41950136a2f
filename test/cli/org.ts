import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { startOrgServer } from "../support/org-server.ts";

/** For the tests of a file: an org that misbehaves on request, and an empty folder in which the command runs. */
export function useOrg() {
  const cwd = mkdtempSync(join(tmpdir(), "okta-fetch-cli-"));
  const org = { cwd, url: "" };
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    ({ url: org.url, close } = await startOrgServer());
  });
  afterAll(async () => {
    await close();
    rmSync(cwd, { recursive: true });
  });
  return org;
}
