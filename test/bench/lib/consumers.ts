import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { operationsOf } from "../../../scripts/lib/operations.ts";
import { document, inBench } from "./paths.ts";

interface Call {
  operationId: string;
  path: string;
  parameters: string[];
}

/** Readings of one thing each, in the order of their paths: calls that every client has. */
function readings(): Call[] {
  const known = sdkMethods();
  return operationsOf(parse(readFileSync(document, "utf8")))
    .filter(({ method, definition }) => method === "get" && known.has(definition.operationId))
    .filter(({ item, definition }) =>
      [...(item.parameters ?? []), ...(definition.parameters ?? [])].every((p) => p.in === "path" || !p.required),
    )
    .map(({ url, definition }) => ({
      operationId: definition.operationId as string,
      path: url,
      parameters: [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    }))
    .filter(({ operationId, parameters }) => {
      const needed = known.get(operationId)!.required;
      return needed.length === parameters.length && needed.every((name) => parameters.includes(name));
    });
}

/** Methods of the official SDK by operationId: where they are, and what they need. */
function sdkMethods(): Map<string, { api: string; required: string[] }> {
  const types = inBench("node_modules/@okta/okta-sdk-nodejs/src/types");
  const client = readFileSync(`${types}/client.d.ts`, "utf8");
  const source = readFileSync(`${types}/generated/types/ObjectParamAPI.d.ts`, "utf8");
  const methods = new Map<string, { api: string; required: string[] }>();
  const needs = new Map(
    [...source.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [
      name!,
      [...body!.matchAll(/^ {4}(\w+): string;/gm)].map(([, property]) => property!),
    ]),
  );
  for (const [, name, body] of source.matchAll(/^export declare class Object(\w+) \{\n([\s\S]*?)^\}/gm)) {
    const api = new RegExp(`^\\s*(\\w+): ${name};`, "m").exec(client)?.[1];
    if (!api) continue;
    for (const [, method, request] of body!.matchAll(/^ {2}(\w+)\(param\??: (\w+),/gm)) {
      methods.set(method!, { api, required: needs.get(request!) ?? [] });
    }
  }
  return methods;
}

const FIRST = ["getUser", "listUsers", "getGroup", "listApplications", "listGroupRules"];

const strings = (names: string[]) => `{ ${names.map((name) => `${name}: "x"`).join(", ")} }`;
const params = ({ parameters }: Call) =>
  parameters.length > 0 ? `, { params: { path: ${strings(parameters)} } }` : "";

const onOwnTypes = (calls: Call[]) =>
  calls.map((call, i) => `export const result${i} = (await okta.GET("${call.path}"${params(call)})).data;`);

interface Style {
  head: string;
  calls(calls: Call[]): string[];
  /** Where a completion is asked for, and what it must offer. */
  typing: string;
  offers: string;
}

/** How an app is written with each client. */
export const STYLES: Record<string, Style> = {
  "okta-fetch": {
    head: `import { createOktaClient } from "okta-fetch";\nconst okta = createOktaClient({ orgUrl: "https://example.okta.com", token: "x" });`,
    calls: onOwnTypes,
    typing: `okta.GET("`,
    offers: "/api/v1/users/{userId}",
  },
  "openapi-fetch": {
    head: `import createClient from "openapi-fetch";\nimport type { paths } from "okta-fetch";\nconst okta = createClient<paths>({ baseUrl: "https://example.okta.com" });`,
    calls: onOwnTypes,
    typing: `okta.GET("`,
    offers: "/api/v1/users/{userId}",
  },
  "okta-sdk": {
    head: `import okta from "@okta/okta-sdk-nodejs";\nconst client = new okta.Client({ orgUrl: "https://example.okta.com", token: "x" });`,
    calls(calls) {
      const methods = sdkMethods();
      return calls.map(({ operationId, parameters }, i) => {
        const argument = parameters.length > 0 ? strings(parameters) : "";
        return `export const result${i} = await client.${methods.get(operationId)!.api}.${operationId}(${argument});`;
      });
    },
    typing: `client.userApi.`,
    offers: "getUser",
  },
};

/** An app of so many different calls; of many, the well-known ones come first. */
export function consumer(who: string, count: number): string {
  const all = readings();
  const first = FIRST.map((id) => all.find(({ operationId }) => operationId === id)).filter(
    (call) => call !== undefined,
  );
  const chosen = [...first, ...all.filter((call) => !first.includes(call))].slice(0, count);
  if (chosen.length < count) throw new Error(`Only ${chosen.length} calls that all clients have; ${count} are needed.`);
  const { head, calls } = STYLES[who]!;
  return `${head}\n${calls(chosen).join("\n")}\n`;
}
