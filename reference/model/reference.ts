import { exampleOf as exampleIn } from "../../src/openapi/examples.ts";
import { Refs } from "../../src/openapi/refs.ts";
import { type Operation, operationsOf } from "../../scripts/lib/operations.ts";

export type Schema = any;

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  deprecated?: boolean;
  schema: Schema;
  example?: unknown;
  examples?: Record<string, any>;
}

export interface Call extends Operation {
  id: string;
  summary: string;
  section: Section;
  parameters: Parameter[];
  /** Scopes of which the call needs all; empty where it takes no OAuth token. */
  scopes: string[];
  /** Whether an API token is accepted. */
  apiToken: boolean;
}

export interface Section {
  name: string;
  title: string;
  description: string;
  group: string;
  calls: Call[];
}

export interface Reference {
  document: any;
  refs: Refs;
  groups: { name: string; sections: Section[] }[];
  sections: Section[];
  calls: Call[];
  /** Follows `$ref`, with what stands beside it laid over the target. */
  resolve(node: any): any;
  /** Name of the component schema that a node refers to. */
  nameOf(node: any): string | undefined;
}

/**
 * The bundled document by groups, sections and calls, as its `x-tagGroups` and tags order them.
 *
 * @throws Error when a tag is in no group or a `$ref` leads nowhere
 */
export function referenceOf(document: any): Reference {
  const refs = new Refs(document);
  const resolved = new WeakMap<object, any>();
  const resolve = (node: any): any => {
    if (!node?.$ref) return node;
    if (resolved.has(node)) return resolved.get(node);
    const found = refs.merge(node);
    resolved.set(node, found);
    return found;
  };
  const operations = operationsOf(document);
  const groups = (document["x-tagGroups"] as { name: string; tags: string[] }[]).map(({ name, tags }) => ({
    name,
    sections: tags.map((tag) => sectionOf(document, tag, name)),
  }));
  const sections = groups.flatMap((group) => group.sections);
  for (const operation of operations) {
    const section = sections.find(({ name }) => name === operation.definition.tags[0]);
    if (!section) throw new Error(`The tag "${operation.definition.tags[0]}" is in no x-tagGroups group.`);
    section.calls.push(callOf(document, operation, section, resolve));
  }
  for (const group of groups) group.sections = group.sections.filter(({ calls }) => calls.length > 0);
  const used = groups.filter((group) => group.sections.length > 0);
  return {
    document,
    refs,
    groups: used,
    sections: used.flatMap((group) => group.sections),
    calls: used.flatMap((group) => group.sections.flatMap((section) => section.calls)),
    resolve,
    nameOf: (node) => /^#\/components\/schemas\/(.+)$/.exec(node?.$ref ?? "")?.[1],
  };
}

function sectionOf(document: any, name: string, group: string): Section {
  const tag = document.tags.find((t: any) => t.name === name);
  if (!tag) throw new Error(`x-tagGroups names the tag "${name}", which the document does not describe.`);
  return { name, title: tag["x-displayName"] ?? name, description: tag.description ?? "", group, calls: [] };
}

function callOf(document: any, operation: Operation, section: Section, resolve: Reference["resolve"]): Call {
  const { definition, item } = operation;
  const own: Parameter[] = (definition.parameters ?? []).map(resolve);
  const shared: Parameter[] = (item.parameters ?? []).map(resolve);
  const parameters = [...shared.filter((s) => !own.some((o) => o.name === s.name && o.in === s.in)), ...own];
  const security: Record<string, string[]>[] = definition.security ?? document.security ?? [];
  return {
    ...operation,
    id: definition.operationId,
    summary: definition.summary,
    section,
    parameters,
    scopes: [...new Set(security.flatMap((alternative) => alternative["OAuth2"] ?? []))],
    apiToken: security.some((alternative) => "ApiToken" in alternative),
  };
}

/** The first example of a media type, a parameter or its schema, as the document gives it. */
export const exampleOf = (reference: Reference, node: any): unknown => exampleIn(reference.refs, node);

/** Statuses of the successes of a call, as the document lists them. */
export const successesOf = (call: Call): string[] =>
  Object.keys(call.definition.responses).filter((status) => status.startsWith("2"));

/** Where pages stand below the root of the site. */
export const pageOf = {
  call: (id: string) => `operations/${id}.html`,
  section: (name: string) => `sections/${name}.html`,
  schema: (name: string) => `schemas/${name}.html`,
  guide: (name: string) => `guides/${name}.html`,
};
