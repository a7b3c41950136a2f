import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { document, partOf } from "../support/document.ts";

const TYPES = "/api/v1/meta/types/user";
const dir = mkdtempSync(join(tmpdir(), "okta-fetch-examples-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** What Redocly finds in a part of the document once it was changed. */
function lint(change: (doc: any) => void): string {
  const part = structuredClone(partOf({ [TYPES]: document.paths[TYPES] }));
  change(part);
  const file = join(dir, "openapi.json");
  writeFileSync(file, JSON.stringify(part));
  const args = ["lint", file, "--config", join(root, "redocly.yaml"), "--format=json"];
  return spawnSync(join(root, "node_modules/.bin/redocly"), args, { encoding: "utf8", maxBuffer: 1e8 }).stdout;
}
const answerOf = (doc: any) => doc.paths[TYPES].get.responses["200"].content["application/json"];
const rule = "no-invalid-media-type-examples";

test("an example that fits its schema passes", () => {
  expect(lint(() => {})).not.toContain(rule);
});

test("an example that does not fit its schema is reported", () => {
  const bad = { summary: "Bad", value: [{ id: 1 }] };
  expect(lint((doc) => (answerOf(doc).examples = { bad }))).toContain(rule);
});

test.each(Object.entries<any>(document.components.headers))("the example of header %s fits its schema", (_, header) => {
  expect(new Ajv2020({ strict: false }).validate(header.schema, header.example)).toBe(true);
});
