import type { Obj, Schema } from "../../../openapi/document.ts";
import { discriminatorOf, shapeOf } from "../../responses/shape.ts";
import { ApiError, invalid } from "../http.ts";
import type { Change, ResourceStore } from "./resource-store.ts";

/** Kinds are open in responses, since Okta adds some without notice; nobody can create one that Okta does not have. */

/** The values of a property that the document knows; `undefined` for any. */
function knownValues({ model }: ResourceStore, schema: Schema, property: string): unknown[] | undefined {
  const discriminator = discriminatorOf(model.refs, schema);
  if (discriminator?.propertyName === property) return Object.keys(discriminator.mapping ?? {});
  const declared = shapeOf(model.refs, schema, {}).properties.get(property);
  const values = declared && model.refs.merge(declared)["x-extensible-enum"];
  return Array.isArray(values) ? values : undefined;
}

/** A body that Okta cannot read. */
export const malformed = (_: string, cause: string) => new ApiError(400, "E0000003", undefined, [cause]);

/**
 * @param schema of what has the kind: the resource, or a part of it
 * @param property that says the kind
 * @param refuse makes the error for an unknown one, where not 400 E0000001
 * @throws ApiError for a new resource of a kind that there is not
 */
export function checkKind(
  resource: Obj,
  { store, previous }: Pick<Change, "store" | "previous">,
  schema: Schema,
  property: string,
  refuse: (property: string, cause: string) => ApiError = (subject, cause) => invalid(subject, [cause]),
): void {
  const value = resource[property];
  if (previous || value === undefined || store.allowUnknownKinds) return;
  const known = knownValues(store, schema, property);
  if (known === undefined || known.includes(value)) return;
  throw refuse(property, `${property}: There is no ${String(value)}. There are ${known.join(", ")}.`);
}
