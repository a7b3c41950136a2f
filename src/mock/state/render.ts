import type { Answer, Call } from "../server/call.ts";
import { examplesOf } from "../responses/examples.ts";
import { relink } from "../responses/links.ts";
import type { ApiModel } from "../model/model.ts";
import type { Obj, Schema } from "../../openapi/document.ts";
import { page } from "../responses/paging.ts";
import { responseHeaders } from "../responses/response-headers.ts";
import { shapeOf } from "../responses/shape.ts";
import { USERS } from "./okta.ts";
import type { Collection } from "./roles.ts";
import { withOffers, withSelf } from "./user-links.ts";

/** Items of a page where the document gives no default. */
const PAGE = 200;

export function json(
  model: ApiModel,
  call: Call,
  value: unknown,
  status?: number,
  more: Answer["headers"] = {},
): Answer {
  const code = status ?? call.operation.success?.status ?? 200;
  const headers = { ...responseHeaders(model, call.operation.response(String(code))), ...more };
  const body = JSON.stringify(relink(value, model.origin, call.base));
  return { status: code, headers: { ...headers, "content-type": "application/json" }, body, source: "state" };
}

/** One page of a list, with its links. */
export function listed(model: ApiModel, call: Call, things: Obj[]): Answer {
  const { base, path, query, operation } = call;
  const limit = operation.parameter("limit", "query");
  const standard = limit?.schema?.["default"];
  const size = typeof standard === "number" && standard > 0 ? standard : limit ? PAGE : Infinity;
  const idOf = (thing: Obj) => (typeof thing["id"] === "string" ? thing["id"] : undefined);
  const found = page(things, idOf, { base, path, query: limit ? query : undefined, size, strict: true });
  return json(model, call, found.items, undefined, { link: found.links });
}

/** An answer that tells nothing of the thing: empty, or after the document's example, such as an activation link. */
export function done(model: ApiModel, call: Call): Answer {
  const { success } = call.operation;
  const media = call.operation.json();
  if (!media) return { status: success?.status ?? 204, headers: {}, body: undefined, source: "state" };
  const mailed = call.operation.parameter("sendEmail", "query") && call.query?.get("sendEmail") !== "false";
  const required = media.schema ? shapeOf(model.refs, media.schema, {}).required.size : 0;
  const [example] = examplesOf(model, media);
  return json(model, call, mailed && required === 0 ? {} : (example?.value ?? {}));
}

/** The properties of a thing that a schema declares. */
export function pick(model: ApiModel, schema: Schema, thing: Obj): Obj {
  const { properties } = shapeOf(model.refs, schema, thing);
  return Object.fromEntries(Object.entries(thing).filter(([name]) => properties.has(name)));
}

/** A thing as its own path shows it, where its list shows something else. */
export function whole(model: ApiModel, { path, summary, schema }: Collection, thing: Obj): Obj {
  if (path === USERS) return withOffers(thing);
  return summary ? pick(model, schema, thing) : thing;
}

/** Things of a collection as lists show them. */
export function brief(model: ApiModel, { path, summary }: Collection, things: Obj[]): Obj[] {
  if (path === USERS) return things.map(withSelf);
  return summary ? things.map((thing) => pick(model, summary, thing)) : things;
}
