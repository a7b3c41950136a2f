import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readExchanges, replay, report } from "../../scripts/lib/replay.ts";
import { document } from "../support/document.ts";
import { TYPES, userType as type } from "../verify/samples.ts";

const exchange = (body: unknown, status = 200, requestBody?: unknown) => ({
  operation: `POST ${TYPES}`,
  request: {
    method: "POST",
    path: TYPES,
    ...(requestBody !== undefined && { body: requestBody }),
  },
  response: { status, ...(body !== undefined && { body }) },
});

test("passes an exchange that fits, and rejects all its wrong-type mutants", () => {
  const result = replay(document, [exchange(type, 200, { name: "contractor", displayName: "Contractor" })]);
  expect(result.violations).toEqual([]);
  expect(result.undeclared).toEqual([]);
  expect(result.mutants.total).toBe(11);
  expect(result.mutants.rejected).toBe(11);
});

test("names the operation and the pointer of a violation", () => {
  const { violations } = replay(document, [exchange({ ...type, default: "no" })]);
  expect(violations).toMatchObject([
    { operation: "POST /api/v1/meta/types/user", where: "response", pointer: "/default", line: 1 },
  ]);
});

test("finds an accepted request that the document refuses", () => {
  const { violations } = replay(document, [exchange(type, 200, { name: 4711 })]);
  expect(violations.map((v) => v.where)).toContain("request");
});

test("demands no server-set property of a request, but demands it of an answer", () => {
  const input = { name: "contractor", displayName: "Contractor" };
  expect(replay(document, [exchange(type, 200, input)]).violations).toEqual([]);
  expect(
    replay(document, [exchange(input)])
      .violations.map((v) => v.message)
      .join(),
  ).toContain("'id'");
});

test("takes null for a server-set property of a request, but not of a response", () => {
  const input = { name: "contractor", displayName: "Contractor", id: null, created: null, default: null, _links: null };
  expect(replay(document, [exchange(type, 200, input)]).violations).toEqual([]);
  const { violations } = replay(document, [exchange({ ...type, default: null })]);
  expect(violations).toMatchObject([{ where: "response", pointer: "/default" }]);
});

test("lists a property that the document does not declare", () => {
  const result = replay(document, [exchange({ ...type, colour: "red", "a/b": 1 })]);
  expect(result.undeclared.map((u) => u.pointer)).toEqual(["/colour", "/a~1b"]);
  expect(report(result)).toContain("undeclared POST /api/v1/meta/types/user response /colour (1)");
});

test("reports a success status, an operation or an empty body that the document does not have", () => {
  expect(replay(document, [exchange(type, 202)]).violations[0]?.message).toContain("202");
  expect(replay(document, [exchange(undefined)]).violations[0]?.message).toContain("empty");
  const unknown = { ...exchange(type), operation: "GET /api/v1/nothing" };
  expect(replay(document, [unknown]).violations[0]?.message).toContain("no such operation");
});

test("says which line of a file is broken", () => {
  const dir = mkdtempSync(join(tmpdir(), "okta-fetch-replay-"));
  const file = join(dir, "broken.ndjson");
  writeFileSync(file, `${JSON.stringify(exchange(type))}\n{"operation":\n`);
  expect(() => readExchanges(file)).toThrow(/broken\.ndjson:2/);
  rmSync(dir, { recursive: true });
});
