import { isObject, type Obj } from "../../../openapi/document.ts";
import { merge, objectIn, textAt } from "../engine/fill.ts";
import { APPS, ORG, USER_TYPES } from "../engine/paths.ts";
import type { Handler, InitialSingle, ResourceStore } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { ApiError, invalid, notFound } from "../http.ts";
import { schemaIdOf } from "./user-types.ts";

/** The schemas of profiles: what an org declares for its users, groups and the users of each app. */

type Action = "READ_WRITE" | "READ_ONLY" | "HIDE";
/** Name, title, what the user may do with it, and what else is said of the attribute. */
type Row = [name: string, title: string, action: Action, more?: Obj];

const REQUIRED = { required: true };

/** The attributes that every user has. */
const USER_ATTRIBUTES: Row[] = [
  ["login", "Username", "READ_ONLY", { ...REQUIRED, minLength: 5, maxLength: 100 }],
  ["firstName", "First name", "READ_WRITE", { ...REQUIRED, minLength: 1, maxLength: 50 }],
  ["lastName", "Last name", "READ_WRITE", { ...REQUIRED, minLength: 1, maxLength: 50 }],
  ["middleName", "Middle name", "READ_ONLY"],
  ["honorificPrefix", "Honorific prefix", "READ_ONLY"],
  ["honorificSuffix", "Honorific suffix", "READ_ONLY"],
  ["email", "Primary email", "READ_WRITE", { ...REQUIRED, format: "email" }],
  ["title", "Title", "READ_ONLY"],
  ["displayName", "Display name", "READ_ONLY"],
  ["nickName", "Nickname", "READ_ONLY"],
  ["profileUrl", "Profile Url", "READ_ONLY", { format: "uri" }],
  ["secondEmail", "Secondary email", "READ_WRITE", { format: "email" }],
  ["mobilePhone", "Mobile phone", "READ_WRITE", { maxLength: 100 }],
  ["primaryPhone", "Primary phone", "HIDE", { maxLength: 100 }],
  ["streetAddress", "Street address", "HIDE"],
  ["city", "City", "HIDE"],
  ["state", "State", "HIDE"],
  ["zipCode", "Zip code", "HIDE"],
  ["countryCode", "Country code", "HIDE", { format: "country-code" }],
  ["postalAddress", "Postal Address", "HIDE"],
  ["preferredLanguage", "Preferred language", "READ_ONLY", { format: "language-code" }],
  ["locale", "Locale", "READ_ONLY", { format: "locale" }],
  ["timezone", "Time zone", "READ_ONLY", { format: "timezone" }],
  ["userType", "User type", "READ_ONLY"],
  ["employeeNumber", "Employee number", "READ_ONLY"],
  ["costCenter", "Cost center", "READ_ONLY"],
  ["organization", "Organization", "READ_ONLY"],
  ["division", "Division", "READ_ONLY"],
  ["department", "Department", "READ_ONLY"],
  ["managerId", "ManagerId", "READ_ONLY"],
  ["manager", "Manager", "READ_ONLY"],
];

const GROUP_ATTRIBUTES: Row[] = [
  ["name", "Name", "READ_WRITE", { ...REQUIRED, description: "Name", maxLength: 255 }],
  ["description", "Description", "READ_WRITE", { description: "Description", maxLength: 1024 }],
];

const APP_ATTRIBUTES: Row[] = [["userName", "Username", "READ_ONLY", { ...REQUIRED, maxLength: 100 }]];

const attributeOf = ([, title, action, more = {}]: Row, master: boolean): Obj => ({
  title,
  type: "string",
  mutability: "READ_WRITE",
  scope: "NONE",
  ...more,
  permissions: [{ principal: "SELF", action }],
  ...(master && { master: { type: "PROFILE_MASTER" } }),
});

interface Kind {
  /** What follows `/meta/schemas/` in the schema's own id. */
  id: string;
  name: string;
  title: string;
  description?: string;
  rows: Row[];
}

