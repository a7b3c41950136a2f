import { isObject, type Obj } from "../../../openapi/document.ts";
import { oktaId } from "../../responses/ids.ts";
import { merge, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS, USER_TYPES } from "../engine/paths.ts";
import type { Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { invalid } from "../http.ts";
import { attributesOfApp, attributesOfSchema } from "./profile-schemas.ts";
import { defaultUserType, schemaIdOf } from "./user-types.ts";

/** How attributes flow between the profiles of users and those of the apps that they are assigned to. */

const MAPPINGS = "/api/v1/mappings";

const appEnd = (id: string, name: string): Obj => ({
  id,
  name,
  type: "appuser",
  _links: { self: link(`${APPS}/${id}`), schema: link(`/api/v1/meta/schemas/apps/${id}/default`) },
});

const userEnd = (type: Obj): Obj => {
  const id = String(type["id"]);
  return {
    id,
    name: type["name"],
    type: "user",
    _links: {
      self: link(`${USER_TYPES}/${id}`),
      schema: link(`/api/v1/meta/schemas/user/${schemaIdOf(id)}`),
    },
  };
};

/** A new app has a mapping in each direction. */
export function addMappings(store: ResourceStore, appId: string, name: string): void {
  const collection = store.routes.collections.get(MAPPINGS);
  if (!collection) return;
  const [app, user] = [appEnd(appId, name), userEnd(defaultUserType(store))];
  const email = { expression: "appuser.email", pushStatus: "DONT_PUSH" };
  for (const [source, target, properties] of [
    [app, user, { email }],
    [user, app, {}],
  ] as const) {
    store.seed(collection, MAPPINGS, { id: oktaId("prm"), source, target, properties });
  }
}

export function removeMappings(store: ResourceStore, appId: string): void {
  for (const [id, mapping] of store.data.collection(MAPPINGS)) {
    if (endOf(mapping, "source") === appId || endOf(mapping, "target") === appId) store.remove(MAPPINGS, id);
  }
}

const endOf = (mapping: Obj, end: "source" | "target") => textAt(mapping, end, "id");

/** Whether a mapping fills an attribute in the profiles of an app's users. */
export const fillsAttribute = (store: ResourceStore, appId: string, name: string): boolean =>
  [...store.data.collection(MAPPINGS).values()].some((mapping) => {
    const { properties } = mapping;
    return endOf(mapping, "target") === appId && isObject(properties) && properties[name] !== undefined;
  });

export const profileMappings: Behaviour = {
  prefix: "prm",
  initial: () => [],
  links: (_, { path }) => ({ self: link(path) }),
  parameters: {
    sourceId: (mapping, id) => endOf(mapping, "source") === id,
    targetId: (mapping, id) => endOf(mapping, "target") === id,
  },
};

/** @throws ApiError 400 for an attribute that the target does not have */
function checkTarget(store: ResourceStore, mapping: Obj, properties: Obj): void {
  const { target } = mapping;
  const id = endOf(mapping, "target")!;
  const known =
    isObject(target) && target["type"] === "user"
      ? attributesOfSchema(store, "/api/v1/meta/schemas/user/{schemaId}", { schemaId: schemaIdOf(id) })
      : attributesOfApp(store, id);
  const before = isObject(mapping["properties"]) ? mapping["properties"] : {};
  const strange = Object.keys(properties).find((name) => !known.has(name) && !(name in before));
  if (strange !== undefined) throw invalid("updateMapping", [`Invalid target field ${strange}`]);
}

const update: Handler = ({ store, call, place }) => {
  const mapping = store.resource(store.collectionAt(MAPPINGS), place);
  const properties = objectBody(call)["properties"];
  const sent = isObject(properties) ? properties : {};
  checkTarget(store, mapping, sent);
  const kept = isObject(mapping["properties"]) ? mapping["properties"] : {};
  const next = { ...mapping, properties: merge(kept, sent, true) };
  store.put(MAPPINGS, place.id, next);
  return json(call, store, { ...next, _links: { self: link(place.path) } });
};

export const mappingHandlers: Record<string, Handler> = { [`POST ${MAPPINGS}/{mappingId}`]: update };
