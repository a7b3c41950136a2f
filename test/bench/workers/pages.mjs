// Reads a whole list, user by user. Arguments: client, orgUrl, ms that the consumer takes for each 200 users.
import { performance } from "node:perf_hooks";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { peakMemory } from "./memory.mjs";

const [name, orgUrl, work] = process.argv.slice(2);
const { create } = await import(`../clients/${name}.mjs`);
const client = create({ orgUrl, token: "00bench" });

let users = 0;
const cpu = process.cpuUsage();
const started = performance.now();
await client.list((user) => {
  if (user.id.length !== 20) throw new Error(`wrong answer to ${name}`);
  users += 1;
  return users % 200 === 0 && Number(work) > 0 ? setTimeout(Number(work)) : undefined;
});
const wall = performance.now() - started;
const usage = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({ users, wall, cpu: (usage.user + usage.system) / 1000, memory: peakMemory() })}\n`,
);
process.exit(0);
