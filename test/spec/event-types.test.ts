import { join } from "node:path";
import { expect, test } from "vitest";
import { readYaml, root, sourceDir } from "../../scripts/lib/paths.ts";

const types = Object.entries<any>(readYaml(join(sourceDir, "event-types.yaml")));
const described = types.map(([name, meaning]) => [
  name,
  typeof meaning === "string" ? { description: meaning } : meaning,
]);

test("the document knows the event types that the file explains, sorted", () => {
  const names = types.map(([name]) => name);
  const { LogEventType } = readYaml(join(root, "generated/openapi.yaml")).components.schemas;
  expect(LogEventType["x-extensible-enum"]).toEqual(names);
  expect(names).toEqual([...names].sort());
  expect(names.filter((name) => !/^[a-z][\w]*\.[\w.-]+$/.test(name))).toEqual([]);
});

test("every event type is explained by one line of sentences, which is not that of another", () => {
  const lines = described.map(([, { description }]) => description);
  expect(lines.filter((line) => !/^[A-Z`].{15,160}\.$/.test(line))).toEqual([]);
  expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);
});

test("event types have no other facts than those that the reference shows", () => {
  const facts = ["description", "eventHook", "engine", "deprecated"];
  for (const [name, meaning] of described) {
    expect({ name, others: Object.keys(meaning).filter((key) => !facts.includes(key)) }).toEqual({ name, others: [] });
    expect([true, undefined]).toContain(meaning.eventHook);
    expect([true, undefined]).toContain(meaning.deprecated);
    expect(["identity-engine", "classic-engine", undefined]).toContain(meaning.engine);
  }
});
