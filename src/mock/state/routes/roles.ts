import type { ApiOperation } from "../../model/model.ts";
import { isObject, type Obj, type Parameter, type Schema } from "../../../openapi/document.ts";

/** A list of resources that come and go, each with a path of its own. */
export interface Collection {
  /** Of the list, such as `/api/v1/apps/{appId}/users`. */
  path: string;
  /** Of a resource, such as `/api/v1/apps/{appId}/users/{userId}`. */
  item: string;
  /** Name of the item's own parameter. */
  param: string;
  /** Where a resource carries its id, such as `["id"]`; empty when it does not. */
  idAt: string[];
  /** What ids begin with, such as `00u`; `undefined` when they are of no such shape. */
  prefix: string | undefined;
  /** Okta's name of the kind, for 404s. */
  kind: string;
  /** Schema of a resource in responses. */
  schema: Schema;
  /** Schema of a resource in the list, where that is another. */
  summary: Schema | undefined;
  /** Property of the list's response that holds the resources, where it is not a plain list. */
  listKey: string | undefined;
  /** Path of the collection whose ids are used here too: an assignment of a user carries the user's id. */
  target: string | undefined;
  /** Whether resources are always there and can only change, such as the features of an app. */
  fixed: boolean;
  list: ApiOperation | undefined;
  get: ApiOperation;
  create: ApiOperation | undefined;
}

/** A list of resources that live elsewhere: the users of a group. */
export interface Membership {
  path: string;
  param: string;
  /** Path of the collection in which the members live. */
  target: string;
}

/** A list that follows from others: the groups of a user, by the users of each group. */
export interface View {
  /** Path of the collection that is listed. */
  target: string;
  /** Path of the list in which each of them has or has not the one in question. */
  through: string;
}

/** A resource of which there is one at its path: the settings of the org. */
export interface Single {
  path: string;
  schema: Schema;
  get: ApiOperation;
}

export type Role =
  | { does: "list" | "get" | "replace" | "update" | "remove" | "clear"; collection: Collection }
  /** `at` is a word after the list's path, such as `generate`. */
  | { does: "create"; collection: Collection; at?: string }
  | { does: "members" | "join" | "leave"; membership: Membership }
  | { does: "view"; view: View }
  | { does: "read" | "write" | "merge"; single: Single }
  | { does: "lifecycle"; verb: string; on: Collection | Single };

/** The example of a parameter, which is the id of a resource of the example org. */
export const parameterExample = (parameter: Parameter | undefined): unknown =>
  parameter?.example ?? Object.values(parameter?.examples ?? {})[0]?.value ?? parameter?.schema?.["example"];

/** The id of a resource, if it carries one there. */
export function idIn(resource: Obj, idAt: string[]): string | undefined {
  let value: unknown = resource;
  for (const name of idAt) value = isObject(value) ? value[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** What ids of Okta's shape begin with. */
export function prefixOf(ids: (string | undefined)[]): string | undefined {
  const id = ids.find((id) => id !== undefined && /^[0-9A-Za-z]{20}$/.test(id));
  return id?.slice(0, 3);
}
