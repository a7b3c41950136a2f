import { readFileSync } from "node:fs";
import process from "node:process";

/** Peak memory of this process in MB. Linux counts what started a process into its `maxRSS`, so it is asked otherwise. */
export function peakMemory() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
}