function schemaOf(store: ResourceStore, kind: Kind, links: Obj): Obj {
  const { id, rows, ...named } = kind;
  const now = store.now();
  return {
    id: `${ORG}/meta/schemas/${id}`,
    $schema: "http://json-schema.org/draft-04/schema#",
    ...named,
    created: now,
    lastUpdated: now,
    definitions: {
      custom: { id: "#custom", type: "object", properties: {}, required: [] },
      base: {
        id: "#base",
        type: "object",
        properties: Object.fromEntries(rows.map((row) => [row[0], attributeOf(row, kind.name !== "user")])),
        required: rows.filter(([, , , more]) => more?.["required"] === true).map(([name]) => name),
      },
    },
    type: "object",
    properties: { profile: { allOf: [{ $ref: "#/definitions/custom" }, { $ref: "#/definitions/base" }] } },
    _links: links,
  };
}

const linkTo = (rel: string, path: string) => ({ rel, href: ORG + path, method: "GET" });

/** The type that a schema belongs to; `default` is that of the default type. */
function typeOfSchema(store: ResourceStore, schemaId: string): Obj {
  const types = store.list(store.collectionAt(USER_TYPES), USER_TYPES);
  for (const [id, type] of types) {
    if (schemaIdOf(id) === schemaId || (schemaId === "default" && type["default"] === true)) return type;
  }
  throw notFound(schemaId, "UserSchema");
}

export const userSchema: InitialSingle = (store, { params }) => {
  const type = typeOfSchema(store, params["schemaId"]!);
  const typeId = String(type["id"]);
  const schemaId = schemaIdOf(typeId);
  const name = String(type["name"]);
  return schemaOf(
    store,
    {
      id: `user/${type["default"] === true ? "default" : schemaId}`,
      name,
      title: String(type["displayName"] ?? name),
      description: "Okta user profile template with default permission settings",
      rows: USER_ATTRIBUTES,
    },
    {
      self: linkTo("self", `/api/v1/meta/schemas/user/${schemaId}`),
      type: linkTo("type", `${USER_TYPES}/${typeId}`),
    },
  );
};

export const groupSchema: InitialSingle = (store) =>
  schemaOf(
    store,
    {
      id: "group/default",
      name: "group",
      title: "Okta group",
      description: "Okta group profile template",
      rows: GROUP_ATTRIBUTES,
    },
    { self: linkTo("self", "/api/v1/meta/schemas/group/default") },
  );

export const appSchema: InitialSingle = (store, { params }) => {
  const appId = params["appInstanceId"]!;
  const label = String(store.get(APPS, appId)?.["label"]);
  return schemaOf(
    store,
    { id: `apps/${appId}/default`, name: label, title: `${label} User`, rows: APP_ATTRIBUTES },
    { self: linkTo("self", `/api/v1/meta/schemas/apps/${appId}/default`) },
  );
};

/** The schema of a path, which `default` and the id of the default type lead to alike. */
function singleOf({ store, call, place }: Parameters<Handler>[0]) {
  const single = store.routes.singles.get(call.operation.path)!;
  const schemaId = place.params["schemaId"];
  if (schemaId === undefined) return { single, place };
  const own = schemaIdOf(String(typeOfSchema(store, schemaId)["id"]));
  return { single, place: { path: `/api/v1/meta/schemas/user/${own}`, params: { schemaId: own } } };
}

const read: Handler = (context) => {
  const { single, place } = singleOf(context);
  return json(context.call, context.store, context.store.single(single, place));
};

/** Attributes are added and changed by naming them; one that is set to `null` goes. */
const update: Handler = (context) => {
  const { store, call } = context;
  const { single, place } = singleOf(context);
  const schema = structuredClone(store.single(single, place));
  const body = objectBody(call);
  const sent = isObject(body["definitions"]) ? body["definitions"] : {};
  const definitions = objectIn(schema, "definitions");
  for (const part of ["custom", "base"]) {
    const attributes = isObject(sent[part]) ? sent[part]["properties"] : undefined;
    if (!isObject(attributes)) continue;
    const kept = objectIn(objectIn(definitions, part), "properties");
    const other = objectIn(objectIn(definitions, part === "custom" ? "base" : "custom"), "properties");
    checkAttributes(attributes, new Set(Object.keys(other)), kept);
    if (part === "base") checkBase(attributes, kept);
    const next = merge(kept, attributes, true);
    const unique = Object.values(next).filter(
      (one) => isObject(one) && one["unique"] && one["unique"] !== "NOT_UNIQUE",
    );
    if (unique.length > MOST_UNIQUE)
      throw invalid("unique", [`A schema has ${MOST_UNIQUE} unique attributes at most.`]);
    for (const [name, attribute] of Object.entries(next)) {
      if (isObject(attribute) && !(name in kept)) next[name] = declared(attribute, textAt(schema, "name") !== "user");
    }
    objectIn(definitions, part)["properties"] = next;
  }
  for (const name of ["title", "description"]) if (typeof body[name] === "string") schema[name] = body[name];
  schema["lastUpdated"] = store.now();
  store.data.single.set(place.path, schema);
  return json(call, store, schema);
};

