import { shapeOf } from "../schema/shape.ts";
import { errorCodesOf } from "../model/error-codes.ts";
import { mediaExamples } from "../model/examples.ts";
import { type Call, pageOf, type Reference, type Schema } from "../model/reference.ts";
import { plain } from "../model/text.ts";
import type { Heading } from "../markdown.ts";
import { eventTypes } from "../pages/event-types.ts";
import type { Guide } from "../pages/guides.ts";
import type { Entry, Kind } from "./engine.ts";

const scopesOf = (reference: Reference): Record<string, string> =>
  reference.document.components.securitySchemes.OAuth2.flows.clientCredentials.scopes;

/** Everything that the search finds. */
export function entriesOf(reference: Reference, guides: RenderedGuide[]): Entry[] {
  return [
    ...reference.calls.map((call): Entry => [
      "Operation",
      call.summary,
      pageOf.call(call.id),
      `${call.method.toUpperCase()} ${call.url}`,
      plain(call.definition.description),
      [exampleTitles(reference, call), ...call.scopes, ...bodyWords(reference, call)].join(" "),
    ]),
    ...reference.sections.map((section): Entry => [
      "Section",
      section.title,
      pageOf.section(section.name),
      section.group,
      plain(section.description),
    ]),
    ...guides.flatMap((guide) => guideEntries(guide)),
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
      plain(`${row.means} ${row.fix}`),
    ]),
  ];
}

/** What the examples of a call are called: people look for a kind by its name. */
function exampleTitles(reference: Reference, call: Call): string {
  const content = Object.values<any>(reference.resolve(call.definition.requestBody)?.content ?? {});
  const titles = content.flatMap((media) => mediaExamples(reference, media).map(({ title }) => title));
  return titles.filter((title) => title !== "Example").join(". ");
}

const DEEPEST = 4;

/** Names and values of what a body may hold, each once: people look for a call by what they want to set. */
function bodyWords(reference: Reference, call: Call): string[] {
  const found = new Set<string>();
  const visit = (node: Schema, depth: number): void => {
    const { schema, properties, items, variants } = shapeOf(reference, node);
    const values: unknown[] = [schema.const, ...(schema.enum ?? []), ...(schema["x-extensible-enum"] ?? [])];
    for (const value of values) if (typeof value === "string") found.add(value);
    if (depth > DEEPEST) return;
    for (const { name, schema: property } of properties.filter(({ name }) => !name.startsWith("_"))) {
      found.add(name);
      visit(property, depth + 1);
    }
    if (items) visit(items, depth + 1);
    for (const variant of variants) visit(variant.schema, depth + 1);
  };
  const content = Object.values<any>(reference.resolve(call.definition.requestBody)?.content ?? {});
  for (const { schema } of content) visit(schema ?? {}, 0);
  return [...found];
}

interface RenderedGuide {
  guide: Guide;
  headings: Heading[];
  text: string;
}

function guideEntries({ guide, headings, text }: RenderedGuide): Entry[] {
  const kind: Kind = guide.task ? "Task" : "Guide";
  const page = pageOf.guide(guide.name);
  const parts = headings.filter(({ level }) => level > 1);
  return [
    [kind, guide.title, page, "", text],
    ...parts.map((h): Entry => ["Guide", h.text, `${page}#${h.id}`, guide.title, ""]),
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
      return [["Parameter", parameter.name, url, call.summary, plain(parameter.description ?? "")]];
    }),
  );
}

function schemas(reference: Reference): Entry[] {
  return Object.entries<Schema>(reference.document.components.schemas).flatMap(([name, schema]) => [
    ["Schema", name, pageOf.schema(name), "", plain(schema.description ?? "")] as Entry,
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
        `${plain(property.description ?? "")} ${known}`.trim(),
      ],
      ...properties(owner, property, id),
    ];
  });
  return [...own, ...(schema.allOf ?? []).flatMap((part: Schema) => properties(owner, part, prefix))];
}

/** The index as a script, which also a page from `file://` can load. */
export const indexScript = (entries: Entry[]): string => `window.oktaFetchSearch = ${JSON.stringify(entries)};\n`;
