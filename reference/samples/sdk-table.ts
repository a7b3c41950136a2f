/**
 * `npx tsx reference/samples/sdk-table.ts <folder of @okta/okta-sdk-nodejs>`: writes `sdk-methods.json`, which tells
 * the method of the official SDK for each operation. Operations are matched by method and URL.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { operationsOf } from "../../scripts/lib/operations.ts";
import { root } from "../../scripts/lib/paths.ts";
import type { SdkMethod } from "./sdk.ts";

const folder = process.argv[2];
if (!folder) {
  console.error(
    "Name the folder of the SDK: npx tsx reference/samples/sdk-table.ts node_modules/@okta/okta-sdk-nodejs",
  );
  process.exit(2);
}
const anyName = (url: string) => url.replace(/\{[^}]+\}/g, "{}");
const namesIn = (url: string) => url.match(/(?<=\{)[^}]+(?=\})/g) ?? [];

const clientCode = readFileSync(join(folder, "src/client.js"), "utf8");
const propertyOf = new Map(
  [...clientCode.matchAll(/this\.(\w+) = new (\w+)\(configuration\)/g)].map(([, property, api]) => [api!, property!]),
);

interface Found extends Required<Pick<SdkMethod, "call">> {
  url: string;
  body?: string;
}
const found = new Map<string, Found[]>();
const apis = join(folder, "src/generated/apis");
for (const file of readdirSync(apis)) {
  const property = propertyOf.get(file.replace(/\.js$/, ""));
  if (!property) continue;
  const code = readFileSync(join(apis, file), "utf8").split(/class \w+ResponseProcessor/)[0]!;
  for (const part of code.split(/\n {2}async (?=\w+\()/).slice(1)) {
    const name = /^\w+/.exec(part)![0];
    const url = /const path = '([^']+)'/.exec(part)?.[1];
    const method = /HttpMethodEnum\.(\w+)/.exec(part)?.[1];
    const body = /getPreferredMediaTypeAndEncoding\(\[[^\]]*\], (\w+)\)/.exec(part)?.[1];
    if (!url || !method) continue;
    const key = `${method} ${anyName(url)}`;
    found.set(key, [...(found.get(key) ?? []), { call: `${property}.${name}`, url, ...(body && { body }) }]);
  }
}

const document = JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"));
const methods: Record<string, SdkMethod> = {};
for (const { method, url, definition } of operationsOf(document)) {
  const candidates = found.get(`${method.toUpperCase()} ${anyName(url)}`) ?? [];
  const match = candidates.find(({ call }) => call.endsWith(`.${definition.operationId}`)) ?? candidates[0];
  if (!match) continue;
  const path = namesIn(match.url);
  const sameNames = path.join() === namesIn(url).join();
  methods[definition.operationId] = {
    call: match.call,
    ...(!sameNames && { path }),
    ...(match.body && { body: match.body }),
  };
}
const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const sorted = Object.fromEntries(Object.entries(methods).sort(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted).map(([id, entry]) => `    ${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
const text = `{\n  "package": ${JSON.stringify(name)},\n  "version": ${JSON.stringify(version)},\n  "methods": {\n${lines.join(",\n")}\n  }\n}\n`;
writeFileSync(fileURLToPath(new URL("sdk-methods.json", import.meta.url)), text);
console.log(`${lines.length} of ${operationsOf(document).length} operations have a method in ${name} ${version}.`);
