import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { orgOrigin } from "../settings.ts";
import type { ReportedFinding, Verifier, VerifyReport } from "../verify/index.ts";
import { type Command, UsageError } from "./command.ts";
import { openOutput } from "./output.ts";
import { terminated } from "./signals.ts";
import { looksLikeSecret, printable } from "./text.ts";
import { optionsOf, wholeNumber } from "./values.ts";

export const HELP = `okta-fetch verify [options] <file…>
okta-fetch verify [options] --proxy <origin>

Checks real traffic against the document. A file is a HAR export of a browser or proxy, or newline-delimited exchanges;
- is standard input. With --proxy, calls sent to a local port go on to the org and are checked as they pass.

      --proxy <origin>      forward to this org, such as https://example.okta.com, until Ctrl-C
  -p, --port <n>            port of the proxy, 0 for a free one (4020)
  -f, --format <format>     table, json or junit (table)
  -o, --output <file>       write the report there instead of standard output
      --strict              undeclared properties and statuses, and unknown operations, fail too
      --show-names          show names of query parameters and media types that the document does not know
      --from <kind>         har or ndjson, where the beginning of the file does not tell
      --org-host <host>     host of the org in a HAR file, besides Okta's own domains and loopback; repeatable
  -d, --document <file>     another OpenAPI 3.1 document, JSON or YAML in one piece
  -h, --help                this page

Exit status: 0 nothing found, 1 violations, 2 wrong usage or input that could not be read (the rest is checked).
No value of the traffic is printed or stored: findings hold types and pointers.`;

const OPTIONS = {
  proxy: { type: "string" },
  port: { type: "string", short: "p" },
  format: { type: "string", short: "f", default: "table" },
  output: { type: "string", short: "o" },
  strict: { type: "boolean", default: false },
  "show-names": { type: "boolean", default: false },
  from: { type: "string" },
  "org-host": { type: "string", multiple: true },
  document: { type: "string", short: "d" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true });

/** What to check, and how to report it. */
interface Plan {
  files: string[];
  /** Of the org to forward to, in place of files. */
  origin: string | undefined;
  port: number;
  format: Format;
  from: "har" | "ndjson" | undefined;
  values: ReturnType<typeof parse>["values"];
}

const FORMATS = ["table", "json", "junit"] as const;
type Format = (typeof FORMATS)[number];

/** @throws UsageError that names what is wrong */
function planOf(args: string[]): Plan | undefined {
  const { values, positionals: files } = optionsOf("verify", () => parse(args));
  if (values.help) return undefined;
  const { proxy, from } = values;
  const format = FORMATS.find((name) => name === values.format);
  if (!format) throw new UsageError("--format must be table, json or junit.");
  if (from !== undefined && from !== "har" && from !== "ndjson") throw new UsageError("--from must be har or ndjson.");
  if (proxy === undefined && files.length === 0) {
    throw new UsageError(
      "Name a file of traffic, - for standard input, or --proxy. okta-fetch verify --help lists the options.",
    );
  }
  if (proxy !== undefined && files.length > 0) throw new UsageError("Give files or --proxy, not both.");
  if (proxy === undefined && values.port !== undefined) throw new UsageError("--port goes with --proxy.");
  const origin = proxy === undefined ? undefined : proxiedOrigin(proxy);
  return { files, origin, port: wholeNumber(values.port ?? "4020", "port", 65535), format, from, values };
}

type Library = typeof import("../verify/index.ts");

const verify: Command = async (args) => {
  const plan = planOf(args);
  if (!plan) {
    console.log(HELP);
    return 0;
  }
  const library = await import("../verify/index.ts");
  const verifier = await verifierOf(library, plan.values);
  const output = await openOutput(plan.values.output);
  try {
    if (plan.origin !== undefined) await forward(library, verifier, plan.origin, plan.port);
    else for (const [i, file] of plan.files.entries()) await readOne(library, verifier, { file, number: i + 1, plan });
    const report = verifier.report({ strict: plan.values.strict });
    await output.write(reportText(library, report, plan.format));
    await output.finish();
    return library.exitStatus(report);
  } finally {
    await output.discard();
  }
};

export default verify;

/** @throws UsageError where the document cannot be read, or a package is missing */
async function verifierOf(library: Library, values: Plan["values"]): Promise<Verifier> {
  try {
    const document = await library.loadDocument(values.document);
    return library.createVerifier(document, { showNames: values["show-names"] });
  } catch (cause) {
    const { message } = cause as Error;
    if (values.document === undefined) {
      if (!(cause instanceof library.MissingRequirement)) throw cause;
      throw new UsageError(message, { cause });
    }
    // The name could be a credential.
    throw new UsageError(message.replaceAll(`The document ${values.document}`, "The file of --document"), { cause });
  }
}

function proxiedOrigin(proxy: string): string {
  try {
    return orgOrigin(proxy);
  } catch (cause) {
    throw new UsageError((cause as Error).message.replaceAll("orgUrl", "--proxy"), { cause });
  }
}

/** A file of the command line. */
interface InputFile {
  file: string;
  /** Its place among the arguments, from 1. */
  number: number;
  plan: Plan;
}

/** Checks one file; one that cannot be opened is a part of the report, and the others are checked all the same. */
async function readOne({ readTraffic }: Library, verifier: Verifier, { file, number, plan }: InputFile): Promise<void> {
  const { prefixes } = verifier;
  const options = { source: file, prefixes, format: plan.from, hosts: plan.values["org-host"] };
  try {
    const bytes = file === "-" ? process.stdin : createReadStream(file);
    for await (const event of readTraffic(bytes, options)) verifier.add(event);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const source = looksLikeSecret(file) ? `argument ${number}` : file;
    const place = { source, kind: "line", number: 0 } as const;
    verifier.add({ type: "broken", place, message: `cannot be read (${code})`, line: 0 });
  }
}

/** Runs the proxy until the process is asked to end, and prints each new finding on standard error. */
async function forward(library: Library, verifier: Verifier, origin: string, port: number): Promise<void> {
  verifier.prepare();
  const faults = new Set<string>();
  const print = (line: string) => process.stderr.write(`${printable(line)}\n`);
  const printFinding = (finding: ReportedFinding) => print(`${finding.operation}: ${library.findingText(finding)}`);
  const proxy = await library
    .startProxy({
      origin,
      port,
      prefixes: verifier.prefixes,
      onEvent: (event) => verifier.add(event).forEach(printFinding),
      onFault(code) {
        if (!faults.has(code)) print(`The org cannot be reached, or broke off: ${code}.`);
        faults.add(code);
      },
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new UsageError(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`);
    });
  print(`${proxy.url} forwards to ${origin} and checks what passes. Ctrl-C ends it with the report.`);
  await terminated();
  await proxy.close();
}

function reportText(library: Library, report: VerifyReport, format: Format): string {
  if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
  return format === "junit" ? library.junitReport(report) : library.tableReport(report);
}
