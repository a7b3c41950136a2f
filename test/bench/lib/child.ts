import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { work } from "./paths.ts";

/** What every process of the benchmark sees: no proxy, no colours, no credentials of the machine. */
const environment = { PATH: process.env["PATH"]!, HOME: work, NO_COLOR: "1", REDOCLY_TELEMETRY: "off" };

export interface Finished {
  /** From the start of the process to its end, in ms. */
  wall: number;
  stdout: string;
  stderr: string;
  code: number;
}

/** Runs a command to its end. @throws Error with its output when it fails, unless `mayFail` */
export function run(
  file: string,
  args: string[],
  { cwd = work, mayFail = false }: { cwd?: string; mayFail?: boolean } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => {
      const finished = { wall: performance.now() - started, stdout, stderr, code: code ?? -1 };
      if (code === 0 || mayFail) resolve(finished);
      else
        reject(
          new Error(`${file} ${args.join(" ")} ended with ${code}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`),
        );
    });
  });
}

/** Runs a module whose last line of output is JSON. */
export async function worker<T>(file: string, args: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [file, ...args]);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as T;
}

/** Preloaded, it writes the CPU time and peak memory of a process when that ends. */
const USAGE = new URL("../workers/usage.mjs", import.meta.url).href;

export interface Usage {
  /** ms */
  wall: number;
  /** User and system time in ms. */
  cpu: number;
  /** Peak memory in MB. */
  memory: number;
}

/** Wall time, CPU time and peak memory of a Node program as a whole process. */
export async function nodeUsage(
  args: string[],
  options: { cwd?: string; mayFail?: boolean } = {},
): Promise<Usage & { stdout: string }> {
  const { wall, stdout, stderr } = await run(process.execPath, ["--import", USAGE, ...args], options);
  const line = /^usage (.*)$/m.exec(stderr)?.[1];
  if (!line) throw new Error(`node ${args.join(" ")} told no usage: ${stderr.slice(-2000)}`);
  return { wall, ...(JSON.parse(line) as { cpu: number; memory: number }), stdout };
}

export interface Served {
  child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a process that runs until it is stopped. */
export function serve(file: string, args: string[]): Served {
  const child = spawn(file, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr?.resume();
  return {
    child,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("close", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

/** Peak memory of a running process in MB. Linux alone tells it. */
export function peakMemory(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]) / 1024;
}

/** CPU time of a running process so far in ms, in steps of 10. Linux alone tells it. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
