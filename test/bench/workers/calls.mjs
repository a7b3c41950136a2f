// Makes many calls of one kind. Arguments: client, orgUrl, "user" or "page", calls at a time, calls, calls before.
import { performance } from "node:perf_hooks";
import process from "node:process";
import { peakMemory } from "./memory.mjs";

const [name, orgUrl, kind, ...numbers] = process.argv.slice(2);
const [parallel, count, warmUp] = numbers.map(Number);
const { create } = await import(`../clients/${name}.mjs`);
const client = create({ orgUrl, token: "00bench", concurrency: parallel });

async function call() {
  const data = await client[kind]();
  if (kind === "user" ? data.id.length !== 20 : data.length !== 200) throw new Error(`wrong answer to ${name}`);
}

async function calls(number) {
  let left = number;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}

await calls(warmUp);
const cpu = process.cpuUsage();
const started = performance.now();
await calls(count);
const wall = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({ cpu: (user + system) / count, perSecond: (1000 * count) / wall, memory: peakMemory() })}\n`,
);
process.exit(0);
