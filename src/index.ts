export { createOktaClient, type OktaClient } from "./client.ts";
export { OktaApiError } from "./errors.ts";
export type { OktaClientOptions } from "./options.ts";
export type { Answer, GenericInit, GenericResult, Init, Input, Result } from "./types.ts";
export type { CallOptions } from "./transport.ts";
export type { Readable, Writable } from "./markers.ts";
export type { components, operations, paths } from "../generated/schema.d.ts";
export type * from "../generated/models.ts";
