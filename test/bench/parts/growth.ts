import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { bundle as bundleSource } from "../../../scripts/lib/bundle.ts";
import { operationsOf } from "../../../scripts/lib/operations.ts";
import { nodeUsage } from "../lib/child.ts";
import { sizedSource } from "../lib/documents.ts";
import { number, type Part } from "../lib/part.ts";
import { inBench, inRoot } from "../lib/paths.ts";
import { withMock } from "../lib/servers.ts";
import { type Sample, spread } from "../lib/stats.ts";

const TIMES = [0.25, 0.5, 1, 2];
const STEPS = {
  bundle: "Redocly bundles",
  lintSource: "Redocly lints",
  lintBundle: "Spectral lints",
  generate: "types are generated",
  check: "types are checked",
  mock: "mock responses",
};

/** The source of the client beside types of that size, and an app that uses them. */
function clientOn(dir: string) {
  cpSync(inRoot("src"), join(dir, "src"), { recursive: true });
  mkdirSync(join(dir, "generated"));
  symlinkSync(inRoot("node_modules"), join(dir, "node_modules"));
  cpSync(inRoot("package.json"), join(dir, "package.json"));
  const { compilerOptions } = JSON.parse(readFileSync(inRoot("tsconfig.json"), "utf8"));
  const config = { compilerOptions, files: ["src/index.ts", "generated/operations.ts", "generated/schema.d.ts"] };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
}

/** How the cost of each step grows with the number of operations. */
export const growth: Part = {
  name: "growth",
  async run({ quick, rounds }) {
    const rows: { operations: number; samples: Sample[] }[] = [];
    const tsx = ["--import", import.meta.resolve("tsx")];
    const trees = TIMES.map((times) => {
      const dir = sizedSource(times);
      const document = bundleSource(join(dir, "openapi.yaml"));
      const file = join(dir, "bundle.yaml");
      writeFileSync(file, stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 }));
      clientOn(dir);
      return { dir, file, operations: operationsOf(document).length, probe: Object.keys(document.paths)[0]! };
    });
    for (const { operations } of trees) rows.push({ operations, samples: [] });
    for (let round = 0; round < (rounds ?? (quick ? 1 : 3)); round += 1) {
      for (const [i, { dir, file, probe }] of trees.entries()) {
        const cpu = async (...args: string[]) => (await nodeUsage(args, { cwd: inRoot() })).cpu;
        const bin = (path: string) => inRoot("node_modules", path);
        const redocly = bin("@redocly/cli/bin/cli.js");
        rows[i]!.samples.push({
          bundle: await cpu(redocly, "bundle", join(dir, "openapi.yaml"), "-o", join(dir, "out.yaml")),
          lintSource: await cpu(redocly, "lint", join(dir, "openapi.yaml"), "--config", inRoot("redocly.yaml")),
          lintBundle: await cpu(
            bin("@stoplight/spectral-cli/dist/index.js"),
            "lint",
            file,
            "--ruleset",
            inRoot(".spectral.yaml"),
          ),
          generate: await cpu(...tsx, inBench("workers/generate.ts"), file, join(dir, "generated")),
          check: await cpu(bin("typescript/lib/tsc.js"), "-p", dir),
          mock: await withMock(
            "okta-fetch",
            join(dir, "generated/openapi.json"),
            probe,
            async ({ startCpu }) => startCpu,
          ),
        });
        process.stderr.write(".");
      }
    }
    process.stderr.write("\n");
    const medians = rows.map(
      ({ samples }) =>
        (step: string) =>
          spread(samples.map((sample) => sample[step]!)).median,
    );
    const whole = medians[TIMES.indexOf(1)]!;
    return {
      figures: rows,
      tables: [
        {
          title: "How cost grows with the number of operations: CPU, ms",
          columns: ["", ...rows.map(({ operations }) => `${operations} operations`), "twice ÷ once"],
          rows: Object.entries(STEPS).map(([step, what]) => [
            what,
            ...medians.map((median) => number(median(step))),
            (medians.at(-1)!(step) / whole(step)).toFixed(2),
          ]),
          note: "Parts of the document are evenly chosen paths; twice is each path and schema once more under another name.",
        },
      ],
    };
  },
};
