/** What a release and the project's pages on GitHub rest upon. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { releaseNotes } from "../../scripts/check-release.ts";
import { root } from "../../scripts/lib/paths.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const manifest = JSON.parse(read("package.json"));

const CHANGELOG = "# Changelog\n\n## 1.1.0 (unreleased)\n\n- New.\n\n## 1.0.0 (2026-01-31)\n\n- One.\n- Two.\n";

test("a release takes its notes from the changelog", () => {
  expect(releaseNotes("v1.0.0", "1.0.0", CHANGELOG)).toBe("- One.\n- Two.");
});

test.each([
  ["v1.0.1", "1.0.0", "The tag is v1.0.1, but package.json says 1.0.0"],
  ["v1.0.1", "1.0.1", "no section for 1.0.1"],
  ["v1.1.0", "1.1.0", "has no date"],
])("tag %s of version %s is refused", (tag, version, message) => {
  expect(() => releaseNotes(tag, version, CHANGELOG)).toThrow(message);
});

test("the changelog has a section for the version in package.json", () => {
  expect(read("CHANGELOG.md")).toContain(`\n## ${manifest.version} (`);
});

test("the project's address stands in package.json alone, each time the same", () => {
  const address = manifest.repository.url.replace(/^git\+|\.git$/g, "");
  expect(manifest.homepage).toBe(`${address}#readme`);
  expect(manifest.bugs.url).toBe(`${address}/issues`);
  expect(manifest.funding).toContain(new URL(address).origin);
  const path = new URL(address).pathname;
  const pages = ["README.md", "CONTRIBUTING.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
  expect(pages.filter((page) => page.endsWith(".md") && read(page).includes(`github.com${path}`))).toEqual([]);
});

const workflows = readdirSync(join(root, ".github/workflows"));

test.each(workflows)("%s calls scripts that there are, and each job has few rights and a time limit", (name) => {
  const { jobs, permissions } = parse(read(`.github/workflows/${name}`));
  expect(permissions).toEqual({ contents: "read" });
  for (const { steps, "timeout-minutes": minutes } of Object.values<any>(jobs)) {
    expect(minutes).toBeGreaterThan(0);
    const commands = steps.map(({ run = "" }: { run?: string }) => run).join("\n");
    for (const [, script] of commands.matchAll(/npm run (?:--\w+ )*([\w:]+)/g)) {
      expect(Object.keys(manifest.scripts)).toContain(script);
    }
  }
});

test("all checks run before a release, and on each Node that is supported", () => {
  const { jobs: release } = parse(read(".github/workflows/release.yml"));
  expect(release.publish.needs).toBe("check");
  expect(release.check.steps.map(({ run }: { run?: string }) => run)).toContain(".ci/run");
  const { jobs: ci } = parse(read(".github/workflows/ci.yml"));
  expect(ci.all.steps.map(({ run }: { run?: string }) => run)).toContain(".ci/run");
  const [, lines] = /^\| Node \| (.+?) \|$/m.exec(read("docs/versioning.md"))!;
  expect([...new Set(lines!.match(/\d+/g))].filter((line) => Number(line) >= 20 && Number(line) % 2 === 0)).toEqual(
    ci.node.strategy.matrix.node,
  );
});
