import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { MockServer, MockServerOptions, SavedState } from "../mock/index.ts";
import { startMockServer } from "../mock/index.ts";
import type { Scenario } from "../mock/index.ts";
import { type Command, UsageError } from "./command.ts";
import { ended } from "./signals.ts";
import { optionsOf, wholeNumber } from "./values.ts";

export const HELP = `okta-fetch mock [options]

  -p, --port <n>         port, 0 for a free one (4010)
  -h, --host <address>   address to listen on (127.0.0.1; 0.0.0.0 for all)
  -d, --document <file>  another OpenAPI 3 document, JSON or YAML in one piece
  -s, --stateful         remember what is created, changed and deleted
      --state <file>     load that from a file and save it there at the end
      --scenario <file>  how to fail, as JSON: { "rules": [{ "every": 5, "status": 429 }] }
      --dynamic          generate answers from their schemas
      --seed <text>      make what is generated the same each time
      --errors           answer 500 when an answer of the mock is not valid by the document
      --no-validate      do not check requests
      --rate-limit <n>   calls a bucket allows in a minute (1000000)
      --delay <ms>       wait before each answer (0)
      --no-cors          do not let browsers call from any origin
  -l, --log-level <l>    silent, info or debug: nothing, the start, or each call (info)
      --help             this page

Paths below /_mock steer a running server: GET /_mock tells them.`;

const OPTIONS = {
  port: { type: "string", short: "p", default: "4010" },
  host: { type: "string", short: "h", default: "127.0.0.1" },
  document: { type: "string", short: "d" },
  stateful: { type: "boolean", short: "s", default: false },
  state: { type: "string" },
  scenario: { type: "string" },
  dynamic: { type: "boolean", default: false },
  seed: { type: "string" },
  errors: { type: "boolean", default: false },
  validate: { type: "boolean", default: true },
  "rate-limit": { type: "string", default: "1000000" },
  delay: { type: "string", default: "0" },
  cors: { type: "boolean", default: true },
  "log-level": { type: "string", short: "l", default: "info" },
  help: { type: "boolean", default: false },
} as const;

const mock: Command = async (args) => {
  const { values } = optionsOf("mock", () => parseArgs({ args, options: OPTIONS, allowNegative: true }));
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const level = values["log-level"];
  if (!["silent", "info", "debug"].includes(level)) {
    throw new UsageError(`--log-level ${level} is not silent, info or debug.`);
  }
  const port = wholeNumber(values.port, "port", 65535);
  const state = values.state === undefined ? undefined : await readJson<SavedState>(values.state, "state", true);
  const options: MockServerOptions = {
    port,
    host: values.host,
    document: values.document,
    stateful: state ?? (values.stateful || values.state !== undefined),
    scenario: values.scenario === undefined ? undefined : await readJson<Scenario>(values.scenario, "scenario", false),
    dynamic: values.dynamic,
    seed: values.seed,
    errors: values.errors,
    validateRequests: values.validate,
    rateLimit: wholeNumber(values["rate-limit"], "rate-limit", Number.MAX_SAFE_INTEGER, 1),
    delayMs: wholeNumber(values.delay, "delay", 3_600_000),
    cors: values.cors,
    log: level === "debug" ? (line) => console.log(line) : undefined,
  };
  const server = await started(options, port);
  if (level !== "silent") {
    console.log(`Mock of the Okta Management API on ${server.url}`);
    console.log(`  curl -H 'authorization: SSWS any' ${server.url}/api/v1/users`);
    console.log(`  another answer: add  -H 'prefer: code=429'    steer it: curl ${server.url}/_mock`);
    console.log("  stop: Ctrl-C");
  }
  await ended();
  if (values.state !== undefined) await writeFile(values.state, `${JSON.stringify(server.state(), undefined, 2)}\n`);
  await server.close();
  return 0;
};

export default mock;

async function readJson<T>(file: string, name: string, mayBeNew: true): Promise<T | undefined>;
async function readJson<T>(file: string, name: string, mayBeNew: false): Promise<T>;
async function readJson<T>(file: string, name: string, mayBeNew: boolean): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" && mayBeNew) return undefined;
    throw new UsageError(`--${name} ${file} cannot be read: ${code ?? message}.`, { cause });
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new UsageError(`--${name} ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

async function started(options: MockServerOptions, port: number): Promise<MockServer> {
  try {
    return await startMockServer(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = { cause: error };
    if (code === "EADDRINUSE")
      throw new Error(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`, cause);
    if (code === "EACCES") throw new Error(`Port ${port} is not allowed to you. Choose one from 1024.`, cause);
    if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL")
      throw new Error(`${options.host} is not an address of this machine.`, cause);
    throw error;
  }
}
