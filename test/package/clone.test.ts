/** The package is packed from a clone: built on the way, or refused. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";

const clone = mkdtempSync(join(tmpdir(), "okta-fetch-clone-"));
const pack = () => spawnSync("npm", ["pack", "--json"], { cwd: clone, encoding: "utf8" });

/** What a commit of everything here would hold. */
beforeAll(() => {
  const { stdout } = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of stdout.split("\0").filter((name) => name !== "" && name !== "node_modules")) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(join(clone, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(clone, file));
  }
});
afterAll(() => rmSync(clone, { recursive: true }));

test("without the tools to build it, nothing is packed", () => {
  const { status, stdout } = pack();
  expect([status === 0, stdout.includes("okta-fetch-0")]).toEqual([false, false]);
});

test("with them, the tarball holds a fresh build", () => {
  rmSync(join(clone, "node_modules"), { recursive: true, force: true });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  const { status, stdout, stderr } = pack();
  expect(status, stderr).toBe(0);
  const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  const names = files.map(({ path }: { path: string }) => path);
  for (const name of ["dist/index.js", "dist/index.cjs", "dist/index.d.ts", "dist/index.d.cts", "dist/cli.js"]) {
    expect(names).toContain(name);
  }
});
