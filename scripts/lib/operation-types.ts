import ts from "typescript";
import { declare, docsOf, exportedInterface, printed, readable, withDocs } from "./declarations.ts";
import { METHODS } from "../../src/openapi/document.ts";
import { type Operation, operationsOf } from "./operations.ts";
import { oktaSpelling } from "./spellings.ts";
import { GENERATED, membersOf, nameOf, type Parts } from "./types.ts";
import { pascal } from "./views.ts";

const { factory } = ts;

const byText = (a: string, b: string) => (a < b ? -1 : 1);
const call = ({ method, url }: Operation) => `${method.toUpperCase()} ${url}`;

/** An import of those names that a text uses. */
function imports(names: string[], text: string, from: string): string {
  const words = new Set(text.match(/\w+/g));
  const used = names.filter((name) => words.has(name)).sort(byText);
  const lines = used.reduce<string[]>((lines, name) => {
    const last = lines.at(-1);
    return last && last.length + name.length < 115
      ? [...lines.slice(0, -1), `${last} ${name},`]
      : [...lines, `    ${name},`];
  }, []);
  return `import type {\n${lines.join("\n")}\n} from "${from}";`;
}

/** The named types of one operation. */
interface OperationTypes {
  operation: Operation;
  /** Its operationId, as types are called. */
  name: string;
  /** As openapi-typescript has it, with its parameters by name. */
  literal: ts.TypeNode;
  declarations: string[];
  /** `GetUserInit`, and whether a call may go without. */
  init: string;
  optional: boolean;
  data: string;
}

const child = (type: ts.TypeNode | undefined, name: string) =>
  membersOf(type).find((member) => nameOf(member) === name);
const withoutUndefined = (type: ts.TypeNode): ts.TypeNode =>
  ts.isUnionTypeNode(type) && type.types.length === 2 && type.types[1]!.kind === ts.SyntaxKind.UndefinedKeyword
    ? type.types[0]!
    : type;
const isNever = (member: ts.PropertySignature | undefined) =>
  !member?.type || member.type.kind === ts.SyntaxKind.NeverKeyword;

const PLACES = {
  path: "Path parameters",
  query: "Query parameters",
  header: "Headers",
} as const;

/** One interface for each place of parameters, and one that holds them. */
function parameterTypes(name: string, operationId: string, parameters: ts.TypeNode | undefined) {
  const declarations: string[] = [];
  const members: string[] = [];
  let required = false;
  for (const [place, title] of Object.entries(PLACES)) {
    const member = child(parameters, place);
    if (!member || isNever(member)) continue;
    const type = `${name}${pascal(place)}`;
    declarations.push(
      printed(declare(type, withoutUndefined(member.type!), [`${title} of \`${operationId}\`.`], () => undefined)),
    );
    members.push(
      `    /** ${title}. */\n    ${place}${member.questionToken ? "?: " + type + " | undefined" : ": " + type};`,
    );
    required ||= !member.questionToken;
  }
  if (members.length > 0) {
    declarations.push(
      `/** Parameters of \`${operationId}\`, by where they go. */\nexport interface ${name}Params {\n${members.join("\n")}\n}`,
    );
  }
  return { declarations, params: members.length > 0 ? `${name}Params` : undefined, required };
}

const isJson = (member: ts.PropertySignature) => /\bjson$/.test(nameOf(member));

/** What is sent: JSON by its type, anything else as it is. */
function bodyType(requestBody: ts.PropertySignature | undefined): string | undefined {
  if (!requestBody || isNever(requestBody)) return undefined;
  const media = membersOf(child(withoutUndefined(requestBody.type!), "content")?.type);
  const kinds = new Set(media.map((member) => (isJson(member) ? printed(member.type!) : "RawBody")));
  return [...kinds].join(" | ");
}

/** What successes carry: the JSON body where there are several, since calls ask for it first. */
function dataType(responses: ts.TypeNode | undefined): string {
  const kinds = membersOf(responses)
    .filter((member) => /^2/.test(nameOf(member)))
    .flatMap((member) => {
      const media = membersOf(child(member.type, "content")?.type);
      const type = (media.find((member) => nameOf(member) === "application/json") ?? media[0])?.type;
      return type && ts.isUnionTypeNode(type) ? type.types.map(printed) : [type ? printed(type) : "undefined"];
    });
  return [...new Set(kinds)].sort((a, b) => Number(a === "undefined") - Number(b === "undefined")).join(" | ");
}

const oneLine = (text: string | undefined) =>
  text
    ?.replaceAll("*/", "*\\/")
    .replace(/\s*\n\s*/g, " ")
    .trim();

