import { join } from "node:path";
import { expect, test } from "vitest";
import { readYaml, root, sourceDir } from "../../scripts/lib/paths.ts";
import { document, operations, resolve } from "../support/document.ts";

interface KnownError {
  status: number;
}
const table: Record<string, KnownError> = readYaml(join(sourceDir, "error-codes.yaml"));
const ids = new Set(operations.map((operation) => operation.definition.operationId));
const schemas = Object.entries<any>(document.components.schemas);
const errors = operations.flatMap(({ definition }) =>
  ((definition["x-errors"] as any[] | undefined) ?? []).map((error) => ({
    operation: definition.operationId,
    responses: definition.responses,
    error,
  })),
);

test("errors of operations have a code of the table, with its status", () => {
  expect(errors.length).toBeGreaterThan(200);
  const wrong = errors.filter(({ error }) => table[error.code]?.status !== error.status);
  expect(wrong.map(({ operation, error }) => `${operation} ${error.code} ${error.status}`)).toEqual([]);
});

test("errors of operations say when they happen, in a complete sentence", () => {
  const sentence = /^[A-Z`][^]+[^ ,;:]\.$/;
  const wrong = errors.filter(({ error }) => !sentence.test(error.when));
  expect(wrong.map(({ operation, error }) => `${operation} ${error.code} ${error.when}`)).toEqual([]);
});

test("no error of an operation is listed twice", () => {
  const lines = errors.map(({ operation, error }) => `${operation} ${error.code} ${error.when}`);
  expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);
});

/** The values that a schema allows for a property, over all its kinds; a value that is open to any string adds none. */
function valuesOf(schema: any, property: string): unknown[] {
  const { properties, allOf = [], anyOf = [], oneOf = [] } = resolve(schema);
  const own = properties?.[property];
  const kinds = [...allOf, ...anyOf, ...oneOf].flatMap((kind) => valuesOf(kind, property));
  if (!own) return kinds;
  const merged = own.$ref ? { ...resolve({ $ref: own.$ref }), ...own } : own;
  return [...kinds, ...(merged.enum ?? []), ...(merged["x-extensible-enum"] ?? []), ...[merged.const ?? []].flat()];
}

const lives = schemas.filter(([, schema]) => schema["x-lifecycle"]);

test("lifecycles are found", () => expect(lives.length).toBeGreaterThan(20));

test.each(lives)("the lifecycle of %s names operations of the document and values of its property", (_, schema) => {
  const { property, initial, transitions = [] } = schema["x-lifecycle"];
  const values = new Set(valuesOf(schema, property));
  expect(transitions.map((t: any) => t.operation).filter((id: string) => !ids.has(id))).toEqual([]);
  const named = [...initial, ...transitions.flatMap((t: any) => [t.from, t.to].flat())];
  expect(named.filter((value) => value !== "absent" && !values.has(value))).toEqual([]);
});

const links = schemas.filter(([name]) => name.endsWith("Links"));

test.each(links)("each relation of %s is described", (_, schema) => {
  const relations = Object.entries<any>(schema.properties ?? {});
  const silent = relations.filter(([, relation]) => !(relation.description ?? resolve(relation).description));
  const shared = relations.filter(([, relation]) => relation.$ref && !relation.description);
  expect([...silent, ...shared].map(([name]) => name)).toEqual([]);
});

/** A comma in an unquoted text of a YAML flow map ends it; what follows becomes a key without a value. */
function* keysWithoutValue(node: unknown, path: string): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (value === null && / /.test(key)) yield `${path}/${key}`;
    yield* keysWithoutValue(value, `${path}/${key}`);
  }
}

test("no text was cut at a comma", () => {
  expect([...keysWithoutValue(document, "")]).toEqual([]);
  expect([...keysWithoutValue(readYaml(join(root, "openapi/error-codes.yaml")), "")]).toEqual([]);
});
