import { isObject } from "../../openapi/document.ts";

/** A copy whose `_links` lead to another host. @param from origin in the document @param to origin of the server */
export function relink(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => relink(item, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "_links" ? hrefs(inner, from, to) : relink(inner, from, to),
    ]),
  );
}

function hrefs(value: unknown, from: string, to: string): unknown {
  if (typeof value === "string") return from && value.startsWith(from) ? to + value.slice(from.length) : value;
  if (Array.isArray(value)) return value.map((item) => hrefs(item, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hrefs(inner, from, to)]));
}
