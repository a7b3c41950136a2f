import { describe, expect, test } from "vitest";
import { referenceOf } from "../../reference/model/reference.ts";
import { fragmentFiles } from "../../reference/schema/fragment-files.ts";
import { Fragments } from "../../reference/schema/fragments.ts";
import { shapeOf, typeName } from "../../reference/schema/shape.ts";
import { schemaTree } from "../../reference/schema/tree.ts";
import { commonOf } from "../../reference/schema/union.ts";

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
  Big: {
    type: "object",
    properties: Object.fromEntries(["a", "b", "c", "d", "e"].map((n) => [n, { type: "string" }])),
  },
  Wide: {
    type: "object",
    properties: {
      big: { $ref: "#/components/schemas/Big" },
      bigs: { type: "array", items: { $ref: "#/components/schemas/Big" } },
    },
  },
  Ordered: {
    type: "object",
    required: ["needed", "_links"],
    properties: { _links: {}, _embedded: {}, optional: { type: "string" }, needed: { type: "string" } },
  },
  State: {
    type: "string",
    "x-extensible-enum": ["ON", "WAITING", "NEW"],
    "x-enum-descriptions": {
      ON: "It runs.",
      WAITING: { description: "It waits.", engine: "classic-engine" },
      NEW: { description: "It is new.", stage: "beta" },
    },
  },
};
const reference = referenceOf({ paths: {}, tags: [], "x-tagGroups": [], components: { schemas } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const treeOf = (node: object, rows?: number, direction: "request" | "response" | "both" = "both") => {
  const fragments = new Fragments();
  const { text } = schemaTree({ reference, direction, context: {}, base: "../", fragments }, node, "p", rows);
  return { text, files: fragmentFiles(reference, fragments) };
};
const tree = (node: object, direction: "request" | "response" | "both" = "both") =>
  treeOf(node, undefined, direction).text;

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

  test("of a union splits into what the known kinds share and what each has", () => {
    const { variants } = shapeOf(reference, ref("Pet"));
    const { common, own } = commonOf(reference, variants);
    expect(common.map(({ name }) => name)).toEqual(["id", "secret", "parent"]);
    expect(variants.map((variant) => own.get(variant)!.map(({ name }) => name))).toEqual([
      ["kind"],
      ["kind"],
      ["kind"],
    ]);
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

  test("writes out once what all known kinds have, with required properties first and links last", () => {
    const text = tree(ref("Pet"));
    expect(text.match(/id="[^"]*\.secret"/g)).toEqual(['id="p.secret"']);
    expect(text).not.toContain('id="p~cat.secret"');
    expect(text).toContain("All kinds have:");
    const ids = [...tree(ref("Ordered")).matchAll(/id="p\.(\w+)"/g)].map(([, name]) => name);
    expect(ids).toEqual(["needed", "optional", "_embedded", "_links"]);
  });

  test("leaves what does not fit to fragments, which hold it for any prefix", () => {
    const { text, files } = treeOf(ref("Wide"), 2);
    expect(text).not.toContain('id="p.big.a"');
    expect(text).toContain('data-fragment="both/Big" data-prefix="p.big"');
    expect(text).toContain('data-fragment="both/Big" data-prefix="p.bigs[]"');
    const [[file, script]] = files as [[string, string]];
    expect(files).toHaveLength(1);
    expect(file).toBe("fragments/both/Big.js");
    const received: string[] = [];
    new Function("oktaFetchFragment", script)((key: string, html: string) => received.push(key, html));
    expect(received[0]).toBe("both/Big");
    for (const name of ["a", "b", "c", "d", "e"]) expect(received[1]).toContain(`id="\ue001.${name}"`);
  });

  test("opens a schema within itself, however deep", () => {
    const { text, files } = treeOf(ref("Deep"));
    expect(text).toContain('data-fragment="both/Deep" data-prefix="p.next"');
    expect(files.map(([file]) => file)).toEqual(["fragments/both/Deep.js"]);
  });

  test("of a request names the read-only properties as not sent, and of a response the write-only ones", () => {
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

  test("explains values by what the document says of each, with the engine that has it", () => {
    const text = tree({ type: "object", properties: { state: ref("State") } });
    expect(text).toMatch(/<th scope="row"><code>ON<\/code><\/th> <td>It runs\./);
    expect(text).toMatch(/It waits\. <span class="badge engine" >Classic Engine only<\/span>/);
    expect(text).toMatch(/It is new\. +<span class="badge stage"[^>]*>Beta<\/span>/);
  });

  test("folds a long set of values", () => {
    const values = Array.from({ length: 12 }, (_, i) => `V${i}`);
    const meanings = Object.fromEntries(values.map((value) => [value, `Meaning of ${value}.`]));
    const text = tree({
      type: "object",
      properties: { state: { type: "string", enum: values, "x-enum-descriptions": meanings } },
    });
    expect(text).toMatch(/<summary>12 allowed values<\/summary>/);
  });

  test("marks what only some orgs have", () => {
    const text = tree({
      type: "object",
      properties: { a: { type: "string", "x-engine": "identity-engine", "x-stage": "limited" } },
    });
    expect(text).toContain("Identity Engine only");
    expect(text).toMatch(/title="Needs a product[^"]*">Limited/);
  });

  test("never lets a description become markup", () => {
    expect(tree({ type: "object", properties: { colour: ref("Colour") } })).toContain("A &lt;b&gt; colour.");
  });
});
