import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readYaml, root } from "../../scripts/lib/paths.ts";
import { operationsOf } from "../../scripts/lib/operations.ts";
import { readExchanges, replay } from "../../scripts/lib/replay.ts";
import { document } from "../support/document.ts";

const dir = join(root, "../shared/recordings");
const present = existsSync(dir);
if (!present) console.warn(`No recorded exchanges in ${dir}: that check does not run.`);

describe.runIf(present)("recorded exchanges", () => {
  const exchanges = present
    ? readdirSync(dir)
        .filter((name) => name.endsWith(".ndjson"))
        .flatMap((name) => readExchanges(join(dir, name)))
        .filter((exchange) => document.paths[exchange.operation?.split(" ")[1] ?? ""])
    : [];
  const result = present ? replay(document, exchanges) : undefined;

  test("every answer and every accepted request is valid", () => {
    expect(result?.violations).toEqual([]);
  });

  test("every recorded status is declared by number", () => {
    expect(result!.statuses.declared).toBe(result!.statuses.total);
  });

  test("at most 3 % of the properties sent fall under a free-form map", () => {
    expect(result!.properties.freeForm / result!.properties.total).toBeLessThanOrEqual(0.03);
  });

  test("at least 99.5 % of the properties sent are declared", () => {
    const { declared, freeForm, total } = result!.properties;
    expect((declared + freeForm) / total).toBeGreaterThanOrEqual(0.995);
  });

  test("at least 98 % of wrong-type mutants are rejected", () => {
    expect(result!.mutants.rejected / result!.mutants.total).toBeGreaterThanOrEqual(0.98);
  });
});

const published = join(root, "../shared/vendor/management-2026.06.3.yaml");
if (!existsSync(published))
  console.warn(`Okta's document is not at ${published}: the count of its operations is not checked.`);

test.runIf(existsSync(published))("the README counts what Okta publishes right", () => {
  const [, count] = / of the (\d+) operations that Okta publishes/.exec(readFileSync(join(root, "README.md"), "utf8"))!;
  expect(operationsOf(readYaml(published))).toHaveLength(Number(count));
});
