import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { run } from "./run.ts";

const COMMANDS = ["request", "doctor", "mock", "verify", "completion"];

test.each(["--version", "-V"])("%s prints the version of the package", async (option) => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(await run([option])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

describe.each(COMMANDS)("%s", (command) => {
  test("has the same help however it is asked for", async () => {
    const pages = await Promise.all(
      [
        [command, "--help"],
        [command, "-h"],
        ["help", command],
      ].map((args) => run(args)),
    );
    for (const page of pages) expect(page).toEqual({ status: 0, stdout: pages[0]!.stdout, stderr: "" });
    expect(pages[0]!.stdout).toMatch(new RegExp(`^okta-fetch ${command} `));
  });

  test("lists its options in columns, in lines that fit", async () => {
    const { stdout } = await run([command, "--help"]);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    const options = lines.flatMap((line) => /^ {2}(?:-\w, | {4})--[\w-]+(?: <[^>]+>)? +(?=[^<\s])/.exec(line) ?? []);
    expect(new Set(options.map(({ length }) => length)).size).toBeLessThan(2);
  });
});

test("the first page names every command", async () => {
  for (const args of [["--help"], ["-h"], ["help"]]) {
    const { status, stdout } = await run(args);
    expect(status).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} +\\w`, "m"));
  }
  expect(await run([])).toMatchObject({ status: 2, stdout: expect.stringContaining("okta-fetch <command>") });
  expect(await run(["brew"])).toMatchObject({ status: 2, stderr: expect.stringContaining("no such command") });
});
