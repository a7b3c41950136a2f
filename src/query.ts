import { createQuerySerializer } from "openapi-fetch";

const serialize = createQuerySerializer();

/** Dates as Okta reads them; several things to expand with commas, other lists as repeated parameters. */
export function queryValues(query: Record<string, unknown>): Record<string, unknown> {
  const iso = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? (name === "expand" ? value.join(",") : value.map(iso)) : iso(value),
    ]),
  );
}

/** The query as it stands in the URL, with its question mark; empty without parameters. */
export function queryString(query: Record<string, unknown> | undefined): string {
  if (!query) return "";
  const text = serialize(queryValues(query));
  return text && `?${text}`;
}
