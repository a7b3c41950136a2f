import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BodyExample } from "../model/examples.ts";
import type { Call, Reference } from "../model/reference.ts";
import { sampleArguments } from "./arguments.ts";
import { literal } from "./literal.ts";

export interface SdkMethod {
  /** API and method of the client, such as `userApi.getUser`. */
  call: string;
  /** Names of its path parameters, in the order of the path, where they differ from the document's. */
  path?: string[];
  /** Name under which it takes the body. */
  body?: string;
}

export interface SdkTable {
  package: string;
  version: string;
  methods: Record<string, SdkMethod>;
}

/** Which method of the official SDK does what an operation does; `npx tsx reference/samples/sdk-table.ts` writes it. */
export const sdkTable: SdkTable = JSON.parse(
  readFileSync(fileURLToPath(new URL("sdk-methods.json", import.meta.url)), "utf8"),
);

/** The call with the official SDK; `undefined` where it has none. */
export function sdkSample(reference: Reference, call: Call, example?: BodyExample): string | undefined {
  const method = sdkTable.methods[call.id];
  if (!method) return undefined;
  const { path, query, body } = sampleArguments(reference, call, example);
  const names = call.url.match(/(?<=\{)[^}]+(?=\})/g) ?? [];
  const args: Record<string, unknown> = {};
  names.forEach((name, i) => (args[method.path?.[i] ?? name] = path[name]));
  Object.assign(args, query);
  if (body?.kind === "json" && method.body) args[method.body] = body.value;
  const text = Object.keys(args).length > 0 ? literal(args) : "";
  return `await client.${method.call}(${text});`;
}
