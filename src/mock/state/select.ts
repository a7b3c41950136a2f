import { Refusal } from "../server/errors.ts";
import type { Obj } from "../../openapi/document.ts";
import type { ApiOperation } from "../model/model.ts";
import { type Attributes, attributesOf, parseExpression } from "./expression.ts";

/** Where `q` looks, each from the start of the text. */
const Q: Record<string, string[]> = {
  "/api/v1/apps": ["label", "name"],
  "/api/v1/groups": ["profile.name"],
  "/api/v1/users": ["profile.firstName", "profile.lastName", "profile.email"],
};
const Q_ELSEWHERE = ["name", "label", "profile.name"];

/** Query parameters that are not the name of a property. */
const NO_PROPERTY = new Set(["q", "search", "filter", "sortBy", "sortOrder", "limit", "after", "expand"]);

/** Attributes of a thing that are kept elsewhere, such as `user.id` of an app. */
export type More = (thing: Obj) => Record<string, () => unknown[]>;

/**
 * Finds and sorts things as a list's query asks: `q`, `search`, `filter`, `sortBy`, `sortOrder`, and any parameter that
 * is named like a property.
 *
 * @throws Refusal 400 E0000031 for an expression that cannot be read
 */
export function select(
  things: Obj[],
  path: string,
  operation: ApiOperation,
  query: URLSearchParams,
  more: More,
): Obj[] {
  let found = things;
  for (const name of ["search", "filter"]) {
    const text = query.get(name)?.trim();
    if (!text || !operation.parameter(name, "query")) continue;
    const test = parseExpression(text);
    found = found.filter((thing) => test(withMore(attributesOf(thing), more(thing))));
  }
  const q = query.get("q")?.toLowerCase();
  if (q && operation.parameter("q", "query")) {
    const places = Q[path] ?? Q_ELSEWHERE;
    found = found.filter((thing) => {
      const attributes = attributesOf(thing);
      return places.flatMap(attributes).some((value) => String(value).toLowerCase().startsWith(q));
    });
  }
  for (const name of new Set(query.keys())) {
    if (NO_PROPERTY.has(name) || !operation.parameter(name, "query")) continue;
    const wanted = query.get(name)!;
    if (!found.some((thing) => isScalar(thing[name]))) continue;
    found = found.filter((thing) => String(thing[name]) === wanted);
  }
  return sorted(found, query);
}

const isScalar = (value: unknown) =>
  typeof value === "string" || typeof value === "boolean" || typeof value === "number";

const withMore =
  (attributes: Attributes, more: Record<string, () => unknown[]>): Attributes =>
  (path) =>
    Object.hasOwn(more, path) ? more[path]!() : attributes(path);

function sorted(things: Obj[], query: URLSearchParams): Obj[] {
  const by = query.get("sortBy");
  if (!by) return things;
  const order = query.get("sortOrder") ?? "asc";
  if (!/^(?:asc|desc)$/i.test(order))
    throw new Refusal(400, "E0000031", undefined, ['sortOrder is neither "asc" nor "desc".']);
  const sign = order.toLowerCase() === "desc" ? -1 : 1;
  const keyed = things.map((thing) => ({ thing, key: String(attributesOf(thing)(by)[0] ?? "") }));
  keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ thing }) => thing);
}
