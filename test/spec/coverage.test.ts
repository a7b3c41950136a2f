import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operations } from "../support/document.ts";

test("the document has exactly the listed operations, by method, path and parameter names", () => {
  const listed = readFileSync(new URL("endpoints.txt", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .sort();
  expect(operations.map((o) => `${o.method.toUpperCase()} ${o.url}`).sort()).toEqual(listed);
});
