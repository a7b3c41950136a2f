import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeUsage, run } from "../lib/child.ts";
import { consumer, STYLES } from "../lib/consumers.ts";
import { type Editor, nativeCompiler, nativeServer, tsserver } from "../lib/editor.ts";
import { type Part, table, type Table } from "../lib/part.ts";
import { inBench, work } from "../lib/paths.ts";
import { interleave, type Sample, type Summary, summarize } from "../lib/stats.ts";

const WHO = Object.keys(STYLES);
const OPTIONS = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** A project of one file. @returns its folder */
export function project(name: string, source: string): string {
  const dir = join(work, "types", name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files: ["app.ts"] }));
  writeFileSync(join(dir, "app.ts"), source);
  return dir;
}

const diagnostic = (output: string, name: string): number => {
  const found = new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
  if (found === undefined) throw new Error(`The compiler did not tell its ${name}:\n${output}`);
  return Number(found);
};

/** One check with TypeScript 5. @throws Error with what does not compile */
export async function check5(dir: string): Promise<Sample> {
  const compiler = inBench("node_modules/typescript/lib/tsc.js");
  const { cpu, stdout } = await nodeUsage([compiler, "-p", dir, "--extendedDiagnostics"], { mayFail: true });
  if (/error TS/.test(stdout)) throw new Error(stdout.slice(0, 2000));
  return {
    cpu,
    time: diagnostic(stdout, "Total time") * 1000,
    memory: diagnostic(stdout, "Memory used") / 1024,
    instantiations: diagnostic(stdout, "Instantiations"),
    types: diagnostic(stdout, "Types"),
  };
}

async function check7(dir: string): Promise<Sample> {
  const { stdout } = await run(nativeCompiler(), ["-p", dir, "--extendedDiagnostics"], { mayFail: true });
  if (/error TS/.test(stdout)) throw new Error(stdout.slice(0, 2000));
  return {
    time: diagnostic(stdout, "Total time") * 1000,
    memory: diagnostic(stdout, "Memory used") / 1024,
    instantiations: diagnostic(stdout, "Instantiations"),
    types: diagnostic(stdout, "Types"),
  };
}

/** Edits and completes repeatedly. The first result is that of an editor just opened. */
async function complete(editor: Editor, who: string, edits: number): Promise<Sample> {
  const { typing, offers } = STYLES[who]!;
  const source = consumer(who, 5);
  const file = join(project(`${who}-editor`, source), "app.ts");
  const text = (n: number) => `${source}export const edit${n} = ${n};\n${typing}`;
  const line = text(0).split("\n").length - 1;
  const ask = async (n: number) => {
    const started = performance.now();
    const entries = await editor.complete(file, text(n), line, typing.length);
    if (!entries.includes(offers)) throw new Error(`${who}: ${offers} is not offered, but ${entries.slice(0, 3)}.`);
    return performance.now() - started;
  };
  try {
    await editor.open(file, text(0));
    const first = await ask(0);
    for (let n = 1; n <= 2; n += 1) await ask(n);
    const times: number[] = [];
    const cpu = editor.cpu();
    for (let n = 3; n < 3 + edits; n += 1) times.push(await ask(n));
    times.sort((a, b) => a - b);
    return { warm: times[Math.floor(times.length / 2)]!, cpu: (editor.cpu() - cpu) / edits, first };
  } finally {
    editor.close();
  }
}

/** What the types cost in a build and in an editor. */
export const types: Part = {
  name: "types",
  async run({ quick, rounds }) {
    const tables: Table[] = [];
    const figures: Record<string, Summary> = {};
    const times = rounds ?? (quick ? 1 : 7);
    const checkers = [
      { version: "5.9", check: check5 },
      { version: "7", check: check7 },
    ];
    for (const count of [5, 100]) {
      const dirs = Object.fromEntries(WHO.map((who) => [who, project(`${who}-${count}`, consumer(who, count))]));
      for (const { version, check } of checkers) {
        const summary = summarize(await interleave(WHO, times, (who) => check(dirs[who]!)), "okta-fetch");
        figures[`check${count}ts${version}`] = summary;
        const columns = {
          ...(version === "5.9" ? { cpu: "CPU, ms", time: "time, ms" } : { time: "time, ms" }),
          memory: "memory, MB",
          instantiations: "instantiations",
          types: "types",
        };
        tables.push(
          table(`Type-check of an app of ${count} calls, TypeScript ${version}`, summary, columns, "okta-fetch"),
        );
      }
    }
    const editors = [
      { version: "5.9", editor: tsserver },
      { version: "7", editor: nativeServer },
    ];
    for (const { version, editor } of editors) {
      const samples = await interleave(WHO, times, (who) => complete(editor(), who, quick ? 3 : 15));
      const summary = summarize(samples, "okta-fetch");
      figures[`completionts${version}`] = summary;
      const columns = { warm: "after an edit, ms", cpu: "CPU of the server, ms", first: "the first, ms" };
      tables.push(table(`One completion in the editor, TypeScript ${version}`, summary, columns, "okta-fetch", NOTE));
    }
    return { tables, figures };
  },
};

const NOTE = `Inside \`okta.GET("\`, and after \`client.userApi.\` with the official SDK.`;
