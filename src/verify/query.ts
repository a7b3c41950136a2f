import type { Exchange } from "./exchange.ts";
import { faults } from "./explain.ts";
import { type Finding, violation } from "./finding.ts";
import { escapePointer, operationOf, type Parameter, resolved, type Schema } from "./schema.ts";
import type { Schemas } from "./schemas.ts";

/** A text as the value that its schema means; as it is where it is none. */
function valueOf(text: string, type: Schema["type"]): unknown {
  if ((type === "integer" || type === "number") && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

/** A value of `request.query` as text; objects, which no query holds, as nothing. */
const textOf = (value: unknown): string => (typeof value === "object" ? "" : String(value));

function sentOf({ path, query = {} }: Exchange["request"]): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  const add = (name: string, text: string) => {
    const texts = sent.get(name);
    if (texts) texts.push(text);
    else sent.set(name, [text]);
  };
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) add(name, textOf(each));
  }
  const mark = path.indexOf("?");
  const [search] = mark < 0 ? [""] : path.slice(mark + 1).split("#", 1);
  for (const [name, text] of new URLSearchParams(search)) add(name, text);
  return sent;
}

const PREFIX = "query.";

/**
 * Where the schema of a response that the query asked for stands below the usual one: `$defs` holds it under `query.name`.
 * A parameter that is `false` asks for nothing.
 */
export function askedFor(schema: Schema | undefined, request: Exchange["request"]): string {
  const sent = sentOf(request);
  const key = Object.keys(schema?.$defs ?? {}).find(
    (name) => name.startsWith(PREFIX) && sent.get(name.slice(PREFIX.length))?.some((value) => value !== "false"),
  );
  return key === undefined ? "" : `/$defs/${escapePointer(key)}`;
}

/** A declared query parameter, and where its schema stands in the document. */
interface Declared {
  parameter: Parameter;
  pointer: string;
}

/** The query parameters of an operation by name, those of its path included. */
function declaredParameters({ document }: Schemas, template: string, method: string): Map<string, Declared> {
  const item = document.paths[template]!;
  const at = `/paths/${escapePointer(template)}`;
  const lists = [
    { list: item.parameters ?? [], pointer: `${at}/parameters` },
    { list: operationOf(item, method)!.parameters ?? [], pointer: `${at}/${method.toLowerCase()}/parameters` },
  ];
  const declared = new Map<string, Declared>();
  for (const { list, pointer } of lists) {
    for (const [i, node] of list.entries()) {
      const parameter = resolved(document, node)!;
      const place = node.$ref?.slice(1) ?? `${pointer}/${i}`;
      if (parameter.in === "query") declared.set(parameter.name, { parameter, pointer: `${place}/schema` });
    }
  }
  return declared;
}

/** What is wrong with the values that were sent for one parameter. */
function valueFindings(schemas: Schemas, { parameter, pointer }: Declared, texts: string[]): Finding[] {
  const type = resolved(schemas.document, parameter.schema)?.type;
  return texts
    .map((text) => valueOf(text, type))
    .filter((value) => !schemas.accepts(pointer, value))
    .flatMap((value) => faults(schemas, pointer, value))
    .map(({ message }) => violation("query", message, [parameter.name]));
}

/** A request whose query is checked. */
export interface QueryCheck {
  schemas: Schemas;
  template: string;
  method: string;
  request: Exchange["request"];
  /** Whether the call was accepted; only then its values are checked, and whether required ones are there. */
  accepted: boolean;
}

/** Query parameters that are not declared, and what is wrong with those of an accepted call. */
export function queryFindings({ schemas, template, method, request, accepted }: QueryCheck): Finding[] {
  const declared = declaredParameters(schemas, template, method);
  const sent = sentOf(request);
  const findings: Finding[] = [];
  for (const { parameter } of accepted ? declared.values() : []) {
    if (!parameter.required || sent.has(parameter.name)) continue;
    const message = "is required, and the call was accepted without it";
    findings.push(violation("query", message, [parameter.name]));
  }
  for (const [name, texts] of sent) {
    const known = declared.get(name);
    if (known) findings.push(...(accepted ? valueFindings(schemas, known, texts) : []));
    else findings.push({ kind: "undeclared-property", where: "query", pointer: [name], message: "is not declared" });
  }
  return findings;
}
