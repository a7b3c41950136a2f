import { expect, test } from "vitest";
import { createVerifier, type Exchange, exitStatus } from "../../src/verify/index.ts";
import { document, operations } from "../support/document.ts";
import { listTypes, NONE, TYPES, userType } from "./samples.ts";

const verify = (...exchanges: Exchange[]) => {
  const verifier = createVerifier(document);
  exchanges.forEach((exchange, i) =>
    verifier.add({ type: "exchange", place: { source: "t", kind: "line", number: i + 1 }, exchange }),
  );
  return verifier;
};
const findings = (...exchanges: Exchange[]) => verify(...exchanges).report().findings;

test("finds nothing in an exchange that fits", () => {
  const report = verify(listTypes()).report({ strict: true });
  expect(report).toMatchObject({ result: "passed", findings: [], totals: { exchanges: 1, violations: 0 } });
  expect(exitStatus(report)).toBe(0);
});

test("names the operation, the pointer and the types of a violation, and counts it over all items", () => {
  const wrong = { ...userType, default: "no" };
  expect(findings(listTypes([userType]), listTypes([wrong, wrong]), listTypes([wrong]))).toEqual([
    {
      operation: `GET ${TYPES}`,
      kind: "violation",
      where: "response",
      status: 200,
      pointer: "/*/default",
      message: "must be boolean, got string",
      count: 3,
      first: { source: "t", kind: "line", number: 2 },
    },
  ]);
});

test("tells all that is wrong with a body, not only the first of it", () => {
  const rest: Partial<typeof userType> = { ...userType };
  delete rest.id;
  const found = findings(listTypes([{ ...rest, default: 1, name: null }]));
  expect(found.map((f) => `${f.pointer} ${f.message}`).sort()).toEqual([
    "/* must have required property 'id'",
    "/*/default must be boolean, got integer",
    "/*/name must be string, got null",
  ]);
});

test("holds a variant against its own tag alone", () => {
  const path = "/api/v1/apps";
  const operation = operations.find((o) => o.url === path && o.method === "get")!;
  const examples = operation.definition.responses["200"].content["application/json"].examples;
  const [first] = Object.values<any>(examples);
  const ref = first.$ref?.split("/").at(-1);
  const apps = ref ? document.components.examples[ref].value : first.value;
  const found = findings({
    request: { method: "GET", path },
    response: { status: 200, body: apps.map((app: object) => ({ ...app, label: 4711 })) },
  });
  expect(found.map((f) => `${f.pointer}: ${f.message}`)).toEqual(["/*/label: must be string, got integer"]);
  expect(found[0]!.count).toBe(apps.length);
});

test("counts what the document does not declare, and fails for it only when strict", () => {
  const exchange = listTypes([{ ...userType, colour: "red" }]);
  exchange.request.query = { page: "2" };
  const conflict = { errorCode: "E0000001", errorSummary: "x", errorLink: "x", errorId: "oae1", errorCauses: [] };
  const verifier = verify(exchange, listTypes(conflict, 409));
  const { operations: rows, findings: found } = verifier.report();
  expect(rows).toMatchObject([{ exchanges: 2, undeclaredProperties: 2, undeclaredStatuses: 1 }]);
  expect(found.map((f) => [f.kind, f.where, f.pointer])).toContainEqual(["undeclared-property", "query", "{…}"]);
  expect(found.map((f) => [f.kind, f.where, f.pointer])).toContainEqual([
    "undeclared-property",
    "response",
    "/*/colour",
  ]);
  const harmless = verify(exchange);
  expect(exitStatus(harmless.report())).toBe(0);
  expect(exitStatus(harmless.report({ strict: true }))).toBe(1);
});

test("an undeclared success has its status told, and its body is not held against that of errors", () => {
  expect(findings(listTypes([userType], 202)).map((f) => f.message)).toEqual(["status 202 is not declared"]);
});

test("a failing server is no finding, whatever page it sends", () => {
  const broken = listTypes("<html>", 502);
  broken.response.headers = { "content-type": "text/html" };
  expect(findings(broken).map((f) => f.message)).toEqual(["the content type must be application/json"]);
  const okta = {
    errorCode: "E0000009",
    errorSummary: "Internal",
    errorLink: "E0000009",
    errorId: "oae1",
    errorCauses: [],
  };
  expect(findings(listTypes(okta, 500))).toEqual([]);
});

test("an accepted request is checked, a refused one is not, and nobody owes what the server sets", () => {
  const create = (body: unknown, status = 200): Exchange => ({
    request: { method: "POST", path: TYPES, body },
    response: { status, ...(status < 300 && { body: userType }) },
  });
  expect(findings(create({ name: "contractor", displayName: "Contractor" }))).toEqual([]);
  expect(findings(create({ name: 4711, displayName: "Contractor" }))).toMatchObject([
    { where: "request", pointer: "/name", message: "must be string, got integer" },
  ]);
  expect(findings(create({ name: 4711 }, 400))).toEqual([]);
});

