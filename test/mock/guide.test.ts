import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { Workshop } from "../support/guides.ts";
import { runGuide } from "../support/guides-org.ts";

const GUIDE = "testing-with-the-mock";
let workshop: Workshop;
let mock: MockServer;
beforeAll(async () => {
  workshop = new Workshop([GUIDE]);
  mock = await startMockServer({ stateful: true });
});
afterAll(async () => {
  await mock?.close();
  workshop?.remove();
});

test("the guide's TypeScript compiles", { timeout: 120_000 }, async () => {
  expect(await workshop.compile()).toEqual([]);
});

test("the guide's blocks do what they show", { timeout: 120_000 }, async () => {
  const { failures } = await runGuide(GUIDE, workshop, mock.url);
  expect(failures).toEqual([]);
});
