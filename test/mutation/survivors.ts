/** The mutants that no test notices, as `survivors.yaml` explains them and as a run finds them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

/** A mutant by its text and not by its place, so that it stays known when lines above it change. */
export interface Survivor {
  /** The lines of the source that it changes. */
  code: string;
  /** What they become. */
  becomes: string;
  /** How many alike are in the file, where there are several. */
  times?: number;
  /** Why no test notices: a sentence, or the name of one under `reasons`. */
  because?: string;
}

/** Survivors by source file. */
export type Survivors = Record<string, Survivor[]>;

export interface FoundMutant {
  fileName: string;
  replacement: string;
  location: Record<"start" | "end", { line: number; column: number }>;
}

const FILE = join(import.meta.dirname, "survivors.yaml");
const LONGEST = 160;

/** One line of at most {@link LONGEST} characters; the middle of a longer one is left out. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 4)}`;
}

/** A mutant with the whole lines that it is a part of. */
function describe(source: string, { replacement, location: { start, end } }: FoundMutant): Survivor {
  const lines = source.split("\n");
  const before = lines[start.line - 1]!.slice(0, start.column - 1);
  const after = lines[end.line - 1]!.slice(end.column - 1);
  return {
    code: oneLine(lines.slice(start.line - 1, end.line).join("\n")),
    becomes: oneLine(before + replacement + after),
  };
}

/** What survived, with those alike in a file counted. */
export function collect(mutants: FoundMutant[]): Survivors {
  const found: Survivors = {};
  for (const mutant of mutants) {
    const file = mutant.fileName.slice(mutant.fileName.lastIndexOf("src/"));
    const survivor = describe(readFileSync(mutant.fileName, "utf8"), mutant);
    const list = (found[file] ??= []);
    const alike = list.find((other) => sameMutant(other, survivor));
    if (alike) alike.times = (alike.times ?? 1) + 1;
    else list.push(survivor);
  }
  return found;
}

const sameMutant = (a: Survivor, b: Survivor) => a.code === b.code && a.becomes === b.becomes;

/** The survivors that have a reason. @throws Error for a name or a file that is not there */
export function readExplained(): Survivors {
  const { reasons, ...explained } = parse(readFileSync(FILE, "utf8")) as {
    reasons: Record<string, string>;
  } & Survivors;
  for (const [file, list] of Object.entries(explained)) {
    for (const { because = "" } of list) {
      if (!because.includes(" ") && !(because in reasons)) {
        throw new Error(`survivors.yaml has no reason "${because}", which stands at ${file}.`);
      }
    }
  }
  return explained;
}

/** Those of `left` that `right` has not, or has fewer times. */
export function without(left: Survivors, right: Survivors): Survivors {
  const rest: Survivors = {};
  for (const [file, list] of Object.entries(left)) {
    const missing = list.filter((one) => {
      const other = right[file]?.find((each) => sameMutant(each, one));
      return (other ? (other.times ?? 1) : 0) < (one.times ?? 1);
    });
    if (missing.length > 0) rest[file] = missing;
  }
  return rest;
}

export const toYaml = (survivors: Survivors) => stringify(survivors, { lineWidth: 0 });
