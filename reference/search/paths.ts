const METHOD = /^(get|post|put|patch|delete)\s+(?=\S*\/)/i;

interface Asked {
  method: string | undefined;
  segments: string[];
}

/** The path in a query, be it a template, one with ids in it, or a whole URL; `undefined` when it holds none. */
function askedPath(query: string): Asked | undefined {
  const method = METHOD.exec(query)?.[1]?.toUpperCase();
  const rest = query.replace(METHOD, "").trim();
  if (!/^(?:https?:\/\/|\/|api\/v1\/)\S+$/i.test(rest)) return undefined;
  const path = rest.replace(/^https?:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const segments = path.split("/").filter(Boolean);
  return segments.length > 0 ? { method, segments } : undefined;
}

const isTemplate = (segment: string): boolean => /^[{:]/.test(segment);

/** How well a segment fits: one that is written out more than one that stands for an id. */
function fit(asked: string, segment: string): number {
  if (isTemplate(segment)) return isTemplate(asked) ? 2 : 1;
  return asked.toLowerCase() === segment.toLowerCase() ? 3 : 0;
}

/**
 * How well a call is named by a query that is a path.
 *
 * @param query such as `/api/v1/users/me`, `DELETE /users/{id}` or a URL
 * @returns for `METHOD /path`, a number that is 0 when the path is another one; `undefined` when the query is no path
 */
export function pathMatcher(query: string): ((call: string) => number) | undefined {
  const asked = askedPath(query);
  if (!asked) return undefined;
  return (call) => {
    const [method, path = ""] = call.split(" ");
    const segments = path.split("/").filter(Boolean);
    const skipped = segments.length - asked.segments.length;
    // What precedes the resource may be left out.
    if (skipped !== 0 && !(skipped === 2 && path.startsWith("/api/v1/"))) return 0;
    const fits = asked.segments.map((segment, i) => fit(segment, segments[i + skipped]!));
    if (fits.includes(0) || (asked.method && asked.method !== method)) return 0;
    return fits.reduce((sum, each) => sum + each, 0);
  };
}
