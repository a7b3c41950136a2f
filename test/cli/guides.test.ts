import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { blocksOf, textOf } from "../support/guides.ts";
import { entry, har, listTypes } from "../verify/samples.ts";
import { builtCommand, run } from "./run.ts";

mkdirSync(join(root, "dist"), { recursive: true });
const cwd = mkdtempSync(join(root, "dist/cli-guides-"));
let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
  writeFileSync(join(cwd, "token"), "00test\n");
  writeFileSync(join(cwd, "traffic.har"), JSON.stringify(har([entry(listTypes()), entry(listTypes([]))])));
  writeFileSync(join(cwd, "exchanges.ndjson"), `${JSON.stringify(listTypes())}\n`);
});
afterAll(async () => {
  await mock?.close();
  rmSync(cwd, { recursive: true });
});

/** Runs a block in bash, with this command as what `npx okta-fetch` means. */
const shell = async (code: string) => {
  const command = await builtCommand();
  const npx = `npx() { [ "$1" = okta-fetch ] || return 99; shift; "${process.execPath}" "${command}" "$@"; }`;
  const program = `${npx}\n${code.replaceAll("https://example.okta.com", mock.url)}`;
  return promisify(execFile)("bash", ["-euo", "pipefail", "-c", program], { cwd });
};

const blocks = ["command-line", "verifying-traffic"].flatMap(blocksOf);
const commands = blocks.filter(({ language, marks }) => language === "sh" && !marks.includes("compile-only"));

test.each(commands.map((block) => [`${block.guide}.md:${block.line}`, block.code] as const))(
  "%s does what it shows",
  { timeout: 60_000 },
  async (_, code) => {
    await shell(code);
  },
);

test("the code of verifying-traffic.md compiles and runs", { timeout: 120_000 }, async () => {
  const [block] = blocks.filter(({ language }) => language === "ts");
  writeFileSync(join(cwd, "program.ts"), block!.code.replace("okta-fetch/verify", join(root, "src/verify/index.ts")));
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { moduleDetection: "force" },
    include: ["*.ts"],
  };
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(cwd, "package.json"), '{"type":"module"}');
  const node = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd });
  await node(join(root, "node_modules/typescript/bin/tsc"), "-p", cwd);
  const { stdout } = await node("--import", join(root, "node_modules/tsx/dist/esm/index.mjs"), "program.ts");
  expect(stdout).toContain("Passed (strict): 2 exchanges, 0 violations");
});

test("the example of an exchange passes", async () => {
  const [block] = blocks.filter(({ language }) => language === "json");
  expect(await run(["verify", "-"], { cwd, stdin: block!.code })).toMatchObject({ status: 0 });
});

test.each(["request", "verify"])("every option of %s is in its guide", async (command) => {
  const { stdout } = await run([command, "--help"]);
  const guide = textOf("command-line") + textOf("verifying-traffic");
  const options = [...stdout.matchAll(/^ {2}.{0,6}(--[a-z-]+)/gm)].map(([, option]) => option!);
  expect(options.length).toBeGreaterThan(5);
  expect(options.filter((option) => option !== "--help" && !guide.includes(option))).toEqual([]);
});
