/**
 * Mutation testing of what decides in the client: `npm run test:mutation`, or of some areas: `… -- retry lists`. Needs
 * `npm ci --prefix test/mutation` once. Prints what survives and writes the shares into `results.json`; `results.md` has the reasons.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = import.meta.dirname;
const AREAS: Record<string, string[]> = {
  retry: ["src/retry/**/*.ts"],
  "rate-limit": ["src/rate-limit/**/*.ts"],
  auth: ["src/auth/**/*.ts"],
  lists: ["src/lists/**/*.ts"],
  serialize: ["src/serialize/**/*.ts"],
  call: ["src/call.ts"],
};
/** Share of mutants that tests must notice. */
const LEAST = 0.85;

interface Mutant {
  fileName: string;
  status: string;
  mutatorName: string;
  replacement: string;
  location: { start: { line: number } };
}
interface Stryker {
  runMutationTest(): Promise<Mutant[]>;
}

const entry = join(here, "node_modules/@stryker-mutator/core/dist/src/index.js");
if (!existsSync(entry)) {
  console.error("Run npm ci --prefix test/mutation first.");
  process.exit(2);
}
const { Stryker } = (await import(pathToFileURL(entry).href)) as { Stryker: new (options: object) => Stryker };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in AREAS));
if (unknown.length > 0) {
  console.error(`Unknown area ${unknown.join(", ")}. There are ${Object.keys(AREAS).join(", ")}.`);
  process.exit(2);
}

const file = join(here, "results.json");
const results: Record<string, object> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
let enough = true;
for (const area of wanted.length > 0 ? wanted : Object.keys(AREAS)) {
  const mutants = await new Stryker({
    mutate: AREAS[area],
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
  }).runMutationTest();
  const counted = mutants.filter(({ status }) => !["Ignored", "CompileError"].includes(status));
  const survivors = counted.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const share = 1 - survivors.length / counted.length;
  enough &&= share >= LEAST;
  results[area] = { mutants: counted.length, noticed: counted.length - survivors.length };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(
    `${area}: ${counted.length - survivors.length} of ${counted.length} noticed (${(share * 100).toFixed(1)} %)`,
  );
  for (const { fileName, location, mutatorName, replacement, status } of survivors) {
    const place = `${fileName.slice(fileName.lastIndexOf("src/"))}:${location.start.line}`;
    console.log(`  ${place} ${status} ${mutatorName}: ${replacement.replace(/\s+/g, " ").slice(0, 120)}`);
  }
}
process.exit(enough ? 0 : 1);
