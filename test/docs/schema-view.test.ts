import { describe, expect, test } from "vitest";
import { referenceOf } from "../../reference/reference.ts";
import { schemaTree } from "../../reference/schema-view.ts";
import { shapeOf, typeName } from "../../reference/shape.ts";

const schemas = {
  Pet: {
    description: "A pet.",
    anyOf: [
      {
        oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
        discriminator: {
          propertyName: "kind",
          mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" },
        },
      },
      { $ref: "#/components/schemas/OtherPet" },
    ],
  },
  PetBase: {
    type: "object",
    required: ["kind"],
    properties: {
      id: { type: "string", readOnly: true },
      secret: { type: "string", writeOnly: true },
      kind: { type: "string" },
      parent: { $ref: "#/components/schemas/Pet" },
    },
  },
  Cat: {
    allOf: [{ $ref: "#/components/schemas/PetBase" }, { type: "object", properties: { kind: { const: "cat" } } }],
  },
  Dog: {
    allOf: [{ $ref: "#/components/schemas/PetBase" }, { type: "object", properties: { kind: { const: "dog" } } }],
  },
  OtherPet: { type: "object", properties: { kind: { type: "string", not: { enum: ["cat", "dog"] } } } },
  Colour: { type: ["string", "null"], "x-extensible-enum": ["red", "blue"], description: "A <b> colour." },
  Owner: {
    type: "object",
    properties: { pet: { anyOf: [{ $ref: "#/components/schemas/Pet" }, { type: "null", description: "No pet." }] } },
  },
  Deep: { type: "object", properties: { next: { $ref: "#/components/schemas/Deep" } } },
};
const reference = referenceOf({ paths: {}, tags: [], "x-tagGroups": [], components: { schemas } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const tree = (node: object, direction: "request" | "response" | "both" = "both") =>
  schemaTree({ reference, direction, context: {}, base: "../" }, node, "p").text;

describe("a shape", () => {
  test("flattens known kinds and the fallback into one list of variants, by the value of their tag", () => {
    expect(shapeOf(reference, ref("Pet")).variants.map(({ label, tag }) => [label, tag])).toEqual([
      ["cat", "kind"],
      ["dog", "kind"],
      ["any other", "kind"],
    ]);
  });

  test("merges allOf; what comes later is more exact, and what was required stays so", () => {
    const { properties } = shapeOf(reference, ref("Cat"));
    expect(properties.map(({ name }) => name)).toEqual(["id", "secret", "kind", "parent"]);
    expect(properties[2]).toEqual({ name: "kind", schema: { const: "cat" }, required: true });
  });

  test("reads a union with null as a nullable schema, and keeps what null means", () => {
    const shape = shapeOf(reference, schemas.Owner.properties.pet);
    expect(shape).toMatchObject({ name: "Pet", nullable: true, nullMeans: "No pet." });
    expect(shape.variants).toHaveLength(3);
  });
});

test.each([
  [{ type: "string", format: "date-time" }, "string (date-time)"],
  [{ type: "array", items: ref("Cat") }, "Cat[]"],
  [{ type: "array", items: { type: ["string", "integer"] } }, "array of string or integer"],
  [{ type: "object", additionalProperties: { type: "integer" } }, "map of integer"],
  [{ type: "object", additionalProperties: true }, "object"],
  [{ oneOf: [ref("Cat"), { type: "array", items: ref("Cat") }] }, "Cat or Cat[]"],
  [{ type: "string", format: "binary" }, "binary"],
])("the type of %j in words is %s", (schema, words) => {
  expect(typeName(reference, schema)).toBe(words);
});

describe("a tree", () => {
  test("gives each property a place to link to, also inside a variant", () => {
    expect(tree(ref("Pet"))).toContain('id="p~cat.kind"');
    expect(tree({ type: "array", items: ref("Deep") })).toContain('id="p[].next"');
  });

  test("of a request names the read-only properties as not sent, and of an answer the write-only ones", () => {
    expect(tree(ref("PetBase"), "request")).not.toContain('id="p.id"');
    expect(tree(ref("PetBase"), "request")).toContain("Set by Okta, not sent: <code>id</code>");
    expect(tree(ref("PetBase"), "response")).not.toContain('id="p.secret"');
    expect(tree(ref("PetBase"))).toContain('<span class="mark">read-only</span>');
  });

  test("shows open sets as known values, constants and null", () => {
    const text = tree({ type: "object", properties: { colour: ref("Colour"), kind: { const: "cat" } } });
    expect(text).toMatch(/Known values<\/span> <code>red<\/code> <code>blue<\/code>/);
    expect(text).toMatch(/Always<\/span> <code>cat<\/code>/);
    expect(text).toContain("or null");
  });

  test("ends where a schema holds itself", () => {
    expect(tree(ref("Deep")).match(/class="prop"/g)).toHaveLength(1);
  });

  test("never lets a description become markup", () => {
    expect(tree({ type: "object", properties: { colour: ref("Colour") } })).toContain("A &lt;b&gt; colour.");
  });
});
