import fc from "fast-check";
import { expect, test } from "vitest";
import { readTraffic, type TrafficEvent } from "../../src/verify/index.ts";
import { entry, har, listTypes, NONE, pieces, SECRET, TYPES, userType } from "./samples.ts";

async function read(text: string | Uint8Array, { size, ...options }: { size?: number; hosts?: string[] } = {}) {
  const events: TrafficEvent[] = [];
  for await (const event of readTraffic(pieces(text, size), { source: "t", prefixes: ["/api/v1/"], ...options })) {
    events.push(event);
  }
  return events;
}
const brief = (events: TrafficEvent[]) =>
  events.map((e) =>
    e.type === "exchange"
      ? `${e.place.kind} ${e.place.number}`
      : e.type === "skipped"
        ? `${e.place.number} ${e.reason}`
        : `${e.line}:${e.column} ${e.place.number} ${e.message}`,
  );
const good = JSON.stringify(listTypes());
const entryText = (indent?: number) => JSON.stringify(entry(listTypes()), undefined, indent);

test("reads lines of exchanges, with the operation or without, and passes over empty ones", async () => {
  const events = await read(`\uFEFF${good}\r\n\n${JSON.stringify({ operation: `GET ${TYPES}`, ...listTypes() })}`);
  expect(brief(events)).toEqual(["line 1", "line 3"]);
  expect(events[0]).toMatchObject({ exchange: { request: { method: "GET", path: TYPES } } });
});

test("names the line and column of a broken line, and reads on", async () => {
  const separators = JSON.stringify(listTypes([{ ...userType, description: "a\u2028b" }]));
  const events = await read(
    `${good}\n{"request": nonsense and more of it, which goes on and on}\n${separators}\n[1]\n{}\n${good.slice(0, 300)}`,
  );
  expect(brief(events)).toEqual([
    "line 1",
    "2:13 2 is not valid JSON",
    "line 3",
    "4:undefined 4 is not a JSON object",
    "5:undefined 5 has no request",
    "6:301 6 breaks off",
  ]);
});

test.each([
  [{ request: { method: "GET" }, response: { status: 200 } }, "has no request.path"],
  [{ request: { method: "GET", path: "/a" }, response: { status: "200" } }, "has no response.status"],
  [
    { request: { method: "GET", path: "/a", headers: { a: 1 } }, response: { status: 200 } },
    "has request.headers that are not strings",
  ],
  [
    { operation: 1, request: { method: "GET", path: "/a" }, response: { status: 200 } },
    "has an operation that is not a string",
  ],
])("says what an object lacks to be an exchange (%#)", async (value, message) => {
  expect(await read(JSON.stringify(value))).toMatchObject([{ type: "broken", message }]);
});

test("reads a HAR file, in one line or indented, whatever the pieces", async () => {
  const text = (indent?: number) => JSON.stringify(har([entry(listTypes()), entry(listTypes([]))]), undefined, indent);
  const whole = await read(text());
  expect(brief(whole)).toEqual(["entry 1", "entry 2"]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.constantFrom(undefined, 1, 2), async (size, indent) => {
      expect(await read(text(indent), { size })).toEqual(whole);
    }),
    { numRuns: 40 },
  );
  expect(await read(Buffer.from(`\uFEFF${text(2)}`, "utf16le"), { size: 777 })).toEqual(whole);
});

test("unpacks base64, and leaves text that is not valid JSON as it is", async () => {
  const body = JSON.stringify([{ ...userType, displayName: "Zoë" }]);
  const packed = entry(listTypes(NONE), undefined, {
    text: Buffer.from(body).toString("base64"),
    encoding: "base64",
  });
  const xml = entry(listTypes(NONE), undefined, { text: "<a/>" });
  xml.response.headers = [{ name: "content-type", value: "application/xml" }];
  const [first, second] = await read(JSON.stringify(har([packed, xml])));
  expect(first).toMatchObject({ exchange: { response: { body: [{ displayName: "Zoë" }] } } });
  expect(second).toMatchObject({ exchange: { response: { body: "<a/>" } } });
});

