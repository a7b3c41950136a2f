/**
 * Mutation testing of the client: `npm run test:mutation`, or of some areas or files: `… -- retry src/call.ts`. Needs
 * `npm ci --prefix test/mutation` once. Writes each area's share into `results.json`, and compares what survives with
 * `survivors.yaml`. Fails when too few are noticed or a survivor has no reason.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AREAS, LEAST } from "./areas.ts";
import { collect, type FoundMutant, readExplained, type Survivors, toYaml, without } from "./survivors.ts";

interface Mutant extends FoundMutant {
  status: string;
}
interface Stryker {
  runMutationTest(): Promise<Mutant[]>;
}

const here = import.meta.dirname;
const entry = join(here, "node_modules/@stryker-mutator/core/dist/src/index.js");
if (!existsSync(entry)) {
  console.error("Run npm ci --prefix test/mutation first.");
  process.exit(2);
}
const { Stryker } = (await import(pathToFileURL(entry).href)) as { Stryker: new (options: object) => Stryker };

const targets = process.argv.slice(2);
const unknown = targets.filter((name) => !(name in AREAS) && !existsSync(name));
if (unknown.length > 0) {
  console.error(`Unknown area ${unknown.join(", ")}. There are ${Object.keys(AREAS).join(", ")}.`);
  process.exit(2);
}

/** Runs the unit tests on every mutant of some files and folders. */
async function mutate(paths: string[]): Promise<{ mutants: number; survivors: Mutant[] }> {
  const stryker = new Stryker({
    mutate: paths.map((path) => (path.endsWith(".ts") ? path : `${path}/**/*.ts`)),
    testRunner: "vitest",
    plugins: [join(here, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    concurrency: Number(process.env["CONCURRENCY"] ?? 1),
    timeoutMS: 15_000,
    reporters: ["progress-append-only"],
    clearTextReporter: { logTests: false },
    tempDirName: "test/mutation/.work",
    ignorePatterns: [
      "**",
      "!src/**",
      "!generated/*.ts",
      "!test/unit/**",
      "!test/support/**",
      "!test/mutation/*.ts",
      "!*.json",
    ],
    fileLogLevel: "off",
    logLevel: "warn",
  });
  const counted = (await stryker.runMutationTest()).filter(
    ({ status }) => !["Ignored", "CompileError"].includes(status),
  );
  const survivors = counted.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  return { mutants: counted.length, survivors };
}

const file = join(here, "results.json");
const results = JSON.parse(readFileSync(file, "utf8")) as Record<string, object>;
const explained = readExplained();
let failed = false;

function print(title: string, survivors: Survivors): boolean {
  if (Object.keys(survivors).length === 0) return false;
  console.log(`\n${title}\n${toYaml(survivors)}`);
  return true;
}

for (const name of targets.length > 0 ? targets : Object.keys(AREAS)) {
  const paths = AREAS[name] ?? [name];
  const { mutants, survivors } = await mutate(paths);
  const noticed = mutants - survivors.length;
  const share = noticed / mutants;
  console.log(`${name}: ${noticed} of ${mutants} noticed (${(share * 100).toFixed(1)} %)`);
  if (name in AREAS) {
    results[name] = { mutants, noticed };
    writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
    if (share < LEAST) failed = true;
  }
  const found = collect(survivors);
  const known = Object.fromEntries(
    Object.entries(explained).filter(([file]) => paths.some((path) => file.startsWith(path))),
  );
  if (print("These survive without a reason in survivors.yaml:", without(found, known))) failed = true;
  print("These stand in survivors.yaml and are noticed by now:", without(known, found));
}
process.exit(failed ? 1 : 0);
