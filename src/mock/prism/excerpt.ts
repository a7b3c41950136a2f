import type { ApiDocument, MediaType, Obj, Schema } from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";
import { mapSubschemas } from "../../openapi/schema-walk.ts";
import type { ApiOperation } from "../model/operation.ts";

/** Documents of one operation, as small as what Prism is asked for allows: it takes in a document as a whole. */

interface Excerpt {
  refs: Refs;
  schemas: Record<string, Schema>;
  /** Whether objects hold nothing but their declared properties; Prism's generator makes up others. */
  closed: boolean;
}

/** What stands in the place of an example: values can hold a `$ref` that means something else. */
const EXAMPLE = "example:";

/** The key of the example that a body stands for; `undefined` for a body that was generated. */
export const exampleKeyOf = (body: unknown): string | undefined =>
  typeof body === "string" && body.startsWith(EXAMPLE) ? body.slice(EXAMPLE.length) : undefined;

/** Parameters and body. @param variant pointer of the schema to take for the body, where the operation's own is a union */
export function requestExcerpt(document: ApiDocument, refs: Refs, operation: ApiOperation, variant?: string): Obj {
  const excerpt: Excerpt = { refs, schemas: {}, closed: false };
  const { body } = operation;
  return documentOf(document, operation, excerpt, {
    parameters: operation.parameters.map((parameter) => ({
      ...withoutExamples(parameter),
      ...(parameter.schema && { schema: copy(excerpt, parameter.schema) }),
    })),
    ...(body && {
      requestBody: {
        ...(body.required && { required: true }),
        content: contentOf(body.content, (media) => ({
          ...withoutExamples(media),
          ...(media.schema && { schema: copy(excerpt, variant === undefined ? media.schema : { $ref: variant }) }),
        })),
      },
    }),
    responses: { 200: { description: "" } },
  });
}

interface ResponseOptions {
  /** Whether objects hold nothing but their declared properties. */
  closed?: boolean;
  /** Pointer of the schema to take for the body, or for the items of a list, where the operation's own is a union. */
  variant?: string | undefined;
}

/** Some of the responses, without headers: the server makes those, and Prism ends the process over an array. */
export function responseExcerpt(
  document: ApiDocument,
  refs: Refs,
  operation: ApiOperation,
  codes: string[],
  { closed = false, variant }: ResponseOptions,
): Obj {
  const excerpt: Excerpt = { refs, schemas: {}, closed };
  const responses = codes.map((code) => {
    const content = contentOf(operation.response(code)?.content, (media) => ({
      ...withoutExamples(media),
      ...(media.schema && { schema: copy(excerpt, ofVariant(refs, media.schema, variant)) }),
      ...(media.example !== undefined && { example: `${EXAMPLE}default` }),
      ...(media.examples && {
        examples: Object.fromEntries(
          Object.keys(media.examples).map((key) => [key, { value: `${EXAMPLE}${key}` }] as const),
        ),
      }),
    }));
    return [code, { description: "", ...(Object.keys(content).length > 0 && { content }) }] as const;
  });
  return documentOf(document, operation, excerpt, { responses: Object.fromEntries(responses) });
}

function ofVariant(refs: Refs, schema: Schema, variant: string | undefined): Schema {
  if (variant === undefined) return schema;
  return refs.resolve(schema).items ? { type: "array", items: { $ref: variant } } : { $ref: variant };
}

// Prism's default is draft 7, which knows neither `prefixItems` nor `unevaluatedProperties`.
const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const documentOf = (
  { openapi }: ApiDocument,
  { method, path }: ApiOperation,
  { schemas }: Excerpt,
  definition: Obj,
) => ({
  openapi,
  ...(openapi.startsWith("3.1") && { jsonSchemaDialect: DIALECT }),
  info: { title: path, version: "1" },
  paths: { [path]: { [method]: definition } },
  components: { schemas },
});

const contentOf = (content: Record<string, MediaType> = {}, change: (media: MediaType) => Obj): Record<string, Obj> =>
  Object.fromEntries(Object.entries(content).map(([type, media]) => [type, change(media)]));

/** A copy without what holds values, in which a `$ref` is none. */
const withoutExamples = (node: object): Obj =>
  Object.fromEntries(Object.entries(node).filter(([key]) => key !== "example" && key !== "examples"));

/** Without the fields of this project and of others, which Prism walks through and does nothing with but for Faker's. */
const withoutFields = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith("x-") || key === "x-faker"));

/** A copy of a schema, with the components that it refers to put beside it. */
function copy(excerpt: Excerpt, schema: Schema): Schema {
  if (typeof schema !== "object" || schema === null) return schema;
  const copied = mapSubschemas(withoutFields(schema), (subschema) => copy(excerpt, subschema));
  if (typeof schema.$ref === "string") copied.$ref = component(excerpt, schema.$ref);
  if (excerpt.closed && schema.properties && typeof schema.additionalProperties !== "object") {
    copied.additionalProperties = false;
  }
  return copied;
}

function component(excerpt: Excerpt, reference: string): string {
  const { schemas, refs } = excerpt;
  const name = reference.replace(/^#\/components\/schemas\//, "").replace(/[^\w.-]/g, "_");
  if (!schemas[name]) {
    schemas[name] = {}; // while its own references are followed, which may lead back here
    schemas[name] = copy(excerpt, refs.at<Schema>(reference));
  }
  return `#/components/schemas/${name}`;
}