test("tells bodies that an export leaves out from empty ones", async () => {
  const [left, empty] = await read(
    JSON.stringify(har([entry(listTypes(NONE)), entry(listTypes(NONE), undefined, { size: 0 })])),
  );
  expect(left).toMatchObject({ exchange: { response: { bodyProblem: "unrecorded" } } });
  expect(empty).toMatchObject({ exchange: { response: {} } });
  expect((empty as { exchange: { response: object } }).exchange.response).not.toHaveProperty("bodyProblem");
});

test("takes the org's API alone, and counts what it passes over", async () => {
  const options = { ...listTypes(), request: { method: "OPTIONS", path: TYPES } };
  const page = { request: { method: "GET", path: "/app/UserHome" }, response: { status: 200 } };
  const events = await read(
    JSON.stringify(
      har([
        entry(listTypes(), "https://api.example.net"),
        entry(listTypes(), "https://login.example.com"),
        entry(listTypes(), "https://example-admin.okta.com"),
        entry(listTypes(), "http://127.0.0.1:4010"),
        entry(listTypes(), "https://evil-okta.com"),
        entry(options),
        entry(page),
        entry(listTypes(NONE, 0)),
        entry(listTypes(NONE, 304)),
      ]),
    ),
    { hosts: ["login.example.com"] },
  );
  expect(brief(events)).toEqual([
    "1 other host",
    "entry 2",
    "entry 3",
    "entry 4",
    "5 other host",
    "6 preflight or HEAD",
    "7 other path",
    "8 no answer",
    "9 not modified",
  ]);
});

test("names the place where a HAR file breaks off, after the entries before it", async () => {
  const text = JSON.stringify(har([entry(listTypes()), entry(listTypes()), entry(listTypes())]), undefined, 2);
  const cut = text.slice(0, text.lastIndexOf('"response"') + 20);
  const lines = cut.split("\n");
  expect(brief(await read(cut))).toEqual([
    "entry 1",
    "entry 2",
    `${lines.length}:${lines.at(-1)!.length + 1} 3 breaks off`,
  ]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: text.length - 8 }), async (end) => {
      const events = await read(text.slice(0, end), { size: 500 });
      expect(events.at(-1)!.type).toBe("broken");
      expect(events.filter((e) => e.type === "exchange").length).toBeLessThanOrEqual(3);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["a bracket too many", (text: string) => text.replace('"cache"', ']"cache"')],
  ["a bracket that is missing", (text: string) => text.replace('"headers":[', '"headers":')],
  ["a word that is not valid JSON", (text: string) => text.replace('"time":1', '"time":NaN')],
  ["a quote that is missing", (text: string) => text.replace('"startedDateTime":"', '"startedDateTime":')],
  ["a raw line break in a string", (text: string) => text.replace("GET", "G\nET")],
])("reads on behind an entry with %s", async (_, damage) => {
  const entries = [entryText(), entryText(), damage(entryText()), entryText(), entryText()];
  const events = await read(`{"log":{"entries":[${entries.join(",\n")}]}}`, { size: 211 });
  expect(events.filter((e) => e.type === "exchange")).toHaveLength(4);
  const broken = events.filter((e) => e.type === "broken");
  expect(broken.length).toBeGreaterThan(0);
  expect(broken[0]).toMatchObject({ place: { kind: "entry", number: 3 } });
  expect(broken[0]!.type === "broken" && broken[0]!.line).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(broken)).not.toContain(SECRET);
});

test("says that a file is no HAR, and that an entry is none", async () => {
  expect(await read(`{"log": {"version": "1.2"}}`)).toMatchObject([
    { type: "broken", message: expect.stringContaining("log.entries") },
  ]);
  expect(await read(JSON.stringify(har([5, {}, { request: {} }, entry(listTypes(), "not a url")])))).toMatchObject([
    { type: "broken", message: "is not an entry with a request" },
    { type: "broken" },
    { type: "broken", message: "has a request without method or url" },
    { type: "broken", message: "has a request whose url is not a URL" },
  ]);
});

test("an empty file holds nothing and breaks nothing", async () => {
  expect(await read("")).toEqual([]);
});
