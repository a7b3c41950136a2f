import { parseArgs } from "node:util";
import { UsageError } from "./command.ts";
import { HELP, OPTIONS } from "./request-options.ts";
import { addQuery, type Target, targetOf } from "./request-target.ts";
import { refuseCredentials } from "./token.ts";
import { optionsOf, wholeNumber } from "./values.ts";

export { HELP };

/** What to send and how to print it, checked as far as possible without reading anything. */
export interface Plan extends Target {
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
  const target = targetOf(positionals, values.body !== undefined || values.form !== undefined);
  for (const pair of values.query ?? []) addQuery(target.query, pair);
  const headers = headersOf(values.header ?? []);
  checkCombination(values, target.method, headers);
  const { timeout, "max-items": most } = values;
  return {
    ...target,
    headers,
    values,
    maxItems: most === undefined ? undefined : wholeNumber(most, "max-items", Number.MAX_SAFE_INTEGER, 1),
    timeout: timeout === undefined ? undefined : wholeNumber(timeout, "timeout", 3600, 1) * 1000,
  };
}

function checkCombination(values: Plan["values"], method: string, headers: Record<string, string>): void {
  const { paginate, form, body, ndjson } = values;
  const pages = { "--paginate": paginate };
  exclude(values.raw, "--raw", pages);
  exclude(values.include, "--include", pages);
  exclude(values["error-body"], "--error-body", pages);
  exclude(form !== undefined, "--form", { "--body": body !== undefined });
  exclude(values["token-stdin"], "--token-stdin", {
    "--body -": body === "-",
    "--token-file": values["token-file"] !== undefined,
  });
  if (!paginate && (ndjson || values["max-items"] !== undefined)) {
    throw new UsageError(`${ndjson ? "--ndjson" : "--max-items"} goes with --paginate.`);
  }
  if (paginate && method !== "GET") throw new UsageError("--paginate goes with GET.");
  if (method === "GET" && (body ?? form) !== undefined) throw new UsageError("GET takes no body. Name another method.");
  if (form && headers["content-type"] !== undefined) {
    throw new UsageError("--form sets the content type itself. Leave the header out.");
  }
}

function exclude(given: boolean, name: string, others: Record<string, boolean>) {
  const [other] = Object.entries(others).find(([, set]) => given && set) ?? [];
  if (other) throw new UsageError(`Give ${name} or ${other}, not both.`);
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
