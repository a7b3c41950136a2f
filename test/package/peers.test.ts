/** Optional peers never refuse an installation, whichever versions of them a project has. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";

const exec = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), "okta-fetch-peers-"));
let tarball: string;

beforeAll(async () => {
  const { stdout } = await exec("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", dir], {
    cwd: root,
  });
  tarball = join(dir, JSON.parse(stdout)[0].filename);
});
afterAll(() => rmSync(dir, { recursive: true }));

const PINS: Record<string, string>[] = [
  { ajv: "6.12.6" },
  { ajv: "7.2.4", "ajv-formats": "2.1.1", yaml: "1.10.2" },
  { ajv: "8.0.0", "ajv-formats": "2.1.1" },
  { ajv: "8.17.1", "ajv-formats": "3.0.1", yaml: "2.0.0" },
  { "@stoplight/prism-http": "4.9.3" },
  { "@stoplight/prism-http": "5.9.0" },
];

test.each(PINS.map((pins) => [JSON.stringify(pins), pins] as const))("beside %s", async (name, pins) => {
  const project = join(dir, name.replace(/\W+/g, "-"));
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, devDependencies: pins }));
  const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--package-lock-only"];
  await exec("npm", ["install", ...options, tarball], { cwd: project });
  const { packages } = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8"));
  const locked = Object.keys(pins).map((pin) => [pin, packages[`node_modules/${pin}`].version]);
  expect(Object.fromEntries(locked)).toEqual(pins);
});
