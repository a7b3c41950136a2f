import { expect, inject, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { operations } from "../support/document.ts";

const fits = (template: string, url: string) =>
  new RegExp(`^${template.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(url.replace(/[{}]/g, ""));
const okta = createOktaClient({ orgUrl: inject("targetUrl"), token: "00test" });
const gets = operations.filter((o) => o.method === "get");
const ambiguous = gets.filter(
  (o) =>
    !o.url.includes("{") &&
    gets.some((other) => other.url !== o.url && other.url.includes("{") && fits(other.url, o.url)),
);

test("there are static paths beside templated ones", () => {
  expect(ambiguous.map((o) => o.url)).toContain("/api/v1/groups/rules");
});

test.each(ambiguous)("$url is answered by its own operation, not by the templated one", async ({ url, definition }) => {
  const { data } = await okta.request("GET", url);
  const isList = definition.responses["200"].content["application/json"].schema.type === "array";
  expect(Array.isArray(data)).toBe(isList);
});