test("finds an empty answer where a body is promised, and bodies that are no JSON", () => {
  expect(findings(listTypes(NONE))).toMatchObject([{ pointer: "", message: expect.stringContaining("empty") }]);
  const malformed = listTypes(NONE);
  malformed.response.bodyProblem = "malformed";
  expect(findings(malformed)).toMatchObject([{ message: "the content type is JSON, the body is not" }]);
});

test("holds a response that its query asked for in another form against that form", () => {
  const user = { id: "00u1", status: "ACTIVE", profile: { firstName: "Ada" } };
  const list = (query: Record<string, unknown>, body: unknown): Exchange => ({
    request: { method: "GET", path: "/api/v1/users", query },
    response: { status: 200, body },
  });
  expect(findings(list({ fields: "status,profile:(firstName)" }, [user]))).toEqual([]);
  expect(findings(list({ fields: "status" }, [{ id: "00u1", status: 4 }]))).toMatchObject([{ pointer: "/*/status" }]);
  expect(findings(list({}, [user])).length).toBeGreaterThan(0);
  const expire = (query: string, body: unknown): Exchange => ({
    request: { method: "POST", path: `/api/v1/users/00u1/lifecycle/expire_password${query}` },
    response: { status: 200, body },
  });
  expect(findings(expire("?tempPassword=true", { tempPassword: "HR076gb6" }))).toEqual([]);
  expect(findings(expire("?tempPassword=false", { tempPassword: "HR076gb6" })).length).toBeGreaterThan(0);
});

test("reads the values of the query as their parameters mean them", () => {
  const list = (query: string, status = 200): Exchange => ({
    request: { method: "GET", path: `/api/v1/logs?${query}` },
    response: { status, body: status === 200 ? [] : { errorCode: "E0000001" } },
  });
  const inQuery = (query: string, status?: number) =>
    findings(list(query, status))
      .filter(({ where }) => where === "query")
      .map(({ kind, pointer, message }) => [kind, pointer, message]);
  expect(inQuery("limit=10&sortOrder=ASCENDING&since=2026-01-05T00:00:00Z&q=10&q=true")).toEqual([]);
  expect(inQuery("limit=ten")).toEqual([["violation", "limit", "must be integer, got string"]]);
  expect(inQuery("limit=5000&limit=5")).toEqual([["violation", "limit", "must be <= 1000"]]);
  expect(inQuery("sortOrder=UP")).toEqual([["violation", "sortOrder", 'must be one of "ASCENDING", "DESCENDING"']]);
  // What Okta refused may be as wrong as it likes.
  expect(inQuery("limit=ten", 400)).toEqual([]);
  const [user] = Object.keys(document.paths).filter((path) => path === "/api/v1/users/{userId}/lifecycle/activate");
  const activate = (sendEmail: unknown): Exchange => ({
    request: { method: "POST", path: user!.replace("{userId}", "00u1"), query: { sendEmail } },
    response: { status: 200, body: {} },
  });
  expect(findings(activate(true), activate("false"), activate("yes"))).toMatchObject([
    { pointer: "sendEmail", message: "must be boolean, got string", count: 1 },
  ]);
});

test("a fixed path goes before a templated one, and a query or an origin does not matter", () => {
  const path = "/api/v1/groups/rules?limit=2#x";
  expect(
    verify({ request: { method: "get", path }, response: { status: 200, body: [] } }).report().operations,
  ).toMatchObject([{ operation: "GET /api/v1/groups/rules", known: true }]);
});

test("reports operations that the document does not have, with ids and addresses hidden", () => {
  const unknown = (method: string, path: string): Exchange => ({
    request: { method, path },
    response: { status: 200 },
  });
  const { operations: rows, totals } = verify(
    unknown("GET", "/api/v1/starships/00u1lovelace00000001/users/ada@example.com"),
    unknown("PATCH", TYPES),
    unknown("BREW", "/api/v1/users/ada/nothing"),
  ).report();
  expect(rows.map((o) => o.operation)).toEqual([
    "? /api/v1/users/{…}/{…}",
    "GET /api/v1/starships/{…}/users/{…}",
    `PATCH ${TYPES}`,
  ]);
  expect(totals.unknownOperations).toBe(3);
});

test.each(operations.slice(0, 400).map((o) => [`${o.method.toUpperCase()} ${o.url}`, o] as const))(
  "%s is found by its own path",
  (name, operation) => {
    const path = operation.url.replace(/\{[^}]+\}/g, "00x1");
    const { operations: rows } = verify({
      request: { method: operation.method, path },
      response: { status: 599 },
    }).report();
    expect(rows).toMatchObject([{ operation: name, known: true }]);
  },
);
