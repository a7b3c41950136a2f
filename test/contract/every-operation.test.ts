import { describe, expect, inject, test } from "vitest";
import { replay } from "../../scripts/lib/replay.ts";
import { createOktaClient } from "../../src/index.ts";
import { bodyOf, document, exampleParams, operations, parametersOf } from "../support/document.ts";

const okta = createOktaClient({ orgUrl: inject("mockUrl"), token: "00test" }) as any;

describe.each(
  operations.map((operation) => ({ ...operation, name: `${operation.method.toUpperCase()} ${operation.url}` })),
)("$name", (operation) => {
  const method = operation.method.toUpperCase();
  const body = bodyOf(operation);
  const call = (init: object) =>
    okta[method](operation.url, { params: exampleParams(operation), ...(body && { body: body.example }), ...init });

  test("answers its own example with a valid success", async () => {
    const { data, error, response } = await call({});
    expect(error).toBeUndefined();
    expect(response.headers.get("sl-violations")).toBeNull();
    const exchange = {
      operation: `${method} ${operation.url}`,
      request: { method, path: operation.url, ...(body && { body: body.example }) },
      response: { status: response.status, ...(data !== undefined && { body: data }) },
    };
    expect(replay(document, [exchange], { mutants: false }).violations).toEqual([]);
    if (response.status !== 204 && operation.definition.responses[response.status].content) expect(data).toBeDefined();
  });

  if (body) {
    test("refuses a broken body", async () => {
      const { error, response } = await call({ body: Array.isArray(body.example) ? {} : [4711] });
      expect(error?.status).toBeOneOf([400, 422]);
      expect(response.headers.get("sl-violations") ?? JSON.stringify(error)).toBeTruthy();
    });
  }
  if (body?.required) {
    test("refuses a missing body", async () => {
      const { error } = await call({ body: undefined });
      expect(error?.status).toBeOneOf([400, 422]);
    });
  }
  const required = parametersOf(operation).filter((p) => p.required && p.in !== "path");
  if (required.length > 0) {
    test.each(required)("refuses to go without $in parameter $name", async (parameter) => {
      const params = exampleParams(operation);
      delete params[parameter.in]![parameter.name];
      const { error } = await call({ params });
      expect(error?.status).toBeOneOf([400, 422]);
    });
  }
});
