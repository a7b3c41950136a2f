import type { Obj } from "../../../openapi/document.ts";
import { shapeOf } from "../../responses/shape.ts";
import { ApiError, type Call } from "../http.ts";
import type { Collection } from "../routes/roles.ts";
import {
  type Attributes,
  attributesOf,
  filterLimits,
  type Limits,
  parseExpression,
  searchLimits,
} from "./filter-expression.ts";
import type { Placed } from "./respond.ts";
import { expansions } from "./respond.ts";
import type { Behaviour, ResourceStore } from "./resource-store.ts";

/** Where `q` looks, where nothing else is known. */
const Q: NonNullable<Behaviour["q"]> = { in: ["name", "label", "profile.name"] };

/** Query parameters that every list understands. */
const GENERAL = new Set(["q", "search", "filter", "sortBy", "sortOrder", "limit", "after", "expand"]);

/** Query parameters of other calls that are modelled. */
const MODELLED = new Set([
  "activate",
  "fields",
  "kid",
  "mode",
  "nextLogin",
  "oauthTokens",
  "provider",
  "removeUsers",
  "sendEmail",
  "since",
  "targetAid",
  "targetIdpId",
  "tempPassword",
  "until",
  "updatePhone",
  "validityYears",
]);

/** Query parameters that the operation of a path models by itself. */
const MODELLED_AT: [path: string, name: string][] = [
  ["/targets/catalog/apps", "status"],
  ["/clients/{clientId}/grants", "expand"],
];

/**
 * Finds and sorts resources as a list's query asks: `q`, `search`, `filter`, `sortBy`, `sortOrder`, and any parameter
 * that is named like a property.
 *
 * @throws ApiError 400 E0000031 for an expression that cannot be read
 */
export function select(store: ResourceStore, collection: Collection, placed: Placed[], call: Call): Placed[] {
  const { operation, query } = call;
  const behaviour = store.behaviourOf(collection.path);
  let found = byExpressions(store, collection, placed, call);
  const q = query!.get("q")?.trim().toLowerCase();
  if (q && operation.parameter("q", "query") && !behaviour.parameters?.["q"]) {
    found = found.filter(({ resource }) => matches(resource, q, behaviour.q));
    if (behaviour.q?.most) found = found.slice(0, Number(query!.get("limit")) || behaviour.q.most);
  }
  for (const name of new Set(query!.keys())) {
    if ((GENERAL.has(name) && !behaviour.parameters?.[name]) || !operation.parameter(name, "query")) continue;
    found = byParameter(store, collection, found, name, query!.get(name)!);
  }
  return operation.parameter("sortBy", "query") ? sorted(found, query!) : found;
}

function byExpressions(store: ResourceStore, collection: Collection, placed: Placed[], call: Call): Placed[] {
  const behaviour = store.behaviourOf(collection.path);
  let found = placed;
  for (const name of ["search", "filter"]) {
    const text = call.query!.get(name)?.trim();
    if (!text || behaviour.parameters?.[name] || !call.operation.parameter(name, "query")) continue;
    const test = parseExpression(text, limitsOf(behaviour, name));
    found = found.filter((one) => test(attributes(store, collection, one, behaviour)));
  }
  return found;
}

function limitsOf({ filter, search }: Behaviour, name: string): Limits | undefined {
  if (name === "filter") return filter && filterLimits(filter);
  return search && searchLimits(search.contain);
}

function matches(resource: Obj, q: string, where: NonNullable<Behaviour["q"]> = Q): boolean {
  const of = attributesOf(resource);
  return where.in.flatMap(of).some((value) => {
    const text = String(value).toLowerCase();
    return where.anywhere ? text.includes(q) : text.startsWith(q);
  });
}

function byParameter(store: ResourceStore, collection: Collection, found: Placed[], name: string, wanted: string) {
  const own = store.behaviourOf(collection.path).parameters?.[name];
  if (own === true) return found;
  if (own) return found.filter(({ list, id, resource }) => own(resource, wanted, store.at(collection, list, id)));
  if (!found.some(({ resource }) => isScalar(resource[name]))) return found;
  return found.filter(({ resource }) => String(resource[name]) === wanted);
}

const isScalar = (value: unknown) =>
  typeof value === "string" || typeof value === "boolean" || typeof value === "number";

function attributes(store: ResourceStore, collection: Collection, placed: Placed, behaviour: Behaviour): Attributes {
  const own = attributesOf(placed.resource);
  const more = behaviour.attributes?.(placed.resource, store.at(collection, placed.list, placed.id));
  return more ? (path) => (Object.hasOwn(more, path) ? more[path]!() : own(path)) : own;
}

function sorted(found: Placed[], query: URLSearchParams): Placed[] {
  const by = query.get("sortBy");
  if (!by) return found;
  const order = query.get("sortOrder") ?? "asc";
  if (!/^(?:asc|desc)$/i.test(order))
    throw new ApiError(400, "E0000031", undefined, ['sortOrder is neither "asc" nor "desc".']);
  const sign = order.toLowerCase() === "desc" ? -1 : 1;
  const keyed = found.map((placed) => ({ placed, key: String(attributesOf(placed.resource)(by)[0] ?? "") }));
  keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ placed }) => placed);
}

/** Query parameters of a call that the document has and the state does nothing with. */
export function ignoredParameters(store: ResourceStore, { operation, query }: Call, collection?: Collection): string[] {
  if (!query) return [];
  const behaviour = collection ? store.behaviourOf(collection.path) : {};
  const known = collection ? [...store.list(collection, collection.path).values()].slice(0, 50) : [];
  const properties = new Set(known.flatMap(Object.keys));
  if (collection)
    for (const name of shapeOf(store.model.refs, collection.schema, {}).properties.keys()) properties.add(name);
  const own = MODELLED_AT.find(([path]) => operation.path.endsWith(path))?.[1];
  return [...new Set(query.keys())].filter((name) => {
    if (!operation.parameter(name, "query") || MODELLED.has(name) || behaviour.parameters?.[name]) return false;
    if (name === own) return false;
    if (name === "expand") {
      const wanted = query.get("expand")!.split(",").length;
      return expansions(query.get("expand")!, behaviour.embeds ?? {}).length < wanted;
    }
    return !(GENERAL.has(name) || properties.has(name));
  });
}
