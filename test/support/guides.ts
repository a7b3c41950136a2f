import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/lib/paths.ts";

/** A fenced block of a guide. */
export interface Block {
  /** Name of the guide's file, without `.md`. */
  guide: string;
  /** Number of its first line of code in that file, from 1. */
  line: number;
  /** First word after the fence, such as `ts`. */
  language: string;
  /** Further words after the fence, such as `continued`. */
  marks: string[];
  code: string;
}

/** A block as it is run. `refused` means that answers other than successes are what it shows. */
export type Step = { line: number; refused: boolean } & ({ module: string } | { shell: string });

export const textOf = (guide: string) => readFileSync(join(root, "docs", `${guide}.md`), "utf8");

export function blocksOf(guide: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  textOf(guide)
    .split("\n")
    .forEach((text, i) => {
      if (!open && text.startsWith("```")) {
        const [language = "", ...marks] = text.slice(3).trim().split(/\s+/);
        open = { guide, line: i + 2, language, marks, code: "" };
      } else if (open && text === "```") {
        blocks.push(open);
        open = undefined;
      } else if (open) open.code += `${text}\n`;
    });
  if (open) throw new Error(`docs/${guide}.md:${open.line - 1}: this block has no end.`);
  return blocks;
}

/** Lays code at the lines that it has in its guide, so that every place that a tool names is a place there. */
function lay(lines: string[], { line, code }: Block): string[] {
  code.split("\n").forEach((text, i) => (lines[line - 1 + i] = text));
  return lines;
}

/**
 * The modules of a guide. A block marked `continued` sees what the last block without a mark declares, in a module of its
 * own. One marked `then` goes on with the module of the block before it.
 */
export function modulesOf(blocks: Block[]): { name: string; block: Block; code: string }[] {
  const modules: { name: string; block: Block; lines: string[] }[] = [];
  let head: Block | undefined;
  for (const block of blocks.filter(({ language }) => language === "ts")) {
    const goesOn = block.marks.includes("then");
    const continued = block.marks.includes("continued");
    if (!continued && !goesOn) head = block;
    if (!head) throw new Error(`docs/${block.guide}.md:${block.line}: there is no block before to continue.`);
    if (goesOn) lay(modules.at(-1)!.lines, block);
    else {
      const lines = lay(continued ? lay([], head) : [], block);
      modules.push({ name: `${block.guide.replace("/", "_")}-${block.line}.ts`, block, lines });
    }
  }
  return modules.map(({ name, block, lines }) => ({
    name,
    block,
    code: Array.from(lines, (text) => text ?? "").join("\n"),
  }));
}

/** Where the entry points of the package stand in the source. */
const ENTRIES = {
  "okta-fetch": "src/index.ts",
  "okta-fetch/mock": "src/mock/index.ts",
  "okta-fetch/node": "src/node.ts",
  "okta-fetch/oauth": "src/oauth.ts",
  "okta-fetch/operations": "generated/operations.ts",
};

/** The code of guides in a folder of its own, below the project so that packages are found. */
export class Workshop {
  readonly folder: string;
  readonly tsconfig: string;

  constructor(guides: string[]) {
    const modules = guides.flatMap((guide) => modulesOf(blocksOf(guide)));
    mkdirSync(join(root, "dist"), { recursive: true });
    this.folder = mkdtempSync(join(root, "dist/guides-"));
    this.tsconfig = join(this.folder, "tsconfig.json");
    writeFileSync(
      this.tsconfig,
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        compilerOptions: {
          moduleDetection: "force",
          paths: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, [join(root, file)]])),
        },
        include: ["*.ts"],
      }),
    );
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const { name, code } of modules) writeFileSync(join(this.folder, name), code);
  }

  /** Errors of the compiler, by file and line of the guide. */
  async compile(): Promise<string[]> {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, "-p", this.tsconfig, "--pretty", "false"];
    try {
      await promisify(execFile)(process.execPath, args, { cwd: this.folder });
      return [];
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith(" "));
      if (lines.length === 0) throw new Error(`The compiler failed: ${stderr}`, { cause: error });
      return lines.map((line) =>
        line.replace(/^([\w-]+?)-\d+\.ts\((\d+),\d+\)/, "docs/$1.md:$2").replace("docs/tasks_", "docs/tasks/"),
      );
    }
  }

  /** What of a guide is run, in its order: code, and commands that call the API or make keys. */
  steps(guide: string): Step[] {
    const blocks = blocksOf(guide);
    const modules = new Map(modulesOf(blocks).map(({ block, name }) => [block, name]));
    return blocks.flatMap((block): Step[] => {
      const { line, language, marks, code } = block;
      const refused = marks.includes("refused");
      if (marks.includes("compile-only")) return [];
      const module = modules.get(block);
      if (language === "ts") return module ? [{ line, refused, module: join(this.folder, module) }] : [];
      const runs = language === "sh" && /^(curl|openssl|(npx )?okta-fetch) /m.test(code);
      return runs ? [{ line, refused, shell: code }] : [];
    });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
