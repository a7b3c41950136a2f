import { STATUS_CODES } from "node:http";
import { shapeOf } from "../schema/shape.ts";
import { type ErrorBody, errorCasesOf, errorCodesOf } from "../model/error-codes.ts";
import { mediaExamples } from "../model/examples.ts";
import { type Call, pageOf, type Reference, type Schema } from "../model/reference.ts";
import { plain } from "../model/text.ts";
import type { Heading } from "../markdown.ts";
import { eventTypes } from "../pages/event-types.ts";
import type { Guide } from "../pages/guides.ts";
import type { Entry, Kind } from "./engine.ts";

const scopesOf = (reference: Reference): Record<string, string> =>
  reference.document.components.securitySchemes.OAuth2.flows.clientCredentials.scopes;

const LISTS: Entry[] = [
  [
    "Guide",
    "Start",
    "index.html",
    "",
    "A first call, all tasks, guides and sections, and the OpenAPI document to download.",
  ],
  ["Guide", "Error codes", "errors.html", "", "What each error code and status means, and what helps."],
  ["Guide", "Event types", "event-types.html", "", "What the types of events in the System Log mean."],
  ["Guide", "Scopes", "scopes.html", "", "Which OAuth scope each call needs."],
  ["Guide", "Schemas", "schemas/index.html", "", "All types of requests and responses."],
];

/** Everything that the search finds. */
export function entriesOf(reference: Reference, guides: RenderedGuide[]): Entry[] {
  const messages = new Map(reference.calls.map((call) => [call, messagesOf(reference, call)]));
  const messagesOfCode = new Map([...messages.values()].flatMap((ofCall) => [...ofCall]));
  return [
    ...reference.calls.map((call): Entry => [
      "Operation",
      call.summary,
      pageOf.call(call.id),
      `${call.method.toUpperCase()} ${call.url}`,
      plain(call.definition.description),
      [
        exampleTitles(reference, call),
        ...call.scopes,
        ...bodyWords(reference, call),
        ...messages.get(call)!.values(),
      ].join(" "),
    ]),
    ...reference.sections.map((section): Entry => [
      "Section",
      section.title,
      pageOf.section(section.name),
      section.group,
      plain(section.description),
    ]),
    ...LISTS,
    ...guides.flatMap((guide) => guideEntries(guide)),
    ...parameters(reference),
    ...responseHeaders(reference),
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
      [row.status.replace(/\d+/g, (status) => `${status} ${STATUS_CODES[status] ?? ""}`.trim()), row.summary]
        .filter(Boolean)
        .join(": "),
      plain(`${row.means} ${row.fix}`),
      messagesOfCode.get(row.code) ?? "",
    ]),
  ];
}

/** What the examples of a call are called: people look for a kind by its name. */
function exampleTitles(reference: Reference, call: Call): string {
  const content = Object.values<any>(reference.resolve(call.definition.requestBody)?.content ?? {});
  const titles = content.flatMap((media) => mediaExamples(reference, media).map(({ title }) => title));
  return titles.filter((title) => title !== "Example").join(". ");
}

/** What the example bodies of a call's errors say, by their code: people look for the message that they got. */
function messagesOf(reference: Reference, call: Call): Map<string, string> {
  return new Map(
    errorCasesOf(reference, call)
      .filter(({ own }) => own)
      .flatMap(({ code, body }): [string, string][] => {
        const { errorSummary = "", errorCauses = [] } = (body ?? {}) as ErrorBody;
        const causes = errorCauses.map((cause) => cause.errorSummary);
        return code ? [[code, [errorSummary, ...causes].join(" ")]] : [];
      }),
  );
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
    [
      kind,
      guide.title,
      page,
      "",
      text.startsWith(headings[0]?.text ?? " ") ? text.slice(headings[0]!.text.length).trim() : text,
    ],
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

/** Each header of a response, where a call first returns it. */
function responseHeaders(reference: Reference): Entry[] {
  const found = new Map<string, Entry>();
  for (const call of reference.calls) {
    for (const [status, node] of Object.entries<any>(call.definition.responses)) {
      if (!status.startsWith("2")) continue;
      for (const [name, header] of Object.entries<any>(reference.resolve(node).headers ?? {})) {
        const url = `${pageOf.call(call.id)}#response-${status}.header.${name}`;
        const text = plain(reference.resolve(header).description ?? "");
        if (!found.has(name)) found.set(name, ["Parameter", name, url, "Response header", text]);
      }
    }
  }
  return [...found.values()];
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
