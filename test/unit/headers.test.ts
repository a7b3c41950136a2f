import { expect, test } from "vitest";
import { checkedHeaders, headerRecord } from "../../src/serialize/headers.ts";

test.each<[string, Parameters<typeof headerRecord>[0], Record<string, string>]>([
  ["nothing", undefined, {}],
  ["a record", { "X-A": "1", "x-b": " 2 " }, { "x-a": "1", "x-b": "2" }],
  ["pairs", [["X-A", "1"]], { "x-a": "1" }],
  [
    "repeated pairs",
    [
      ["X-A", "1"],
      ["x-a", "2"],
    ],
    { "x-a": "1, 2" },
  ],
  ["Headers", new Headers({ "X-A": "1" }), { "x-a": "1" }],
  ["undefined and null", { "x-a": undefined, "x-b": null, "x-c": "" } as never, { "x-c": "" }],
  ["numbers", { "x-a": 1 } as never, { "x-a": "1" }],
  ["tabs and Latin-1", { "x-a": "a\tbé\xff" }, { "x-a": "a\tbé\xff" }],
  ["every character of a name", { "!#$%&'*+-.^_`|~09az": "1" }, { "!#$%&'*+-.^_`|~09az": "1" }],
])("takes %s", (_, headers, expected) => {
  expect(headerRecord(headers, "x")).toEqual(expected);
});

test.each(["\n", "\r", "\r\nx-evil: 1", "\0", "\x1f", "\x7f", "Ā", "😀"])(
  "refuses a value that holds %j, and does not repeat it",
  (text) => {
    const check = () => checkedHeaders({ authorization: `SSWS 00secret${text}00more` }, "auth");
    expect(check).toThrow(TypeError);
    expect(check).toThrow("auth: the value of authorization holds a line break or another character no header takes.");
    expect(() => headerRecord({ "x-a": `a${text}b` }, "The option headers")).toThrow(
      /^The option headers: the value of x-a/,
    );
  },
);

test.each(["", "x a", "x:", "x\n", "x(", "é", 'x"'])("refuses the name %j", (name) => {
  expect(() => checkedHeaders({ [name]: "1" }, "auth")).toThrow(
    "auth: a header name holds a character that no name can have.",
  );
});

test("gives checked headers back as they are", () => {
  const record = { authorization: "SSWS 00x" };
  expect(checkedHeaders(record, "auth")).toBe(record);
});
