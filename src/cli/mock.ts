import { access, constants, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { MockRoute, MockServer, MockServerOptions, SavedState, Scenario } from "../mock/index.ts";
import { startMockServer } from "../mock/index.ts";
import { type Command, UsageError } from "./command.ts";
import { terminated } from "./signals.ts";
import { optionsOf, wholeNumber } from "./values.ts";

export const HELP = `okta-fetch mock [options]

  -p, --port <n>               port, 0 for a free one (4010)
  -h, --host <address>         address to listen on (127.0.0.1; 0.0.0.0 for all)
      --allow-host <name>      a name by which the server may be steered; repeatable
  -d, --document <file>        another OpenAPI 3 document, JSON or YAML in one piece
      --extra-document <file>  a further one, for other paths; repeatable
      --routes <file>          paths of your own, as JSON: [{ "method": "GET", "path": "/x", "body": {} }]
  -s, --stateful               remember what is created, changed and deleted
      --state <file>           the same, begun from a file if there is one, and saved there at the end
      --scenario <file>        how to fail, as JSON: { "rules": [{ "every": 5, "status": 429 }] }
      --dynamic                generate responses from their schemas
      --seed <text>            make what is generated the same each time
      --errors                 respond with 500 when a response of the mock is not valid by the document
      --no-validate            do not check requests
      --rate-limit <n>         calls a bucket allows in a minute (1000000)
      --delay <ms>             wait before each response (0)
      --no-cors                do not let browsers call from any origin
  -l, --log-level <level>      silent, info or debug: nothing, the start, or each call (info)
      --help                   this page

Paths below /_mock steer a running server: GET /_mock lists them, and shows a browser what the run did.`;

const OPTIONS = {
  port: { type: "string", short: "p", default: "4010" },
  host: { type: "string", short: "h", default: "127.0.0.1" },
  "allow-host": { type: "string", multiple: true, default: [] as string[] },
  document: { type: "string", short: "d" },
  "extra-document": { type: "string", multiple: true, default: [] as string[] },
  routes: { type: "string" },
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
} satisfies ParseArgsConfig["options"];

const parse = (args: string[]) =>
  optionsOf("mock", () => parseArgs({ args, options: OPTIONS, allowNegative: true })).values;

const mock: Command = async (args) => {
  const values = parse(args);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const level = values["log-level"];
  if (!["silent", "info", "debug"].includes(level)) {
    throw new UsageError(`--log-level ${level} is not silent, info or debug.`);
  }
  const options = await serverOptions(values);
  const server = await start(options);
  if (level !== "silent") {
    console.log(`Mock of the Okta Management API on ${server.url}`);
    console.log(`  curl -H 'authorization: SSWS any' ${server.url}/api/v1/users`);
    console.log(
      `  another response: add  -H 'prefer: code=429'    what happened, and how to steer it: ${server.url}/_mock`,
    );
    console.log("  stop: Ctrl-C");
  }
  await terminated();
  try {
    if (values.state !== undefined) await save(values.state, server.state());
  } finally {
    await server.close();
  }
  return 0;
};

async function serverOptions(values: ReturnType<typeof parse>): Promise<MockServerOptions> {
  const state = values.state === undefined ? undefined : await readState(values.state);
  return {
    port: wholeNumber(values.port, "port", 65535),
    host: values.host,
    allowedHosts: values["allow-host"],
    document: values.document,
    extraDocuments: values["extra-document"],
    routes: values.routes === undefined ? undefined : await readJson<MockRoute[]>(values.routes, "routes"),
    stateful: state ?? (values.stateful || values.state !== undefined),
    scenario: values.scenario === undefined ? undefined : await readJson<Scenario>(values.scenario, "scenario"),
    dynamic: values.dynamic,
    seed: values.seed,
    errors: values.errors,
    validateRequests: values.validate,
    rateLimit: wholeNumber(values["rate-limit"], "rate-limit", Number.MAX_SAFE_INTEGER, 1),
    delayMs: wholeNumber(values.delay, "delay", 3_600_000),
    cors: values.cors,
    log: values["log-level"] === "debug" ? (line) => console.log(line) : undefined,
  };
}

export default mock;

/** The state of a file, which may be new; where it will be saved has to be there now, not at the end. */
async function readState(file: string): Promise<SavedState | undefined> {
  const state = await readJson<SavedState>(file, "state", true);
  const folder = dirname(file);
  await access(state === undefined ? folder : file, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? `there is no folder ${folder}` : (cause.code ?? cause.message);
    throw new UsageError(`--state ${file} cannot be saved: ${why}.`, { cause });
  });
  return state;
}

/** Saves as a whole or not at all: what was there stays until the new file is complete. */
async function save(file: string, state: SavedState): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, `${JSON.stringify(state, undefined, 2)}\n`, { flag: "wx" });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Error(`The state could not be saved to ${file}: ${code ?? message}.`, { cause });
  }
}

async function readJson<T>(file: string, name: string): Promise<T>;
async function readJson<T>(file: string, name: string, mayBeNew: true): Promise<T | undefined>;
async function readJson<T>(file: string, name: string, mayBeNew = false): Promise<T | undefined> {
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
    throw new UsageError(`--${name} ${file} is invalid JSON: ${(cause as Error).message}`, { cause });
  }
}

async function start(options: MockServerOptions): Promise<MockServer> {
  try {
    return await startMockServer(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = { cause: error };
    const { port, host } = options;
    if (code === "EADDRINUSE")
      throw new Error(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`, cause);
    if (code === "EACCES") throw new Error(`Port ${port} is not allowed to you. Choose one from 1024.`, cause);
    if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL")
      throw new Error(`${host} is not an address of this machine.`, cause);
    throw error;
  }
}
