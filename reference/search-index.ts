import type { Guide } from "./pages/guides.ts";
import { errorCodesOf } from "./pages/errors.ts";
import { eventTypes } from "./pages/event-types.ts";
import type { Heading } from "./markdown.ts";
import { pageOf, type Reference, type Schema } from "./reference.ts";

export type Kind =
  "Operation" | "Parameter" | "Property" | "Schema" | "Section" | "Guide" | "Scope" | "Error" | "Event type";

/** One thing to find: its kind, title, page, a line about where it is, and further words. */
export type Entry = [kind: Kind, title: string, url: string, where: string, text: string];

const scopesOf = (reference: Reference): Record<string, string> =>
  reference.document.components.securitySchemes.OAuth2.flows.clientCredentials.scopes;

/** Everything that the search finds. */
export function entriesOf(
  reference: Reference,
  guides: { guide: Guide; headings: Heading[]; text: string }[],
): Entry[] {
  return [
    ...reference.calls.map((call): Entry => [
      "Operation",
      call.summary,
      pageOf.call(call.id),
      `${call.method.toUpperCase()} ${call.url}`,
      `${call.id} ${call.definition.description} scope ${call.scopes.join(" ")}`,
    ]),
    ...reference.sections.map((section): Entry => [
      "Section",
      section.title,
      pageOf.section(section.name),
      section.group,
      section.description,
    ]),
    ...guides.flatMap(({ guide, headings, text }): Entry[] => [
      ["Guide", guide.title, pageOf.guide(guide.name), "", text],
      ...headings
        .filter(({ level }) => level > 1)
        .map((h): Entry => ["Guide", h.text, `${pageOf.guide(guide.name)}#${h.id}`, guide.title, ""]),
    ]),
    ...parameters(reference),
    ...schemas(reference),
    ...Object.entries(scopesOf(reference)).map(([scope, text]): Entry => [
      "Scope",
      scope,
      `scopes.html#${scope}`,
      text,
      "",
    ]),
    ...eventTypes.map(({ name, description }): Entry => [
      "Event type",
      name,
      `event-types.html#${name}`,
      description,
      "",
    ]),
    ...errorCodesOf(reference).map((row): Entry => [
      "Error",
      row.code,
      `errors.html#${row.code}`,
      `${row.status}`,
      `${row.means} ${row.do}`,
    ]),
  ];
}

function parameters(reference: Reference): Entry[] {
  const seen = new Set<string>();
  return reference.calls.flatMap((call) =>
    call.parameters.flatMap((parameter): Entry[] => {
      // Path parameters and cursors say the same at every call.
      const same = parameter.in === "path" || parameter.name === "after";
      const key = `${parameter.in} ${parameter.name} ${parameter.description}`;
      if (same && seen.has(key)) return [];
      seen.add(key);
      const url = `${pageOf.call(call.id)}#${parameter.in}.${parameter.name}`;
      return [["Parameter", parameter.name, url, call.summary, parameter.description ?? ""]];
    }),
  );
}

function schemas(reference: Reference): Entry[] {
  return Object.entries<Schema>(reference.document.components.schemas).flatMap(([name, schema]) => [
    ["Schema", name, pageOf.schema(name), "", schema.description ?? ""] as Entry,
    ...properties(name, schema, "p"),
  ]);
}

/** Properties that a schema brings itself; those of the schemas it refers to are found there. */
function properties(owner: string, schema: Schema, prefix: string): Entry[] {
  if (schema.$ref) return [];
  if (schema.items && !schema.properties) return properties(owner, schema.items, `${prefix}[]`);
  const own = Object.entries<Schema>(schema.properties ?? {}).flatMap(([name, property]): Entry[] => {
    const id = `${prefix}.${name}`;
    const path = id.slice(2);
    const known = (property["x-extensible-enum"] ?? property.enum ?? []).join(" ");
    return [
      [
        "Property",
        name,
        `${pageOf.schema(owner)}#${id}`,
        `${owner}.${path}`,
        `${property.description ?? ""} ${known}`.trim(),
      ],
      ...properties(owner, property, id),
    ];
  });
  return [...own, ...(schema.allOf ?? []).flatMap((part: Schema) => properties(owner, part, prefix))];
}

/** The index as a script, which also a page from `file://` can load. */
export const indexScript = (entries: Entry[]): string => `window.oktaFetchSearch = ${JSON.stringify(entries)};\n`;
