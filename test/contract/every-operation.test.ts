import { describe, expect, inject, test } from "vitest";
import type { Operation } from "../../scripts/lib/operations.ts";
import { replay } from "../../scripts/lib/replay.ts";
import { createOktaClient } from "../../src/index.ts";
import { answerTypes, bodiesOf, document, exampleParams, operations, parametersOf } from "../support/document.ts";

const target = inject("target");
/** Prism validates with its own choice of a response for what is wrong: the first of 415, 422 and 400 that is declared. */
const wrongMediaType = ({ definition }: Operation) => (target === "prism" && !definition.responses["415"] ? 400 : 415);
const okta = createOktaClient({
  orgUrl: inject("targetUrl"),
  token: "00test",
  retry: false,
  rateLimit: { proactive: false },
}) as any;

describe.each(
  operations.map((operation) => ({ ...operation, name: `${operation.method.toUpperCase()} ${operation.url}` })),
)("$name", (operation) => {
  const method = operation.method.toUpperCase();
  const bodies = bodiesOf(operation);
  const [first] = bodies;
  const call = (init: object, body = first) =>
    okta[method](operation.url, {
      params: exampleParams(operation),
      ...(body && { body: body.value, headers: body.headers }),
      ...init,
    });

  const exchanges = (first ? bodies : [undefined]).flatMap((body) =>
    (answerTypes(operation).length > 1 ? answerTypes(operation) : [undefined]).map((accept) => ({ body, accept })),
  );
  test.each(exchanges.map((e) => ({ ...e, title: `${e.body?.type ?? ""} ${e.accept ?? ""}`.trim() })))(
    "answers its own example with a valid success $title",
    async ({ body, accept }) => {
      const headers = { ...body?.headers, ...(accept && { accept }) };
      const { data, error, response } = await call({ headers }, body);
      expect(error).toBeUndefined();
      // Where the response of stock Prism is not valid by the document, this header says so.
      expect(response.headers.get("sl-violations")).toBeNull();
      const type = response.headers.get("content-type") ?? "";
      if (accept) expect(type).toContain(accept);
      const request = { method, path: operation.url, ...(body?.type.endsWith("json") && { body: body.value }) };
      const exchange = {
        operation: `${method} ${operation.url}`,
        request,
        response: {
          status: response.status,
          headers: { "content-type": type },
          ...(data !== undefined && { body: data }),
        },
      };
      expect(replay(document, [exchange], { mutants: false }).violations).toEqual([]);
      if (response.status !== 204 && operation.definition.responses[response.status].content)
        expect(data).toBeDefined();
    },
  );

  if (first?.type.endsWith("json")) {
    test("refuses a broken body", async () => {
      const { error } = await call({ body: Array.isArray(first.value) ? {} : [4711] });
      expect(error?.status).toBe(400);
    });
  }
  if (first?.type === "multipart/form-data") {
    test("refuses a form without its part", async () => {
      const { error } = await call({ body: new FormData() });
      expect(error?.status).toBe(400);
    });
  }
  if (first?.required) {
    test("refuses a missing body", async () => {
      const { error } = await call({ body: undefined });
      expect(error?.status).toBe(400);
    });
  }
  if (first) {
    test("refuses a body of another media type", async () => {
      const { error } = await call({ body: "a: 1", headers: { "content-type": "application/yaml" } });
      expect(error?.status).toBe(wrongMediaType(operation));
    });
  }
  const required = parametersOf(operation).filter((p) => p.required && p.in !== "path");
  if (required.length > 0) {
    test.each(required)("refuses to go without $in parameter $name", async (parameter) => {
      const params = exampleParams(operation);
      delete params[parameter.in]![parameter.name];
      const { error } = await call({ params });
      expect(error?.status).toBe(400);
    });
  }
});
