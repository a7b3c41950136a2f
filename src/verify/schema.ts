import { Refs } from "../openapi/refs.ts";

export type {
  ApiDocument,
  MediaType,
  OperationObject as Operation,
  Parameter,
  ResponseObject,
  Schema,
} from "../openapi/document.ts";
export { isObject, operationOf } from "../openapi/document.ts";
export { atPointer, escapePointer, unescapePointer } from "../openapi/pointer.ts";

/** Follows `$ref` to what it names. @throws Error that names a reference to nothing */
export const resolved = <T extends { $ref?: string }>(document: unknown, node: T | undefined): T | undefined =>
  node && new Refs(document).resolve(node);
