const toText = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));

/**
 * The query as it stands in the URL, without its question mark; empty without parameters. Dates become ISO 8601, several
 * things to expand one parameter with commas, other lists repeated parameters; null and undefined are left out.
 *
 * @throws TypeError for an object, which no parameter of Okta takes
 */
export function serializeQuery(query: Record<string, unknown> = {}): string {
  const pairs: [string, string][] = [];
  for (const name in query) {
    const value = query[name];
    for (const one of Array.isArray(value) ? (name === "expand" ? [value.join(",")] : value) : [value]) {
      if (one === undefined || one === null || (one === "" && Array.isArray(value))) continue;
      if (typeof one === "object" && !(one instanceof Date))
        throw new TypeError(`Query parameter ${name} is an object.`);
      pairs.push([name, toText(one)]);
    }
  }
  return pairs.length > 0 ? new URLSearchParams(pairs).toString().replaceAll("+", "%20") : "";
}

/** A path with further parameters behind those that it has. */
export function withQuery(path: string, query: Record<string, unknown> | undefined): string {
  const more = serializeQuery(query);
  return more === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${more}`;
}
