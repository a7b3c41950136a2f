import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { document, partOf } from "../support/document.ts";

const TYPES = "/api/v1/meta/types/user";
const breakages: Record<string, { rule: string; apply: (doc: any) => void }> = {
  "an operation without a request example": {
    rule: "okta-examples",
    apply: (doc) => delete doc.paths[TYPES].post.requestBody.content["application/json"].examples,
  },
  "an answer without an example": {
    rule: "okta-examples",
    apply: (doc) => delete doc.paths[TYPES].get.responses["200"].content["application/json"].examples,
  },
  "an operation without a shared error answer": {
    rule: "okta-shared-errors",
    apply: (doc) => delete doc.paths[TYPES].get.responses["429"],
  },
  "a templated path without a 404": {
    rule: "okta-shared-errors",
    apply: (doc) => delete doc.paths[`${TYPES}/{typeId}`].get.responses["404"],
  },
  "a schema without a description": {
    rule: "okta-described",
    apply: (doc) => delete doc.components.schemas.UserType.description,
  },
  "a property without a description": {
    rule: "okta-described",
    apply: (doc) => delete doc.components.schemas.UserType.properties.name.description,
  },
  "an empty schema": { rule: "okta-described", apply: (doc) => (doc.components.schemas.UserType.properties.name = {}) },
  "a list without a Link header": {
    rule: "okta-success-headers",
    apply: (doc) => delete doc.paths[TYPES].get.responses["200"].headers.Link,
  },
  "a success without the rate-limit headers": {
    rule: "okta-success-headers",
    apply: (doc) => delete doc.paths[TYPES].post.responses["200"].headers["X-Rate-Limit-Limit"],
  },
  "a duplicated operationId": {
    rule: "okta-operation-id",
    apply: (doc) => (doc.paths[TYPES].get.operationId = "getUserType"),
  },
  "an operationId whose verb does not fit": {
    rule: "okta-operation-id",
    apply: (doc) => (doc.paths[TYPES].get.operationId = "createThing"),
  },
  "a header that is an array": {
    rule: "okta-mockable",
    apply: (doc) => (doc.components.headers.Link.schema = { type: "array", items: { type: "string" } }),
  },
  "a Prefer parameter with an enum": {
    rule: "okta-mockable",
    apply: (doc) =>
      (doc.paths[TYPES].post.parameters = [
        {
          name: "Prefer",
          in: "header",
          description: "How to answer.",
          schema: { type: "string", enum: ["respond-async"] },
          example: "respond-async",
        },
      ]),
  },
  "a tuple": {
    rule: "okta-mockable",
    apply: (doc) =>
      (doc.components.schemas.UserType.properties.pair = {
        type: "array",
        description: "Two of them.",
        prefixItems: [{ type: "string", description: "The first." }],
      }),
  },
  unevaluatedProperties: {
    rule: "okta-mockable",
    apply: (doc) => (doc.components.schemas.UserType.unevaluatedProperties = false),
  },
  "a DELETE that does not say what is lost": {
    rule: "okta-own-fields",
    apply: (doc) => delete doc.paths[`${TYPES}/{typeId}`].delete["x-destructive"],
  },
  "a set of values without their meanings": {
    rule: "okta-own-fields",
    apply: (doc) => (doc.components.schemas.UserType.properties.name["x-extensible-enum"] = ["a", "b", "c"]),
  },
  "a value that x-cors does not take": {
    rule: "okta-own-fields",
    apply: (doc) => (doc.paths[TYPES].get["x-cors"] = "yes"),
  },
  "an example that holds $ref": {
    rule: "okta-mockable",
    apply: (doc) => (doc.components.examples.ContractorType.value.$ref = "#/definitions/base"),
  },
};

const dir = mkdtempSync(join(tmpdir(), "okta-fetch-rules-"));
const findings = new Map<string, string[]>();

beforeAll(() => {
  const good = {
    ...partOf(Object.fromEntries(Object.entries(document.paths).filter(([url]) => url.startsWith(TYPES)))),
    tags: document.tags.filter((tag: { name: string }) => tag.name === "usertype"),
  };
  const cases = Object.entries<{ apply: (doc: any) => void }>({ good: { apply: () => {} }, ...breakages });
  const files = cases.map(([, { apply }], i) => {
    const copy = structuredClone(good);
    apply(copy);
    const file = join(dir, `${i}.json`);
    writeFileSync(file, JSON.stringify(copy));
    return file;
  });
  const run = spawnSync(
    join(root, "node_modules/.bin/spectral"),
    ["lint", ...files, "--ruleset", join(root, ".spectral.yaml"), "-f", "json", "--quiet"],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  for (const { source, code } of JSON.parse(run.stdout)) findings.set(source, [...(findings.get(source) ?? []), code]);
  cases.forEach(([name], i) => findings.set(name, findings.get(files[i]!) ?? []));
}, 120_000);

afterAll(() => rmSync(dir, { recursive: true }));

test("a good document passes", () => {
  expect(findings.get("good")).toEqual([]);
});

test.each(Object.entries(breakages))("%s is reported", (name, { rule }) => {
  expect(findings.get(name)).toContain(rule);
});
