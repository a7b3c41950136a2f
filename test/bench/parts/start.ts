import { nodeUsage } from "../lib/child.ts";
import { type Part, table } from "../lib/part.ts";
import { inBench } from "../lib/paths.ts";
import { interleave, summarize } from "../lib/stats.ts";

const WHO = ["node", "empty-package", "okta-fetch", "okta-fetch-node", "openapi-fetch", "hey-api", "okta-sdk"];

/** Import and construct, as whole processes. */
export const start: Part = {
  name: "start",
  async run({ quick, rounds }) {
    const samples = await interleave(WHO, rounds ?? (quick ? 2 : 25), async (who) => {
      const { wall, cpu, memory } = await nodeUsage([inBench("workers/start.mjs"), who]);
      return { cpu, wall, memory };
    });
    const figures = summarize(samples, "node");
    const columns = { cpu: "CPU, ms", wall: "wall time, ms", memory: "peak memory, MB" };
    return { figures, tables: [table("Import and construct, whole process", figures, columns, "node")] };
  },
};
