import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import type { ApiModel } from "../../model/model.ts";
import { page } from "../../responses/paging.ts";
import { responseHeaders } from "../../responses/response-headers.ts";
import { shapeOf } from "../../responses/shape.ts";
import type { Call, MockResponse } from "../http.ts";
import type { Collection } from "../routes/roles.ts";
import { merge } from "./fill.ts";
import { ORG } from "./paths.ts";
import type { At, Behaviour, ResourceStore } from "./resource-store.ts";

/** Items of a page where the document gives no default. */
const PAGE = 200;

/** A resource and where it is. */
export interface Placed {
  list: string;
  id: string;
  resource: Obj;
}

export function json(
  call: Call,
  { model }: ResourceStore,
  value: unknown,
  status = call.operation.success?.status ?? 200,
  more: MockResponse["headers"] = {},
): MockResponse {
  const headers = { ...responseHeaders(model, call.operation.response(String(status))), ...more };
  const body = JSON.stringify(value).replaceAll(ORG, call.base);
  return { status, headers: { ...headers, "content-type": "application/json" }, body, source: "state" };
}

/** One page of a list, with its links. */
export function listed(call: Call, store: ResourceStore, collection: Collection, found: Placed[]): MockResponse {
  const { base, path, query, operation } = call;
  const limit = operation.parameter("limit", "query");
  const standard = limit?.schema?.["default"];
  const size = typeof standard === "number" && standard > 0 ? standard : limit ? PAGE : Infinity;
  const { items, links } = page(found, ({ id }) => id, {
    base,
    path,
    query: limit ? query : undefined,
    size,
    strict: true,
  });
  const shown = items.map((placed) => present(store, collection, placed, call, true));
  return json(call, store, shown, undefined, { link: links });
}

/** A response that says nothing of the resource. */
export function done(call: Call, store: ResourceStore): MockResponse {
  if (call.operation.json()) return json(call, store, {});
  return { status: call.operation.success?.status ?? 204, headers: {}, body: undefined, source: "state" };
}

/** A resource as it is shown: with the links of its present state, and what `expand` asks for. */
export function present(
  store: ResourceStore,
  collection: Collection,
  { list, id, resource }: Placed,
  call: Call,
  inList = false,
): Obj {
  const behaviour = store.behaviourOf(collection.path);
  const at = store.at(collection, list, id);
  const copy = { ...resource };
  if (behaviour.embeds) delete copy["_embedded"];
  if (behaviour.links) copy["_links"] = behaviour.links(resource, at, inList);
  behaviour.show?.(copy, at, call);
  const embedded = embed(behaviour, resource, at, call);
  if (embedded) copy["_embedded"] = merge(isObject(copy["_embedded"]) ? copy["_embedded"] : {}, embedded);
  if (collection.summary) return pick(store.model, inList ? collection.summary : collection.schema, copy);
  return copy;
}

function embed({ embeds }: Behaviour, resource: Obj, at: At, call: Call): Obj | undefined {
  const expand = embeds && call.query?.get("expand");
  if (!expand || !call.operation.parameter("expand", "query")) return undefined;
  let embedded: Obj | undefined;
  for (const { name, argument } of expansions(expand, embeds)) {
    const value = embeds[name]!(resource, at, argument);
    if (isObject(value)) embedded = merge(embedded ?? {}, value);
  }
  return embedded;
}

/** The values of `expand` that are known, such as `user/00u…` for `user`. */
export function expansions(expand: string, embeds: NonNullable<Behaviour["embeds"]>) {
  return expand
    .split(",")
    .map((text) => text.trim())
    .map((text) => {
      if (Object.hasOwn(embeds, text)) return { text, name: text, argument: "" };
      const [name = "", ...rest] = text.split("/");
      return Object.hasOwn(embeds, name) ? { text, name, argument: rest.join("/") } : undefined;
    })
    .filter((found) => found !== undefined);
}

/** The properties of a resource that a schema declares. */
function pick({ refs }: ApiModel, schema: Schema, resource: Obj): Obj {
  const { properties } = shapeOf(refs, schema, resource);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => properties.has(name)));
}
