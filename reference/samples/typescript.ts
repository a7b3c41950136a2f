import { type BodyExample, bodyExamples } from "../model/examples.ts";
import { type Call, type Reference, successesOf } from "../model/reference.ts";
import { type SampleArguments, sampleArguments, type SampleBody } from "./arguments.ts";
import { literal } from "./literal.ts";

export interface TypeScriptSample {
  code: string;
  /** For lists: all pages of it. */
  allPages?: string;
}

const isEmpty = (value: object) => Object.keys(value).length === 0;

const responsesOf = (reference: Reference, call: Call): any[] =>
  successesOf(call).map((status) => reference.resolve(call.definition.responses[status]));

/** Whether the call returns a list. */
const isList = (reference: Reference, call: Call): boolean =>
  call.method === "get" &&
  reference.resolve(reference.resolve(call.definition.responses["200"])?.content?.["application/json"]?.schema)
    ?.type === "array";

/** Whether the call returns its list by pages, which `okta.paginate` reads to the end. */
export const isPaged = (reference: Reference, call: Call): boolean =>
  isList(reference, call) && call.parameters.some(({ name }) => name === "after");

/** The call with this client, in TypeScript that compiles. */
export function typescriptSample(reference: Reference, call: Call, example?: BodyExample): TypeScriptSample {
  const { before, init } = initOf(sampleArguments(reference, call, example));
  const hasBody = responsesOf(reference, call).some((response) => response.content);
  const code = [
    ...before,
    `const { ${hasBody ? "data, " : ""}error } = await okta.${call.method.toUpperCase()}(${argumentsOf(call, init)});`,
    "if (error) throw error;",
    ...(hasBody ? ["console.log(data);"] : []),
  ].join("\n");
  if (!isPaged(reference, call)) return { code };
  const item = itemName(reference, call);
  const pages = [
    `for await (const ${item} of okta.paginate(${argumentsOf(call, init)})) {`,
    `  console.log(${item});`,
    "}",
  ].join("\n");
  return { code, allPages: pages };
}

function argumentsOf(call: Call, init: string | undefined): string {
  return init ? `"${call.url}", ${init}` : `"${call.url}"`;
}

function itemName(reference: Reference, call: Call): string {
  const list = reference.resolve(call.definition.responses["200"]).content["application/json"].schema;
  const words = reference.nameOf(reference.resolve(list).items)?.match(/[A-Z][a-z0-9]+/g) ?? [];
  const name = words.at(-1)?.toLowerCase() ?? "item";
  return ["key", "user", "group", "application", "policy", "rule", "factor", "role", "scope", "claim", "zone"].includes(
    name,
  )
    ? name.replace("application", "app")
    : "item";
}

function initOf({ path, query, header, body }: SampleArguments): { before: string[]; init?: string } {
  const params = Object.fromEntries(Object.entries({ path, query, header }).filter(([, value]) => !isEmpty(value)));
  const { before, fields } = bodyFields(body);
  const lines = [...(isEmpty(params) ? [] : [`params: ${literal(params, 2)}`]), ...fields];
  if (lines.length === 0) return { before };
  return { before, init: `{\n${lines.map((line) => `  ${line},`).join("\n")}\n}` };
}

function bodyFields(body: SampleBody | undefined): { before: string[]; fields: string[] } {
  if (!body) return { before: [], fields: [] };
  if (body.kind === "json") return { before: [], fields: [`body: ${literal(body.value, 2)}`] };
  if (body.kind === "form") {
    const parts = Object.keys(body.value).map(
      (name) => `form.set("${name}", new Blob([await readFile("logo.png")], { type: "image/png" }), "logo.png");`,
    );
    return {
      before: [`import { readFile } from "node:fs/promises";`, "", "const form = new FormData();", ...parts, ""],
      fields: ["body: form"],
    };
  }
  const value = `\`${String(body.value)
    .trim()
    .replace(/[\\`$]/g, "\\$&")}\``;
  return {
    before: [`const text = ${value};`, ""],
    fields: ["body: text", `headers: { "content-type": "${body.type}" }`],
  };
}

/** All samples, for every example of a body, as one module: one run of the compiler tells whether they are true. */
export function samplesModule(reference: Reference): string {
  const imports = new Set([`import type { OktaClient } from "okta-fetch";`]);
  const withoutImports = (code: string) => {
    const lines = code.split("\n");
    for (const line of lines) if (line.startsWith("import ")) imports.add(line);
    return lines.filter((line) => !line.startsWith("import ")).join("\n");
  };
  const functions = reference.calls.flatMap((call) => {
    const examples = bodyExamples(reference, call);
    return (examples.length > 0 ? examples : [undefined]).map((example, i) => {
      const { code, allPages } = typescriptSample(reference, call, example);
      const name = i === 0 ? call.id : `${call.id}_${i + 1}`;
      const pages = allPages ? `\nexport async function ${name}_allPages() {\n${allPages}\n}\n` : "";
      return `export async function ${name}() {\n${withoutImports(code)}\n}\n${pages}`;
    });
  });
  return [...imports, "", "declare const okta: OktaClient;", "", ...functions].join("\n");
}
