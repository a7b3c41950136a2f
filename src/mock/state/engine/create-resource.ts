import { isObject, type Obj } from "../../../openapi/document.ts";
import { compose } from "../../responses/compose.ts";
import { oktaId, randomText } from "../../responses/ids.ts";
import { discriminatorOf } from "../../responses/shape.ts";
import { ApiError, type Call, invalid, type MockResponse } from "../http.ts";
import { type Collection, idIn, parameterExample } from "../routes/roles.ts";
import { composeResource, fillRequired } from "./compose-resource.ts";
import { json, present } from "./respond.ts";
import { replaceIds } from "./samples.ts";
import type { Behaviour, Change, Context, ResourceStore } from "./resource-store.ts";

/** The body as an object; none is an empty one. @throws ApiError 400 for a list or a plain value */
export function objectBody({ body }: Pick<Call, "body">): Obj {
  if (body === undefined || body === null) return {};
  if (!isObject(body)) throw new ApiError(400, "E0000003");
  return body;
}

/** Creates what a call asks for. @param list path of the list that gets it */
export function createResource({ store, call }: Context, collection: Collection, list: string): MockResponse {
  const body = objectBody(call);
  let id: string | undefined;
  if (collection.target) {
    if (typeof body["id"] !== "string") throw invalid("id", ["id: The field cannot be left blank"]);
    id = store.requireId(collection.target, body["id"]);
  }
  const made = addResource(store, collection, list, body, { ...(id !== undefined && { id }), query: call.query });
  const status = call.operation.response("201") ? 201 : undefined;
  return json(call, store, present(store, collection, { list, ...made }, call), status);
}

/**
 * Makes a resource of a body and puts it into a list.
 *
 * @param options its id, where that is the id of another resource
 * @throws ApiError 400 when another one has its name, or Okta would not create it
 */
export function addResource(
  store: ResourceStore,
  collection: Collection,
  list: string,
  body: Obj,
  options: { id?: string; query?: URLSearchParams | undefined } = {},
): { id: string; resource: Obj } {
  const behaviour = store.behaviourOf(collection.path);
  const resources = store.list(collection, list);
  const draft: Change = {
    ...store.at(collection, list, options.id ?? ""),
    body,
    query: options.query,
    previous: undefined,
  };
  const prepared = behaviour.prepare?.(body, draft) ?? body;
  const id =
    options.id ?? nameInBody(prepared, collection) ?? behaviour.newId?.(draft) ?? newId(store, collection, behaviour);
  const change: Change = { ...draft, ...store.at(collection, list, id), body: prepared };
  const resource = hasBehaviour(behaviour)
    ? composeResource(store.model.refs, collection.schema, prepared, {}, behaviour.keeps)
    : likeExample(store, collection, prepared, change);
  if (collection.idAt.length === 1) resource[collection.idAt[0]!] = id;
  finish(behaviour, store, collection, resource, change);
  if (options.id === undefined && resources.has(id)) throw taken(collection.idAt.join("."));
  store.put(list, id, resource);
  behaviour.written?.(resource, change);
  return { id, resource };
}

/** Checks and completes a resource that was composed of a body. */
export function finish(
  behaviour: Behaviour,
  store: ResourceStore,
  collection: Collection,
  resource: Obj,
  change: Change,
): void {
  if (hasBehaviour(behaviour)) keepSystem(resource, change);
  behaviour.check?.(resource, change);
  behaviour.complete?.(resource, change);
  checkUnique(behaviour, store.data.collection(change.list), resource, change);
  fillRequired(store.model.refs, collection.schema, resource);
}

/** Whether Okta has made a resource is not for a body to say. */
function keepSystem(resource: Obj, { previous }: Change): void {
  if (typeof previous?.["system"] === "boolean") resource["system"] = previous["system"];
  else if (resource["system"] === true) resource["system"] = false;
}

const hasBehaviour = (behaviour: Behaviour) => Object.keys(behaviour).length > 0;

/** Resources that are named by their maker are found by that name. */
const nameInBody = (body: Obj, { idAt }: Collection) => (idAt[0] === "id" ? undefined : idIn(body, idAt));

function newId({ routes }: ResourceStore, collection: Collection, behaviour: Behaviour): string {
  const prefix = behaviour.prefix ?? collection.prefix;
  if (prefix !== undefined) return oktaId(prefix);
  const [sample] = routes.samples(collection.get);
  return randomText((sample && idIn(sample, collection.idAt)?.length) ?? 20);
}

const taken = (field: string) =>
  invalid(field, [`${field}: An object with this field already exists in the current organization`]);

/** @throws ApiError 400 when another resource of the list has the same name */
function checkUnique(
  { unique = [], taken: refusal }: Behaviour,
  resources: Map<string, Obj>,
  resource: Obj,
  { id, previous }: Change,
): void {
  for (const at of unique) {
    const nameOf = (one: Obj) => idIn(one, [...at])?.toLowerCase();
    const name = nameOf(resource);
    if (name === undefined || (previous && nameOf(previous) === name)) continue;
    for (const [otherId, other] of resources) {
      if (otherId !== id && nameOf(other) === name) throw refusal?.() ?? taken(at.at(-1)!);
    }
  }
}

/** A resource of a document that is not Okta's takes after the document's example. */
function likeExample({ model, routes }: ResourceStore, collection: Collection, body: Obj, { id, params }: Change): Obj {
  const { schema, create, get, idAt } = collection;
  const samples = [...routes.samples(create), ...routes.samples(get), ...model.examples.of(schema.$ref ?? "")];
  const tag = discriminatorOf(model.refs, schema)?.propertyName;
  const example = (tag === undefined ? samples[0] : samples.find((sample) => sample[tag] === body[tag])) ?? {};
  const old = Object.entries(params).map(
    ([name, value]) => [parameterExample(get.parameter(name, "path")), value] as const,
  );
  const sample = replaceIds(example, [[idIn(example, idAt), id], ...old]) as Obj;
  const made = compose(model.refs, schema, body, sample);
  if (isObject(sample["_links"]) && made["_links"] === undefined) made["_links"] = sample["_links"];
  return made;
}
