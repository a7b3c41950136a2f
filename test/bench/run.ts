/**
 * `npm run bench [-- part …] [--quick] [--rounds=n]`: measures this client beside what its users could pick, prints
 * tables, and writes `results.json`, `results.md` and `chart.svg`. `--quick` shows only that everything works, and
 * writes nothing.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { chart } from "./lib/chart.ts";
import { inBench, work } from "./lib/paths.ts";
import type { Part, Table } from "./lib/part.ts";
import { markdown, plain } from "./lib/report.ts";
import { setUp, versions } from "./lib/setup.ts";
import { bundle } from "./parts/bundle.ts";
import { calls } from "./parts/calls.ts";
import { growth } from "./parts/growth.ts";
import { install } from "./parts/install.ts";
import { mock } from "./parts/mock.ts";
import { pages } from "./parts/pages.ts";
import { start } from "./parts/start.ts";
import { types } from "./parts/types.ts";

const PARTS: Part[] = [start, calls, pages, bundle, install, types, mock, growth];
const names = PARTS.map(({ name }) => name);

function usage(problem: string): never {
  console.error(`${problem}\nnpm run bench [-- part …] [--quick] [--rounds=n]; parts: ${names.join(", ")}`);
  process.exit(2);
}

function commandLine() {
  try {
    return parseArgs({ allowPositionals: true, options: { quick: { type: "boolean" }, rounds: { type: "string" } } });
  } catch (error) {
    return usage((error as Error).message);
  }
}

const { values, positionals } = commandLine();
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) usage(`Unknown part ${unknown.join(", ")}.`);
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
  usage("--rounds must be a whole number above 0.");
const quick = values.quick ?? false;

interface Results {
  machine: string;
  node: string;
  versions: Record<string, string>;
  parts: Record<string, { date: string; tables: Table[]; figures: unknown }>;
}

const file = inBench("results.json");
const before: Partial<Results> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
await setUp();
const results: Results = {
  machine: `${cpus().length} × ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  node: process.version,
  versions: versions(),
  // Parts that are not measured now keep what they told before.
  parts: { ...before.parts },
};
try {
  for (const part of PARTS) {
    if (positionals.length > 0 && !positionals.includes(part.name)) continue;
    console.log(`\nMeasuring: ${part.name} …`);
    const { tables, figures } = await part.run({ quick, rounds });
    for (const table of tables) console.log(plain(table));
    results.parts[part.name] = { date: new Date().toISOString().slice(0, 10), tables, figures };
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function page({ machine, node, versions, parts }: Results): string {
  const dates = [...new Set(Object.values(parts).map(({ date }) => date))].sort();
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured ${dates.join(" and ")} with \`npm run bench\` on Node ${node.slice(1)}, ${machine}: ${list.join(", ")}.`,
    "Each figure is the median of interleaved rounds, with the range of their middle half; ratios are taken round by round.",
    "",
    ...names.flatMap((name) => parts[name]?.tables.map(markdown) ?? []),
  ].join("\n");
}

if (quick) console.log("\nA quick run: nothing is written, and its figures mean nothing.");
else {
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(inBench("results.md"), page(results));
  writeFileSync(inBench("chart.svg"), chart(results.parts));
  console.log("\nWritten: test/bench/results.json, results.md and chart.svg.");
}
