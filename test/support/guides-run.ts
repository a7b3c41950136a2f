/** Runs the blocks of one guide in their order, as a process of its own that `runGuide` starts. */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { Step } from "./guides.ts";

const steps: Step[] = JSON.parse(process.argv[2]!);

for (const step of steps) {
  process.send!({ line: step.line });
  try {
    if ("shell" in step)
      execFileSync("bash", ["-euo", "pipefail", "-c", step.shell], { encoding: "utf8", stdio: "pipe" });
    else await import(pathToFileURL(step.module).href);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    process.send!({ line: step.line, error: stderr || String((error as Error)?.stack ?? error) });
  }
}
process.send!({ done: true });
process.disconnect();
