import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { operations } from "../support/document.ts";

/** Any path with the client's credential; a method of the client, since no document can list it. */
const GENERIC = "GET /{urlPath}";
const listed = readFileSync(new URL("endpoints.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");

test("the document has exactly the listed operations, by method, path and parameter names", () => {
  const written = operations.map((o) => `${o.method.toUpperCase()} ${o.url}`);
  expect(written.sort()).toEqual(listed.filter((line) => line !== GENERIC).sort());
});

test("330 of 330 are covered, the generic request by the client", () => {
  const { request } = createOktaClient({ orgUrl: "https://example.okta.com", token: "00x" });
  expect(request).toBeTypeOf("function");
  expect(listed).toContain(GENERIC);
  expect(operations.length + 1).toBe(330);
});
