import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

/** What Prism by itself stumbles over. */
const document = {
  openapi: "3.1.0",
  info: { title: "Traps", version: "1" },
  paths: {
    "/headers": {
      get: {
        responses: {
          200: {
            description: "Headers that are no single text.",
            headers: {
              "X-List": { schema: { type: "array", items: { type: "string" } }, example: ["a", "b"] },
              "X-Object": { schema: { type: "object" }, example: { a: 1 } },
              "X-Broken": { schema: { type: "string" }, example: "two\nlines" },
              "Content-Encoding": { schema: { type: "string" }, example: "gzip" },
            },
            content: { "application/json": { schema: { type: "object" }, example: {} } },
          },
        },
      },
    },
    "/preferring": {
      get: {
        parameters: [{ name: "Prefer", in: "header", schema: { type: "string", enum: ["respond-async"] } }],
        responses: { 200: { description: "Fine." }, 404: { description: "Gone." } },
      },
    },
    "/tuple": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Tuple" } } },
        },
        responses: { 204: { description: "Taken." } },
      },
    },
    "/closed": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Closed" } } },
        },
        responses: { 204: { description: "Taken." } },
      },
    },
    "/tree": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" } } },
        },
        responses: {
          200: {
            description: "The tree.",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" }, example: { name: "a" } } },
          },
        },
      },
    },
    "/example-with-ref": {
      get: {
        responses: {
          200: {
            description: "A schema as a value.",
            content: {
              "application/json": { schema: { type: "object" }, example: { allOf: [{ $ref: "#/definitions/base" }] } },
            },
          },
        },
      },
    },
    "/untrue": {
      get: {
        responses: {
          200: {
            description: "An example that is not of its schema.",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" }, example: { name: 5 } } },
          },
        },
      },
    },
    "/nothing": { get: { responses: { 200: { description: "An empty 200." } } } },
    "/lost": {
      post: { requestBody: { $ref: "#/components/requestBodies/None" }, responses: { 204: { description: "-" } } },
    },
  },
  components: {
    schemas: {
      Tuple: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
      Closed: {
        allOf: [{ type: "object", properties: { a: { type: "string" } } }],
        properties: { b: { type: "string" } },
        dependentRequired: { b: ["a"] },
        unevaluatedProperties: false,
      },
      Tree: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        },
      },
    },
  },
};

let mock: MockServer;
beforeAll(async () => void (mock = await startMockServer({ document: document as never })));
afterAll(() => mock.close());
const ask = (request: string, body?: unknown, headers = {}) => call(mock.url, request, body, headers);

test("headers of any schema are sent as well as they can be", async () => {
  const { status, headers, body } = await ask("GET /headers");
  expect([status, body]).toEqual([200, {}]);
  expect(headers.get("x-list")).toBe("a, b");
  for (const name of ["x-object", "x-broken", "content-encoding"]) expect(headers.get(name)).toBeNull();
});

test("a declared Prefer parameter does not stand in the way of Prefer: code", async () => {
  expect((await ask("GET /preferring", undefined, { prefer: "code=404" })).status).toBe(404);
  expect((await ask("GET /preferring", undefined, { prefer: "respond-async" })).status).toBe(200);
});

test("tuples are checked as JSON Schema 2020-12 says", async () => {
  expect((await ask("POST /tuple", ["a", 1])).status).toBe(204);
  expect((await ask("POST /tuple", ["a", "b"])).status).toBe(400);
  expect((await ask("POST /tuple", ["a", 1, 2])).status).toBe(400);
});

test("properties that no part of a schema knows, and those that need others, are refused", async () => {
  expect((await ask("POST /closed", { a: "x", b: "y" })).status).toBe(204);
  expect((await ask("POST /closed", { a: "x", c: "y" })).status).toBe(400);
  expect((await ask("POST /closed", { b: "y" })).status).toBe(400);
});

test("schemas that contain themselves are checked all the way down", async () => {
  const tree = (name: unknown) => ({ name: "a", children: [{ name: "b", children: [{ name }] }] });
  expect((await ask("POST /tree", tree("c"))).status).toBe(200);
  const { status, body } = await ask("POST /tree", tree(5));
  expect([status, body.errorCauses]).toEqual([400, [{ errorSummary: "children.0.children.0.name: must be string" }]]);
});

test("a $ref inside an example is a value like others", async () => {
  expect((await ask("GET /example-with-ref")).body).toEqual({ allOf: [{ $ref: "#/definitions/base" }] });
});

test("an answer without content is empty", async () => {
  const { status, text, headers } = await ask("GET /nothing");
  expect([status, text, headers.get("content-type")]).toEqual([200, "", null]);
});

test("a reference to nothing fails its own operation, and says which", async () => {
  const { status, body } = await ask("POST /lost", {});
  expect([status, body.errorCode]).toEqual([500, "E0000009"]);
  expect(body.errorCauses[0].errorSummary).toBe(
    '$ref "#/components/requestBodies/None" names nothing in the document.',
  );
  expect((await ask("GET /nothing")).status).toBe(200);
});

test("with errors, an answer that is not valid by the document is a 500 that names the field", async () => {
  expect((await ask("GET /untrue")).body).toEqual({ name: 5 });
  const strict = await startMockServer({ document: document as never, errors: true });
  const { status, body } = await call(strict.url, "GET /untrue");
  expect([status, body.errorCode, body.errorCauses]).toEqual([
    500,
    "E0000009",
    [{ errorSummary: "name: must be string" }],
  ]);
  expect((await call(strict.url, "POST /tree", { name: "a" })).status).toBe(200);
  await strict.close();
});

test("without validation, anything well-formed is taken", async () => {
  const free = await startMockServer({ document: document as never, validateRequests: false });
  expect((await call(free.url, "POST /tuple", ["a", "b"])).status).toBe(204);
  await free.close();
});

test("what is logged is a line a call, without query, credential or body", async () => {
  const lines: string[] = [];
  const logged = await startMockServer({ document: document as never, log: (line) => void lines.push(line) });
  await call(logged.url, "POST /tuple?secret=1", ["a", "hidden"], { authorization: "SSWS 00secret" });
  await call(logged.url, "GET /nowhere");
  expect(lines).toEqual([
    expect.stringMatching(/^POST \/tuple 400 refused \d+\.\d ms$/),
    expect.stringMatching(/^GET \/nowhere 404 refused \d+\.\d ms$/),
  ]);
  await logged.close();
});
