import { join } from "node:path";
import { expect, test } from "vitest";
import { type ErrorCodes, errorBody } from "../../scripts/lib/errors.ts";
import { readYaml, root, sourceDir } from "../../scripts/lib/paths.ts";
import { document, operations, parametersOf, resolve } from "../support/document.ts";

const table: ErrorCodes = readYaml(join(sourceDir, "error-codes.yaml"));
const ids = new Set(operations.map((operation) => operation.definition.operationId));
const schemas = Object.entries<any>(document.components.schemas);
const errors = operations.flatMap((operation) =>
  [operation.definition, ...parametersOf(operation)]
    .flatMap((node): any[] => node["x-errors"] ?? [])
    .map((error) => ({
      operation: operation.definition.operationId,
      responses: operation.definition.responses,
      error,
    })),
);
const statusesOf = (code: string) => String(table[code]?.status).split(", ").map(Number);

test("errors of operations have a code of the table, with its status", () => {
  expect(errors.length).toBeGreaterThan(200);
  const wrong = errors.filter(({ error }) => !statusesOf(error.code).includes(error.status));
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

test("each code is named by an operation, or says which calls can meet it", () => {
  const named = new Set(errors.map(({ error }) => error.code));
  const shared = Object.values<any>(document.components.responses).flatMap(({ content = {} }) =>
    Object.values<any>(content["application/json"]?.examples ?? {}).map((example) => resolve(example).value.errorCode),
  );
  const known = new Set([...named, ...shared]);
  expect(Object.keys(table).filter((code) => !known.has(code) && !table[code]!.where)).toEqual([]);
  expect(Object.keys(table).filter((code) => named.has(code) && table[code]!.where)).toEqual([]);
});

test("each error of an operation is an example of its response, by its code and after what all operations share", () => {
  for (const { operation, responses, error } of errors) {
    const { examples } = resolve(responses[error.status]).content["application/json"];
    const bodies = Object.entries<any>(examples).map(([key, example]) => ({ key, value: resolve(example).value }));
    const value = errorBody(error, table);
    const own = bodies.filter(({ key }) => key.split("-")[0] === error.code);
    expect({ operation, bodies: own.map((body) => body.value) }).toEqual({
      operation,
      bodies: expect.arrayContaining([value]),
    });
    const keys = bodies.map(({ key }) => /^E\d{7}/.test(key));
    expect({ operation, keys }).toEqual({ operation, keys: [...keys].sort((a, b) => Number(a) - Number(b)) });
  }
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
