import { invalid } from "./errors.ts";

/** What a request prefers of its response, by the `Prefer` header or, as in Prism, by `?__code=…`. */
export interface Preference {
  /** Status of the response. */
  code?: number;
  /** Key of an example. */
  example?: string;
  /** Whether to generate the response from its schema. */
  dynamic?: boolean;
  /** Seed of what is generated. */
  seed?: string;
}

export const NOTHING_PREFERRED: Preference = Object.freeze({});

const NAMES = ["code", "example", "dynamic", "seed"] as const;
const ENTRY = /(?:^|[,;])\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))/g;

/**
 * Reads `code`, `example`, `dynamic` and `seed` among other preferences, such as `respond-async`, which pass.
 *
 * @throws ApiError 400 for a code that is no status, or a `dynamic` that is neither `true` nor `false`
 */
export function preference(header: string | undefined, query: URLSearchParams | undefined): Preference {
  const asked = new Map<string, string>();
  for (const name of NAMES) {
    const value = query?.get(`__${name}`);
    if (value) asked.set(name, value);
  }
  for (const [, name, quoted, plain] of header?.matchAll(ENTRY) ?? []) {
    asked.set(name!.toLowerCase(), quoted ?? plain ?? "");
  }
  if (!NAMES.some((name) => asked.has(name))) return NOTHING_PREFERRED;
  const [code, example, dynamic, seed] = NAMES.map((name) => asked.get(name));
  return {
    ...(code !== undefined && { code: statusOf(code) }),
    ...(example !== undefined && { example }),
    ...(dynamic !== undefined && { dynamic: booleanOf(dynamic) }),
    ...(seed !== undefined && { seed }),
  };
}

function statusOf(code: string): number {
  if (/^[2-5]\d\d$/.test(code)) return Number(code);
  throw invalid("Prefer", [`code: must be a status from 200 to 599, not ${JSON.stringify(code.slice(0, 40))}`]);
}

function booleanOf(dynamic: string): boolean {
  if (dynamic === "true" || dynamic === "false") return dynamic === "true";
  throw invalid("Prefer", [`dynamic: must be true or false, not ${JSON.stringify(dynamic.slice(0, 40))}`]);
}
