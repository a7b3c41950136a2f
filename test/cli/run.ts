import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build as tsdown } from "tsdown";
import { afterAll } from "vitest";
import { root } from "../../scripts/lib/paths.ts";

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

const outDir = join(root, `dist/test-cli-${process.pid}`);
let built: Promise<unknown> | undefined;
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

/** Builds the command as the package has it: starting that takes a fraction of compiling the source at each start. */
const build = () =>
  (built ??= tsdown({
    config: false,
    cwd: root,
    entry: { cli: "src/cli/main.ts" },
    format: "esm",
    platform: "node",
    dts: false,
    fixedExtension: false,
    outDir,
    clean: false,
    logLevel: "silent",
  }));

/** The file that Node runs. */
export const builtCommand = async (): Promise<string> => {
  await build();
  return join(outDir, "cli.js");
};

const withoutOkta = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^OKTA_CLIENT_|_proxy$/i.test(name)),
);

/** Starts the command as a user does, in a process of its own. */
export async function start(
  args: string[],
  { env = {}, cwd = root }: { env?: Record<string, string>; cwd?: string } = {},
) {
  const child = spawn(process.execPath, [await builtCommand(), ...args], {
    cwd,
    env: { ...withoutOkta, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const ran = new Promise<Ran>((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
  /** Resolves when standard error holds what is waited for. */
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (let i = 0; i < 300; i += 1) {
      const match = pattern.exec(stderr);
      if (match) return match;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Not printed within 15 s: ${pattern}\n${stderr}`);
  };
  return { child, ran, printed };
}

/** Runs it to its end. */
export async function run(
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; stdin?: string } = {},
): Promise<Ran> {
  const { child, ran } = await start(args, options);
  child.stdin.on("error", () => {}); // a command that reads no input may have ended before
  child.stdin.end(options.stdin ?? "");
  return ran;
}
