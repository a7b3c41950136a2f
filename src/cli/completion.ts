import { readFile } from "node:fs/promises";
import { type Command, UsageError } from "./command.ts";
import { ownDocument } from "../openapi/document-file.ts";
import { SCRIPTS } from "./completion-scripts.ts";
import { METHODS } from "./values.ts";

export const HELP = `okta-fetch completion <shell>

Prints a script that completes commands, options, methods and the paths of the document, for bash, zsh or fish:

  bash   eval "$(okta-fetch completion bash)"     in ~/.bashrc
  zsh    eval "$(okta-fetch completion zsh)"      in ~/.zshrc, after compinit
  fish   okta-fetch completion fish | source      in ~/.config/fish/config.fish

Paths complete segment by segment; put an id where a path has one, and go on behind it.`;

const completion: Command = async ([shell, ...words]) => {
  if (shell === "--help" || shell === "-h") {
    console.log(HELP);
    return 0;
  }
  if (shell === "suggest") {
    const found = await suggestions(words);
    if (found.length > 0) console.log(found.join("\n"));
    return 0;
  }
  const script = shell !== undefined && Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) throw new UsageError("Name the shell: okta-fetch completion bash, zsh or fish.");
  process.stdout.write(script);
  return 0;
};

export default completion;

/** What each command takes, by the page that its --help prints. */
const HELP_OF: Record<string, () => Promise<{ HELP: string }>> = {
  request: () => import("./request-options.ts"),
  doctor: () => import("./doctor.ts"),
  mock: () => import("./mock.ts"),
  verify: () => import("./verify.ts"),
  completion: async () => ({ HELP }),
};

/** What can stand for the last word, which may be empty or begun. */
export async function suggestions(words: readonly string[]): Promise<string[]> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const begun = (candidates: readonly string[]) => candidates.filter((candidate) => candidate.startsWith(current));
  const [command] = before;
  if (command === undefined) return begun([...Object.keys(HELP_OF), "help"]);
  if (command === "help") return before.length === 1 ? begun(Object.keys(HELP_OF)) : [];
  const help = Object.hasOwn(HELP_OF, command) ? (await HELP_OF[command]!()).HELP : "";
  const previous = before.at(-1)!;
  const values = valuesOf(help, previous);
  if (values) return begun(values);
  if (current.startsWith("-")) return begun([...new Set(help.match(/(?<=^ {2}.{0,6})--[a-z-]+/gm))]);
  if (command === "completion") return before.length === 1 ? begun(Object.keys(SCRIPTS)) : [];
  return command === "request" ? requestSuggestions(positionalsOf(before.slice(1), help), current) : [];
}

/** What `request` can take as its next word: a method, or a path that goes one segment further. */
async function requestSuggestions(positionals: string[], current: string): Promise<string[]> {
  const begun = (candidates: readonly string[]) => candidates.filter((candidate) => candidate.startsWith(current));
  const method = METHODS.find((name) => name === positionals[0]?.toUpperCase());
  if (positionals.length === 0 && !current.startsWith("/")) return [...begun(METHODS), ...begun(["/api/"])];
  if (positionals.length > (method ? 1 : 0)) return [];
  return nextSegments(await documentPaths(method ?? "GET"), current);
}

/** Values that an option's line of the help page lists, such as `table, json or junit`; nothing for free ones. */
function valuesOf(help: string, option: string): string[] | undefined {
  if (!/^--?[a-z-]+$/i.test(option)) return undefined;
  const line = help.split("\n").find((text) => new RegExp(`^ {2}.{0,6}${option}(?=[ ,]).*<`).test(text));
  if (line === undefined) return undefined;
  const [, listed] = /> +(\w+(?:, \w+)* or \w+)/.exec(line) ?? [];
  return listed?.split(/, | or /) ?? [];
}

/** Words that are neither options nor their values. */
function positionalsOf(words: readonly string[], help: string): string[] {
  return words.filter((word, i) => !word.startsWith("-") && valuesOf(help, words[i - 1] ?? "") === undefined);
}

async function documentPaths(method: string): Promise<string[]> {
  const { paths } = JSON.parse(await readFile(ownDocument(), "utf8")) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.keys(paths).filter((path) => paths[path]![method.toLowerCase()] !== undefined);
}

/**
 * Paths that go one segment further than what is typed; a slash at the end says that more follows. A segment that is an
 * id is left to the user, and any text stands for one that was typed.
 */
export function nextSegments(paths: readonly string[], current: string): string[] {
  const typed = current.split("/");
  const last = typed.pop() ?? "";
  const isParameter = (segment: string) => segment.startsWith("{");
  const fitting = typed.reduce<(readonly string[])[]>(
    (left, text, i) => {
      const exact = left.filter((segments) => segments[i] === text);
      return exact.length > 0 || text === "" ? exact : left.filter((segments) => isParameter(segments[i] ?? ""));
    },
    paths.map((path) => path.split("/")),
  );
  const found = new Set<string>();
  for (const segments of fitting) {
    const next = segments[typed.length];
    if (next === undefined || isParameter(next) || !next.startsWith(last)) continue;
    const goesOn = segments.length > typed.length + 1;
    found.add(`${[...typed, next].join("/")}${goesOn ? "/" : ""}`);
  }
  return [...found].sort();
}
