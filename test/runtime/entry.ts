/** What each runtime runs: all behaviours against one org, the outcome as plain data. */
import behaviours from "./behaviours.ts";

export interface Outcome {
  name: string;
  /** Absent when the promise was kept. */
  failure?: string;
}

export async function runAll(orgUrl: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of behaviours) {
    try {
      await run(orgUrl);
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  }
  return outcomes;
}
