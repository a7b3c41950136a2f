import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { orgOrigin } from "../settings.ts";
import type { ReportedFinding, Verifier, VerifyReport } from "../verify/index.ts";
import { type Command, UsageError } from "./command.ts";
import { openOutput } from "./output.ts";
import { ended } from "./signals.ts";
import { optionsOf, wholeNumber } from "./values.ts";

export const HELP = `okta-fetch verify [options] <file…>
okta-fetch verify [options] --proxy <origin>

Holds real traffic against the document. A file is a HAR export of a browser or proxy, or newline-delimited exchanges;
- is standard input. With --proxy, calls sent to a local port go on to the org and are checked as they pass.

      --proxy <origin>    forward to this org, such as https://example.okta.com, until Ctrl-C
  -p, --port <n>          port of the proxy, 0 for a free one (4020)
  -f, --format <format>   table, json or junit (table)
  -o, --output <file>     write the report there instead of standard output
      --strict            undeclared properties and statuses, and unknown operations, fail too
      --from <kind>       har or ndjson, where the beginning of the file does not tell
      --org-host <host>   host of the org in a HAR file, besides Okta's own domains and loopback; repeatable
  -d, --document <file>   another OpenAPI 3.1 document, JSON or YAML in one piece
      --help              this page

Exit status: 0 nothing found, 1 violations, 2 wrong usage or input that could not be read (before 1; the rest is checked).
No value of the traffic is printed or stored: findings hold types and pointers.`;

const OPTIONS = {
  proxy: { type: "string" },
  port: { type: "string", short: "p" },
  format: { type: "string", short: "f", default: "table" },
  output: { type: "string", short: "o" },
  strict: { type: "boolean", default: false },
  from: { type: "string" },
  "org-host": { type: "string", multiple: true },
  document: { type: "string", short: "d" },
  help: { type: "boolean", default: false },
} as const;

type Library = typeof import("../verify/index.ts");

const verify: Command = async (args) => {
  const { values, positionals } = optionsOf("verify", () =>
    parseArgs({ args, options: OPTIONS, allowPositionals: true }),
  );
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { format, strict, proxy, from } = values;
  if (!["table", "json", "junit"].includes(format))
    throw new UsageError(`--format ${format} is not table, json or junit.`);
  if (from !== undefined && from !== "har" && from !== "ndjson")
    throw new UsageError(`--from ${from} is not har or ndjson.`);
  if (proxy === undefined && positionals.length === 0) {
    throw new UsageError(
      "Name a file of traffic, - for standard input, or --proxy. okta-fetch verify --help tells more.",
    );
  }
  if (proxy !== undefined && positionals.length > 0) throw new UsageError("Give files or --proxy, not both.");
  if (proxy === undefined && values.port !== undefined) throw new UsageError("--port goes with --proxy.");
  const origin = proxy === undefined ? undefined : proxiedOrigin(proxy);
  const port = wholeNumber(values.port ?? "4020", "port", 65535);

  const library = await loadLibrary();
  const document = await library.loadDocument(values.document).catch((cause: Error) => {
    throw new UsageError(cause.message, { cause });
  });
  const verifier = library.createVerifier(document);
  const output = await openOutput(values.output);
  try {
    if (origin !== undefined) await live(library, verifier, origin, port);
    else {
      for (const source of positionals) {
        await readOne(library, verifier, source, { format: from, hosts: values["org-host"] });
      }
    }
    const report = verifier.report({ strict });
    await output.write(reportText(library, report, format));
    await output.finish();
    return library.exitStatus(report);
  } finally {
    await output.discard();
  }
};

export default verify;

function proxiedOrigin(proxy: string): string {
  try {
    return orgOrigin(proxy);
  } catch (cause) {
    throw new UsageError((cause as Error).message.replaceAll("orgUrl", "--proxy"), { cause });
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import("../verify/index.ts");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new UsageError("okta-fetch verify needs two more packages: npm install --save-dev ajv ajv-formats", {
      cause,
    });
  }
}

/** Checks one file; one that cannot be opened is told in the report, and the others are checked all the same. */
async function readOne(
  { readTraffic }: Library,
  verifier: Verifier,
  source: string,
  options: { format?: "har" | "ndjson" | undefined; hosts?: string[] | undefined },
): Promise<void> {
  const { prefixes } = verifier;
  try {
    const bytes = source === "-" ? process.stdin : createReadStream(source);
    for await (const event of readTraffic(bytes, { source, prefixes, ...options })) verifier.add(event);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const place = { source, kind: "line", number: 0 } as const;
    verifier.add({ type: "broken", place, message: `cannot be read (${code})`, line: 0 });
  }
}

/** Runs the proxy until the process is asked to end, and tells each new finding on standard error. */
async function live(library: Library, verifier: Verifier, origin: string, port: number): Promise<void> {
  const faults = new Set<string>();
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const news = (finding: ReportedFinding) => tell(`${finding.operation}: ${library.findingText(finding)}`);
  const proxy = await library
    .startProxy({
      origin,
      port,
      prefixes: verifier.prefixes,
      onEvent: (event) => verifier.add(event).forEach(news),
      onFault(code) {
        if (!faults.has(code)) tell(`The org cannot be reached, or broke off: ${code}.`);
        faults.add(code);
      },
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new UsageError(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`);
    });
  tell(`${proxy.url} forwards to ${origin} and checks what passes. Ctrl-C ends it with the report.`);
  await ended();
  await proxy.close();
}

const reportText = (library: Library, report: VerifyReport, format: string): string =>
  format === "json"
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : format === "junit"
      ? library.junitReport(report)
      : library.tableReport(report);
