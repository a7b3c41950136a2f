import type { Finding } from "./check.ts";
import type { Exchange } from "./exchange.ts";
import { faults } from "./explain.ts";
import { escapePointer, operationOf, resolved, type Schema } from "./schema.ts";
import type { Schemas } from "./schemas.ts";

/** A text as the value that its schema means; as it is where it is none. */
function valueOf(text: string, type: Schema["type"]): unknown {
  if ((type === "integer" || type === "number") && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function sentOf({ path, query = {} }: Exchange["request"]): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  const add = (name: string, values: string[]) => sent.set(name, [...(sent.get(name) ?? []), ...values]);
  for (const [name, value] of Object.entries(query)) add(name, [value].flat().map(String));
  const mark = path.indexOf("?");
  if (mark >= 0)
    for (const [name, value] of new URLSearchParams(path.slice(mark + 1).split("#", 1)[0])) add(name, [value]);
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

/**
 * Query parameters that were sent and are not declared; of an accepted call also required ones that it did without, and
 * values that the document refuses.
 */
export function queryFindings(
  schemas: Schemas,
  template: string,
  method: string,
  request: Exchange["request"],
  accepted: boolean,
): Finding[] {
  const { document } = schemas;
  const item = document.paths[template]!;
  const parameters = [
    { list: item.parameters ?? [], at: `/paths/${escapePointer(template)}/parameters` },
    {
      list: operationOf(item, method)!.parameters ?? [],
      at: `/paths/${escapePointer(template)}/${method.toLowerCase()}/parameters`,
    },
  ].flatMap(({ list, at }) =>
    list.map((node, i) => ({
      parameter: resolved(document, node)!,
      pointer: `${node.$ref?.slice(1) ?? `${at}/${i}`}/schema`,
    })),
  );
  const declared = new Map(
    parameters.filter(({ parameter }) => parameter.in === "query").map((one) => [one.parameter.name, one]),
  );
  const sent = sentOf(request);
  const finding = (kind: Finding["kind"], name: string, message: string): Finding => ({
    kind,
    where: "query",
    pointer: [name],
    message,
  });
  const missing = [...declared.values()].filter(({ parameter: { name, required } }) => required && !sent.has(name));
  return [
    ...(accepted ? missing : []).map(({ parameter }) =>
      finding("violation", parameter.name, "is required, and the call was accepted without it"),
    ),
    ...[...sent].flatMap(([name, texts]) => {
      const known = declared.get(name);
      if (!known) return [finding("undeclared-property", name, "is not declared")];
      if (!accepted) return [];
      const type = resolved(document, known.parameter.schema)?.type;
      const refused = texts
        .map((text) => valueOf(text, type))
        .filter((value) => !schemas.accepts(known.pointer, value));
      return refused.flatMap((value) =>
        faults(schemas, known.pointer, value).map(({ message }) => finding("violation", name, message)),
      );
    }),
  ];
}
