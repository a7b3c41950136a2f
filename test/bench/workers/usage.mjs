// Preloaded into a program: tells its CPU time and peak memory when it ends.
import { writeSync } from "node:fs";
import process from "node:process";
import { peakMemory } from "./memory.mjs";

process.once("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(2, `\nusage ${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: peakMemory() })}\n`);
});
