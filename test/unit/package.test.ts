import { expect, test } from "vitest";
import { readYaml, root } from "../../scripts/lib/paths.ts";
import { VERSION } from "../../src/version.ts";

test("the version in the code is the package's", () => {
  expect(VERSION).toBe(readYaml(`${root}/package.json`).version);
});
