import type { Finding } from "./check.ts";
import type { Exchange } from "./exchange.ts";
import { type ApiDocument, type Operation, type Parameter, resolved } from "./schema.ts";

/** Query parameters that were sent and are not declared, and required ones that an accepted call did without. */
export function undeclaredQuery(
  document: ApiDocument,
  template: string,
  operation: Operation,
  { path, query = {} }: Exchange["request"],
  accepted: boolean,
): Finding[] {
  const shared = (document.paths[template] as { parameters?: Parameter[] }).parameters ?? [];
  const parameters = [...shared, ...(operation.parameters ?? [])]
    .flatMap((parameter) => resolved(document, parameter) ?? [])
    .filter((parameter) => parameter.in === "query");
  const mark = path.indexOf("?");
  const inPath = mark < 0 ? [] : new URLSearchParams(path.slice(mark + 1).split("#", 1)[0]).keys();
  const sent = new Set([...Object.keys(query), ...inPath]);
  const finding = (kind: Finding["kind"], name: string, message: string): Finding => ({
    kind,
    where: "query",
    pointer: [name],
    message,
  });
  return [
    ...parameters
      .filter(({ name, required }) => required && accepted && !sent.has(name))
      .map(({ name }) => finding("violation", name, "is required, and the call was accepted without it")),
    ...[...sent]
      .filter((name) => !parameters.some((parameter) => parameter.name === name))
      .map((name) => finding("undeclared-property", name, "is not declared")),
  ];
}