function typesOf(operation: Operation, member: ts.PropertySignature): OperationTypes {
  const { operationId, requestBody } = operation.definition;
  const name = pascal(operationId);
  const literal = factory.createTypeLiteralNode(
    membersOf(member.type).map((part) => readable(part, { sent: nameOf(part) !== "responses" })),
  );
  const { declarations, params, required } = parameterTypes(name, operationId, child(literal, "parameters")?.type);
  const sent = child(literal, "requestBody");
  const body = bodyType(sent);
  const bodyOptional = Boolean(sent?.questionToken);
  const data = dataType(child(literal, "responses")?.type);
  const init = `${name}Init`;
  const members: string[] = [];
  if (params) {
    members.push(
      `    /** Parameters, by where they go: ${Object.keys(PLACES)
        .filter((place) => !isNever(child(child(literal, "parameters")?.type, place)))
        .map((place) => `\`${place}\``)
        .join(", ")}. */`,
    );
    members.push(`    params${required ? "" : "?"}: ${params}${required ? "" : " | undefined"};`);
  }
  if (body) {
    declarations.push(`/** Body of \`${operationId}\`. */\nexport type ${name}Body = ${body};`);
    members.push(`    /** ${oneLine(requestBody?.description) ?? "What is sent."} */`);
    members.push(`    body${bodyOptional ? "?" : ""}: ${name}Body${bodyOptional ? " | undefined" : ""};`);
  }
  declarations.push(
    `/** What a call of \`${operationId}\` takes. */\nexport interface ${init} extends CallOptions {${members.length > 0 ? `\n${members.join("\n")}\n` : ""}}`,
    `export type ${name}Data = ${data};`,
    `export type ${name}Result = Result<${name}Data>;`,
  );
  return {
    operation,
    name,
    literal: withParameters(literal, params),
    declarations,
    init,
    optional: !required && (!body || bodyOptional),
    data,
  };
}

const withType = (member: ts.PropertySignature, type: ts.TypeNode) =>
  withDocs(factory.createPropertySignature(undefined, member.name, member.questionToken, type), docsOf(member));

/** Responses by status, each in a line; their headers are read from the `Response`, not by type. */
const responses = (type: ts.TypeNode | undefined): ts.PropertySignature[] =>
  membersOf(type).map((member) => {
    if (!member.type || !ts.isTypeLiteralNode(member.type)) return member;
    const content = membersOf(member.type).filter((part) => nameOf(part) !== "headers");
    const inLine = content.map((part) => withType(part, ts.setEmitFlags(part.type!, ts.EmitFlags.SingleLine)));
    return withType(member, ts.setEmitFlags(factory.createTypeLiteralNode(inLine), ts.EmitFlags.SingleLine));
  });

/** What any operation can be refused with, and what else this one returns. */
function withFailures(members: ts.PropertySignature[]): ts.TypeNode {
  const texts = new Set(members.map(printed));
  if (!FAILURES.every((failure) => texts.has(failure))) return factory.createTypeLiteralNode(members);
  const own = members.filter((member) => !FAILURES.includes(printed(member)));
  return factory.createIntersectionTypeNode([
    factory.createTypeLiteralNode(own),
    factory.createTypeReferenceNode("Failures"),
  ]);
}
const FAILURES = Object.entries({
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  429: "TooManyRequests",
  default: "UnexpectedError",
}).map(([status, name]) => `${status}: components["responses"]["${name}"];`);

/** The operation as openapi-typescript writes it, its parameters by their name and nothing that it has not. */
function withParameters(literal: ts.TypeNode, params: string | undefined): ts.TypeNode {
  const type = params ? factory.createTypeReferenceNode(params) : factory.createTypeLiteralNode([]);
  const parameters = factory.createPropertySignature(undefined, "parameters", undefined, type);
  const others = membersOf(literal)
    .filter((member) => nameOf(member) !== "parameters" && !isNever(member))
    .map((member) =>
      nameOf(member) === "responses" ? withType(member, withFailures(responses(member.type))) : member,
    );
  return factory.createTypeLiteralNode([parameters, ...others]);
}

export function operationTypes(document: any, { operations }: Parts): OperationTypes[] {
  const members = new Map(operations.map((member) => [nameOf(member), member]));
  return operationsOf(document)
    .map((operation) => typesOf(operation, members.get(operation.definition.operationId)!))
    .sort((a, b) => byText(a.name, b.name));
}

const isList = ({ definition }: Operation) =>
  definition.responses["200"]?.content?.["application/json"]?.schema?.type === "array";
const byUrl = (all: OperationTypes[]) => [...all].sort((a, b) => byText(a.operation.url, b.operation.url));

/**
 * The operations of a table; and with them, as pattern signatures, the paths that Okta's documentation spells otherwise.
 * Completions leave patterns out, and what such a path "takes" is a message.
 */
function table(name: string, docs: string, operations: OperationTypes[]): string[] {
  const own = byUrl(operations);
  const messages = new Map(
    own.flatMap(({ operation: { url } }) => {
      const theirs = oktaSpelling(url);
      return theirs ? [[theirs, `In okta-fetch this path is ${url}`]] : [];
    }),
  );
  return [
    `/** ${docs} */`,
    `export interface ${name}Routes {`,
    ...own.map(
      ({ operation, name, optional, data }) =>
        `    "${operation.url}": { init${optional ? "?" : ""}: ${name}Init; data: ${data} };`,
    ),
    "}",
    `/** ${name}Routes, and a message for each path that Okta's documentation spells otherwise. */`,
    `export interface ${name}Paths extends ${name}Routes {`,
    ...[...messages].map(
      ([theirs, message]) => `    [path: \`${theirs}\${Uppercase<string>}\`]: { init: "${message}"; data: unknown };`,
    ),
    "}",
  ];
}

/**
 * The types of each operation, and one flat interface a method: TypeScript completes a path in it without filtering all
 * the others.
 */
export function routes(all: OperationTypes[], modelNames: string[]): string {
  const declarations = all.flatMap(({ declarations }) => declarations);
  const tables = METHODS.flatMap((method) => {
    const own = all.filter(({ operation }) => operation.method === method);
    return own.length > 0 ? table(pascal(method), `What ${method.toUpperCase()} takes and returns, by path.`, own) : [];
  });
  const lists = all.filter(({ operation }) => operation.method === "get" && isList(operation));
  const text = [...declarations, ...tables, ...table("List", "GET operations that return a list.", lists)].join("\n");
  return [
    GENERATED,
    `import type { CallOptions, RawBody, Result } from "../src/types.ts";`,
    imports(modelNames, text, "./models.ts"),
    "",
    text,
    "",
  ].join("\n");
}

/** What openapi-fetch and other tools on openapi-typescript take: `paths`, `operations` and `components`. */
export function schema(operationTypes: OperationTypes[], { paths, components, schemas }: Parts): string {
  const operations = operationTypes.map(({ operation, literal }) => {
    const { operationId, summary, description } = operation.definition;
    const docs = (description ?? "").trim().split("\n");
    return withDocs(factory.createPropertySignature(undefined, operationId, undefined, literal), [
      `${summary}. ${docs[0]}`.trim(),
      ...docs.slice(1),
    ]);
  });
  const table = paths.map((path) => {
    const methods = membersOf(path.type).filter(({ type }) => type && ts.isIndexedAccessTypeNode(type));
    const bare = methods.map(({ name, type }) => factory.createPropertySignature(undefined, name, undefined, type));
    return factory.createPropertySignature(undefined, path.name, undefined, factory.createTypeLiteralNode(bare));
  });
  const names = schemas.map((schema) =>
    factory.createPropertySignature(undefined, schema.name, undefined, factory.createTypeReferenceNode(nameOf(schema))),
  );
  const ownSchemas = factory.createPropertySignature(
    undefined,
    "schemas",
    undefined,
    factory.createTypeReferenceNode("Schemas"),
  );
  const shared = components.map((member) =>
    withType(member, factory.createTypeLiteralNode(responses(readable(member.type!, { sent: false })))),
  );
  const modelNames = ["AnyString", "UnknownVariant", ...schemas.map(nameOf)];
  const params = operationTypes.map(({ name }) => `${name}Params`);
  const text = [
    exportedInterface("paths", table),
    exportedInterface("operations", operations),
    exportedInterface("components", [ownSchemas, ...shared]),
    withDocs(exportedInterface("Schemas", names), ["Every schema by name."]),
    `/** What any operation can be refused with. */\nexport interface Failures {\n${FAILURES.map((line) => `    ${line}\n`).join("")}}`,
  ].map((part) => (typeof part === "string" ? part : printed(part)));
  const all = text.join("\n");
  return [GENERATED, imports(modelNames, all, "./models.ts"), imports(params, all, "./routes.ts"), "", all, ""].join(
    "\n",
  );
}

/** One call an operation, by its operationId, for those who prefer names to paths. */
export function operationCalls(all: OperationTypes[], modelNames: string[]): string {
  const types = all.map(({ init }) => init);
  const calls = all.flatMap(({ operation, init, optional, data }) => {
    const { operationId, summary } = operation.definition;
    const type = `(okta: OktaClient, init${optional ? "?" : ""}: ${init}) => Promise<Result<${data}>>`;
    return [
      `/** ${summary}: \`${call(operation)}\` */`,
      `export const ${operationId}: ${type} = /* @__PURE__ */ operation("${operation.method.toUpperCase()}", "${operation.url}");`,
    ];
  });
  const text = calls.join("\n");
  return [
    GENERATED,
    `import { operation } from "../src/helpers/operation.ts";`,
    `import type { OktaClient } from "../src/okta-client.ts";`,
    `import type { Result } from "../src/types.ts";`,
    imports(modelNames, text, "./models.ts"),
    imports(types, text, "./routes.ts"),
    "",
    text,
    "",
  ].join("\n");
}
