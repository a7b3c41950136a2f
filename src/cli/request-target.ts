import { checkedPath } from "../serialize/path.ts";
import { UsageError } from "./command.ts";
import { METHODS } from "./values.ts";

export type Query = Record<string, string | string[]>;

/** What the words of a command line name. */
export interface Target {
  method: string;
  /** Without a query. */
  path: string;
  query: Query;
}

/** @throws UsageError that says what is missing or too much */
export function targetOf(positionals: string[], hasBody: boolean): Target {
  const [first, second, ...more] = positionals;
  if (first === undefined) {
    throw new UsageError("Name a path, such as /api/v1/users. okta-fetch request --help lists the options.");
  }
  if (more.length > 0) throw new UsageError("Only a method and a path are taken. Quote values that hold spaces.");
  const method = (second === undefined ? "GET" : first).toUpperCase();
  if (second === undefined && METHODS.includes(first.toUpperCase())) {
    throw new UsageError(`Name a path after ${first.toUpperCase()}, such as /api/v1/users.`);
  }
  if (second === undefined && hasBody) {
    throw new UsageError("Name the method that the body goes with: POST, PUT or PATCH.");
  }
  if (!METHODS.includes(method)) {
    throw new UsageError(`The method must be one of ${METHODS.join(", ")}, before the path.`);
  }
  return { method, ...splitAddress(second ?? first) };
}

function splitAddress(address: string): Pick<Target, "path" | "query"> {
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
  const query: Query = {};
  if (mark >= 0)
    for (const [name, value] of new URLSearchParams(beforeHash.slice(mark + 1))) append(query, name, value);
  return { path: readPath(mark < 0 ? beforeHash : beforeHash.slice(0, mark)), query };
}

function readPath(raw: string): string {
  // A word without a slash is no path of the API, and may be a token in a wrong place.
  if (!raw.includes("/")) throw new UsageError("Name a path that begins with a slash, such as /api/v1/users.");
  const path = raw.startsWith("/") ? raw : `/${raw}`;
  const [, placeholder] = /\{([^}]*)\}?/.exec(path) ?? [];
  if (placeholder !== undefined) {
    throw new UsageError(`The path still holds {${placeholder}}. Put the value in its place.`);
  }
  try {
    return checkedPath(path);
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

function append(query: Query, name: string, value: string) {
  const before = query[name];
  query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
}

/** Adds what `--query` gives. @throws UsageError */
export function addQuery(query: Query, pair: string): void {
  const at = pair.indexOf("=");
  if (at < 1) throw new UsageError(`--query takes name=value, such as --query limit=200.`);
  append(query, pair.slice(0, at), pair.slice(at + 1));
}
