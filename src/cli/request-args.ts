import { parseArgs } from "node:util";
import { checkedPath } from "../serialize/path.ts";
import { UsageError } from "./command.ts";
import { refuseCredentials } from "./token.ts";
import { METHODS, optionsOf, wholeNumber } from "./values.ts";

export const HELP = `okta-fetch request [method] <path> [options]

Sends a request to the org of OKTA_CLIENT_ORGURL with the token of OKTA_CLIENT_TOKEN, and prints the answer. Waits for
rate limits and repeats after faults as the client does.

  okta-fetch request GET /api/v1/users --paginate --query 'search=status eq "ACTIVE"'
  okta-fetch request POST /api/v1/groups --body '{"profile":{"name":"Engineering"}}'

  -q, --query <k=v>       query parameter, encoded for you; repeatable
  -b, --body <body>       JSON, the name of a file, or - for standard input
  -H, --header <n: v>     header; repeatable
      --paginate          read all pages of a list and print them as one, in flat memory
      --max-items <n>     end after so many items of them
      --ndjson            print one item a line
  -i, --include           print status and headers first
      --raw               print the body as it comes, also when it is binary
  -o, --output <file>     write there; the file appears when it is complete
      --org-url <url>     another org than OKTA_CLIENT_ORGURL
      --token-file <file> read the token from there
      --token-stdin       read the token from standard input
      --bearer            the token is an OAuth 2.0 access token, not an API token
      --timeout <s>       seconds for one attempt (60)
      --no-retry          send once
  -v, --verbose           tell of retries and waits, and how it ended, on standard error
      --help              this page

There is no option for the token itself: other users of the machine can see a command line, and shells keep it.
Exit status: 0 success, 1 refused or no answer, 2 wrong usage (nothing was sent), 130 ended by Ctrl-C.`;

const OPTIONS = {
  query: { type: "string", short: "q", multiple: true },
  body: { type: "string", short: "b" },
  header: { type: "string", short: "H", multiple: true },
  paginate: { type: "boolean", default: false },
  "max-items": { type: "string" },
  ndjson: { type: "boolean", default: false },
  include: { type: "boolean", short: "i", default: false },
  raw: { type: "boolean", default: false },
  output: { type: "string", short: "o" },
  "org-url": { type: "string" },
  "token-file": { type: "string" },
  "token-stdin": { type: "boolean", default: false },
  bearer: { type: "boolean", default: false },
  timeout: { type: "string" },
  retry: { type: "boolean", default: true },
  verbose: { type: "boolean", short: "v", default: false },
  help: { type: "boolean", default: false },
} as const;

/** What to send and how to print it, checked as far as possible without reading anything. */
export interface Plan {
  method: string;
  /** Without a query. */
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  values: ReturnType<typeof parse>["values"];
  maxItems: number | undefined;
  /** Milliseconds. */
  timeout: number | undefined;
}

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, allowNegative: true });

/** @throws UsageError that names what is wrong */
export function planOf(args: string[]): Plan | undefined {
  refuseCredentials(args);
  const { values, positionals } = optionsOf("request", () => parse(args));
  if (values.help) return undefined;
  const { method, address } = target(positionals, values.body !== undefined);
  const { path, query } = split(address);
  for (const pair of values.query ?? []) addQuery(query, pair);
  const headers = headersOf(values.header ?? []);
  exclude(values.raw, "--raw", { "--paginate": values.paginate });
  exclude(values.include, "--include", { "--paginate": values.paginate });
  exclude(values["token-stdin"], "--token-stdin", {
    "--body -": values.body === "-",
    "--token-file": values["token-file"] !== undefined,
  });
  if (!values.paginate && (values.ndjson || values["max-items"] !== undefined)) {
    throw new UsageError(`${values.ndjson ? "--ndjson" : "--max-items"} goes with --paginate.`);
  }
  if (values.paginate && method !== "GET") throw new UsageError("--paginate goes with GET.");
  if (method === "GET" && values.body !== undefined) throw new UsageError("GET takes no body. Name another method.");
  return {
    method,
    path,
    query,
    headers,
    values,
    maxItems:
      values["max-items"] === undefined
        ? undefined
        : wholeNumber(values["max-items"], "max-items", Number.MAX_SAFE_INTEGER, 1),
    timeout: values.timeout === undefined ? undefined : wholeNumber(values.timeout, "timeout", 3600, 1) * 1000,
  };
}

function exclude(given: boolean, name: string, others: Record<string, boolean>) {
  const [other] = Object.entries(others).find(([, set]) => given && set) ?? [];
  if (other) throw new UsageError(`Give ${name} or ${other}, not both.`);
}

function target(positionals: string[], hasBody: boolean): { method: string; address: string } {
  const [first, second, ...more] = positionals;
  if (first === undefined)
    throw new UsageError("Name a path, such as /api/v1/users. okta-fetch request --help tells more.");
  if (more.length > 0) throw new UsageError("Only a method and a path are taken. Quote values that hold spaces.");
  if (second === undefined) {
    if (METHODS.includes(first.toUpperCase()))
      throw new UsageError(`Name a path after ${first.toUpperCase()}, such as /api/v1/users.`);
    if (hasBody) throw new UsageError("Name the method that the body goes with: POST, PUT or PATCH.");
    return { method: "GET", address: first };
  }
  const method = first.toUpperCase();
  if (!METHODS.includes(method))
    throw new UsageError(`The method must be one of ${METHODS.join(", ")}, before the path.`);
  return { method, address: second };
}

function split(address: string): Pick<Plan, "path" | "query"> {
  if (/^[a-z]+:\/\//i.test(address)) {
    throw new UsageError(
      "Give the path alone, such as /api/v1/users; the org is that of OKTA_CLIENT_ORGURL or --org-url.",
    );
  }
  if (/^[A-Za-z]:[\\/]/.test(address)) {
    throw new UsageError(
      "The shell has turned the path into a file name. Write it without its first slash: api/v1/users.",
    );
  }
  const [beforeHash = ""] = address.split("#", 1);
  const mark = beforeHash.indexOf("?");
  const raw = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  const path = raw.startsWith("/") ? raw : `/${raw}`;
  const [, placeholder] = /\{([^}]*)\}?/.exec(path) ?? [];
  if (placeholder !== undefined)
    throw new UsageError(`The path still holds {${placeholder}}. Put the value in its place.`);
  try {
    checkedPath(path);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
  const query: Plan["query"] = {};
  if (mark >= 0) for (const [name, value] of new URLSearchParams(beforeHash.slice(mark + 1))) add(query, name, value);
  return { path, query };
}

function add(query: Plan["query"], name: string, value: string) {
  const before = query[name];
  query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
}

function addQuery(query: Plan["query"], pair: string) {
  const at = pair.indexOf("=");
  if (at < 1) throw new UsageError(`--query takes name=value, such as --query limit=200.`);
  add(query, pair.slice(0, at), pair.slice(at + 1));
}

function headersOf(lines: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new UsageError('--header takes "name: value".');
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new UsageError(`The header ${name} holds a character that no header can.`);
    if (name.toLowerCase() === "authorization") refuseCredentials(["authorization:"]);
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
