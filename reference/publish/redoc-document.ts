import { bodyExamples } from "../model/examples.ts";
import { type Call, type Reference, referenceOf } from "../model/reference.ts";
import { curlSample } from "../samples/curl.ts";
import { sdkSample } from "../samples/sdk.ts";
import { typescriptSample } from "../samples/typescript.ts";

interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

/** The samples of a call, for each example of its body. */
function samplesOf(reference: Reference, call: Call): CodeSample[] {
  const examples = bodyExamples(reference, call).filter(({ made }) => !made);
  return (examples.length > 0 ? examples : [undefined]).flatMap((example) => {
    const { code, allPages } = typescriptSample(reference, call, example);
    const of = examples.length > 1 ? `: ${example!.title}` : "";
    const sdk = sdkSample(reference, call, example);
    return [
      { lang: "TypeScript", label: `TypeScript${of}`, source: code },
      ...(allPages ? [{ lang: "TypeScript", label: "TypeScript, all pages", source: allPages }] : []),
      { lang: "Shell", label: `curl${of}`, source: curlSample(reference, call, example) },
      ...(sdk ? [{ lang: "JavaScript", label: `Official SDK${of}`, source: sdk }] : []),
    ];
  });
}

const textOf = (meaning: string | { description: string }): string =>
  typeof meaning === "string" ? meaning : meaning.description;

/**
 * A schema as Redoc understands it: it shows meanings by `x-enumDescriptions` beside an `enum` alone, so the values known
 * of an open set become one here, and the description says that there may be others.
 */
function schemaFor(schema: Record<string, any>): Record<string, any> {
  const known: unknown[] | undefined = schema["x-extensible-enum"];
  const meanings: Record<string, any> | undefined = schema["x-enum-descriptions"];
  if (!known && !meanings) return schema;
  const description = [schema["description"], known && "Okta may add further values."].filter(Boolean).join(" ");
  const values = known ? { enum: known, description } : {};
  const explained = meanings && {
    "x-enumDescriptions": Object.fromEntries(Object.entries(meanings).map(([value, m]) => [value, textOf(m)])),
  };
  return { ...schema, ...values, ...explained };
}

/** Keys whose values are data, and no part of the document's structure. */
const DATA = new Set(["example", "examples", "default", "const", "enum", "x-extensible-enum", "x-enum-descriptions"]);

function mapped(node: any): any {
  if (Array.isArray(node)) return node.map(mapped);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, DATA.has(key) ? value : mapped(value)]);
  return schemaFor(Object.fromEntries(entries));
}

/** What calls destroy goes before their descriptions. */
const warned = (definition: any): string =>
  [definition.description, definition["x-destructive"] && `**What is lost:** ${definition["x-destructive"]}`]
    .filter(Boolean)
    .join("\n\n");

/** The document with the samples of this project, and its own fields in the form that Redoc shows. */
export function forRedoc(document: any): any {
  const reference = referenceOf(document);
  const made = mapped(document);
  for (const call of reference.calls) {
    const definition = made.paths[call.url][call.method];
    definition["x-codeSamples"] = samplesOf(reference, call);
    definition.description = warned(definition);
  }
  return made;
}

/** A page that asks no other host for a picture: an empty one stands in its place. */
export const withoutForeignHosts = (page: string): string =>
  page.replace(
    /(["'`])https:\/\/cdn\.redoc\.ly\/[^"'`]*\.(?:svg|png|ico)\1/g,
    '$1data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>$1',
  );
