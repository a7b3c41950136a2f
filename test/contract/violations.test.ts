import { expect, inject, test } from "vitest";
import { startPrism } from "./servers.ts";

/** A document of one operation, whose example is this. */
const documentWith = (example: object) => ({
  openapi: "3.1.0",
  info: { title: "One operation", version: "1" },
  paths: {
    "/thing": {
      get: {
        responses: {
          200: {
            description: "A thing.",
            content: {
              "application/json": {
                schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
                example,
              },
            },
          },
        },
      },
    },
  },
});

test.runIf(inject("target") === "prism").each([
  ["none for a valid example", { id: "x" }, null],
  ["one for an example of the wrong type", { id: 5 }, expect.stringContaining("must be string")],
  ["one for an example that lacks what is required", {}, expect.stringContaining("required")],
])("stock Prism reports violations, which every operation is held to: %s", async (_, example, header) => {
  const { url, close } = await startPrism(documentWith(example));
  try {
    expect((await fetch(`${url}/thing`)).headers.get("sl-violations")).toEqual(header);
  } finally {
    await close();
  }
});
