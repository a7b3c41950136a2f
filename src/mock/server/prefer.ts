import { invalid } from "./errors.ts";

/** What a request wishes its answer to be, by the `Prefer` header or, as in Prism, by `?__code=…`. */
export interface Preference {
  /** Status of the answer. */
  code?: number;
  /** Key of an example. */
  example?: string;
  /** Whether to generate the answer from its schema. */
  dynamic?: boolean;
  /** Seed of what is generated. */
  seed?: string;
}

export const NOTHING_PREFERRED: Preference = Object.freeze({});

const ENTRY = /(?:^|[,;])\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))/g;

/**
 * Reads `code`, `example`, `dynamic` and `seed` among other preferences, such as `respond-async`, which pass.
 *
 * @throws ApiError 400 for a code that is no status, or a `dynamic` that is neither `true` nor `false`
 */
export function preference(header: string | undefined, query: URLSearchParams | undefined): Preference {
  const asked: Record<string, string> = {};
  for (const name of ["code", "example", "dynamic", "seed"]) {
    const value = query?.get(`__${name}`);
    if (value) asked[name] = value;
  }
  if (header) {
    for (const [, name, quoted, plain] of header.matchAll(ENTRY)) asked[name!.toLowerCase()] = quoted ?? plain ?? "";
  }
  const { code, example, dynamic, seed } = asked;
  if (code === undefined && example === undefined && dynamic === undefined && seed === undefined) {
    return NOTHING_PREFERRED;
  }
  if (code !== undefined && !/^[2-5]\d\d$/.test(code)) {
    throw invalid("Prefer", [`code: must be a status from 200 to 599, not ${JSON.stringify(code.slice(0, 40))}`]);
  }
  if (dynamic !== undefined && dynamic !== "true" && dynamic !== "false") {
    throw invalid("Prefer", [`dynamic: must be true or false, not ${JSON.stringify(dynamic.slice(0, 40))}`]);
  }
  return {
    ...(code !== undefined && { code: Number(code) }),
    ...(example !== undefined && { example }),
    ...(dynamic !== undefined && { dynamic: dynamic === "true" }),
    ...(seed !== undefined && { seed }),
  };
}