/** Unique attributes of a schema, at most. */
const MOST_UNIQUE = 5;

/** @throws ApiError 400 for an attribute of Okta's that would be another one, or go */
function checkBase(attributes: Obj, kept: Obj): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isObject(attribute) || !isObject(kept[name])) {
      throw invalid(name, [
        `${name}: Attributes of Okta's own can be neither added nor removed, nor get another type.`,
      ]);
    }
  }
}

const TYPES = new Set(["string", "boolean", "number", "integer", "array"]);

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether an attribute, or each of its values, would become something else. */
function changesType(attribute: Obj, known: unknown): boolean {
  const typesOf = (one: unknown) => [textAt(one, "type"), textAt(one, "items", "type")];
  const before = typesOf(known);
  return typesOf(attribute).some((type, i) => type !== undefined && before[0] !== undefined && type !== before[i]);
}

/** @throws ApiError 400 for an attribute that Okta would not declare */
function checkAttributes(attributes: Obj, taken: Set<string>, kept: Obj): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isObject(attribute)) continue;
    const type = attribute["type"] ?? (isObject(kept[name]) ? kept[name]["type"] : undefined);
    if (taken.has(name) || !/^[a-z]\w*$/i.test(name)) throw invalid(name, [`${name}: The name is taken or malformed.`]);
    if (!TYPES.has(String(type)))
      throw invalid(name, [`${name}: There are no attributes of the type ${String(type)}.`]);
    if (typeof attribute["pattern"] === "string" && !isPattern(attribute["pattern"]))
      throw invalid(name, [`${name}: pattern is not a regular expression.`]);
    if (changesType(attribute, kept[name]))
      throw invalid(name, [`${name}: The type of an attribute cannot be changed.`]);
    if (!Array.isArray(attribute["enum"]) || !Array.isArray(attribute["oneOf"])) continue;
    const titled = attribute["oneOf"].map((value: unknown) => (isObject(value) ? value["const"] : undefined));
    if (JSON.stringify(titled) !== JSON.stringify(attribute["enum"])) throw new ApiError(400, "E0000123");
  }
}

/** A new attribute with what Okta fills in. */
function declared(attribute: Obj, master: boolean): Obj {
  const { required, ...rest } = attribute;
  return {
    mutability: "READ_WRITE",
    scope: "NONE",
    permissions: [{ principal: "SELF", action: "READ_ONLY" }],
    ...(master && { master: { type: "PROFILE_MASTER" } }),
    ...rest,
    ...(required === true && { required }),
  };
}

/** The attributes that a profile can have, by name. @param template path of its schema */
export function attributesOfSchema(
  store: ResourceStore,
  template: string,
  params: Record<string, string>,
): Map<string, Obj> {
  const single = store.routes.singles.get(template);
  if (!single) return new Map();
  const path = template.replace(/\{[^}]+\}/, Object.values(params)[0] ?? "");
  const definitions = objectIn(store.single(single, { path, params }), "definitions");
  const attributes = ["custom", "base"].flatMap((part) =>
    Object.entries(objectIn(objectIn(definitions, part), "properties")),
  );
  return new Map(attributes.map(([name, attribute]) => [name, isObject(attribute) ? attribute : {}]));
}

/** The attributes that the profile of an app's user can have. */
export const attributesOfApp = (store: ResourceStore, appInstanceId: string): Map<string, Obj> =>
  attributesOfSchema(store, "/api/v1/meta/schemas/apps/{appInstanceId}/default", { appInstanceId });

const SCHEMAS = ["user/{schemaId}", "group/default", "apps/{appInstanceId}/default"];

export const schemaHandlers: Record<string, Handler> = Object.fromEntries(
  SCHEMAS.flatMap((path) => [
    [`GET /api/v1/meta/schemas/${path}`, read],
    [`POST /api/v1/meta/schemas/${path}`, update],
  ]),
);
