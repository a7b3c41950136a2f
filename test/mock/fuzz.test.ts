import { request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { operations } from "../support/document.ts";
import { call } from "./http.ts";

const faults: string[] = [];
let servers: MockServer[];
beforeAll(async () => {
  const log = (line: string) => void (line.startsWith("The mock failed") && faults.push(line));
  servers = await Promise.all([startMockServer({ log }), startMockServer({ log, stateful: true })]);
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const ids = [
  "00u1lovelace00000001",
  "00g1engineering00001",
  "0oa2payroll000000002",
  "default",
  "me",
  "..",
  "%2e",
  "a b",
  "ü",
];
const segment = fc.oneof(fc.constantFrom(...ids), fc.string({ unit: "binary", maxLength: 12 }));
const template = fc.constantFrom(...operations.map(({ url }) => url));

const path = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(template, fc.array(segment, { minLength: 6, maxLength: 6 }))
      .map(([url, values]) => url.replace(/\{[^}]+\}/g, () => encodeURIComponent(values.pop() ?? "x") || "x")),
  },
  { weight: 1, arbitrary: fc.webPath() },
  // What a client library would never send, but a socket can.
  { weight: 1, arbitrary: fc.stringMatching(/^\/[!-"$-~]{0,60}$/) },
);
const name = fc.constantFrom(
  "limit",
  "after",
  "search",
  "filter",
  "q",
  "sortBy",
  "sortOrder",
  "expand",
  "activate",
  "__code",
  "__proto__",
  "x",
);
const word = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "-1",
    "0",
    "1e9",
    "NaN",
    "true",
    'status eq "ACTIVE"',
    'a eq "',
    "((",
    "not",
    "eyJhdCI6MX0",
    "eyJhdCI6LTF9",
  ),
);
const query = fc
  .array(fc.tuple(name, word), { maxLength: 4 })
  .map((pairs) => (pairs.length ? `?${new URLSearchParams(pairs)}` : ""));
const body = fc.option(
  fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom(
      '{"__proto__":{"a":1}}',
      "[".repeat(5_000),
      '{"profile":{"login":"a@b.c","email":"a@b.c"}}',
      "null",
      "0",
      '""',
    ),
    fc
      .constantFrom(...operations.map(({ definition }) => Object.values<any>(definition.requestBody?.content ?? {})[0]))
      .map((media) => JSON.stringify(Object.values<any>(media?.examples ?? {})[0]?.value ?? {})),
  ),
  { nil: undefined },
);
const headers = fc.record(
  {
    authorization: fc.oneof(
      { weight: 8, arbitrary: fc.constant("SSWS any") },
      { weight: 1, arbitrary: fc.stringMatching(/^[ -~]{0,30}$/) },
    ),
    "content-type": fc.oneof(
      { weight: 4, arbitrary: fc.constant("application/json") },
      fc.constantFrom(
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        ";",
        "application/",
        "a/b;c",
        "application/x-www-form-urlencoded",
      ),
    ),
    accept: fc.constantFrom("*/*", "application/json", "text/html", ";;", "q=1", "application/json;q=x, text/xml"),
    prefer: fc.constantFrom(
      "code=200",
      "code=404",
      "code=abc",
      "example=x",
      "dynamic=no",
      "=;,=",
      "respond-async",
      'code="',
      "code=204",
    ),
    host: fc.constantFrom("localhost", "[::1]:80", "a b", "<script>", "x".repeat(300)),
  },
  { requiredKeys: ["authorization"] },
);
const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND");

/** Sends the path as it is: `fetch` would mend it. */
const send = (url: string, options: { method: string; path: string; headers: object }, body: string | undefined) =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const { port } = new URL(url);
    // Node frames the body of a GET only when its length is told.
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request(
      { host: "127.0.0.1", port, ...options, headers: { ...options.headers, ...length } },
      (response) => {
        let text = "";
        response.on("data", (part) => (text += part)).on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode!, type: response.headers["content-type"] ?? "", text }),
        );
      },
    );
    sent.on("error", reject).end(body);
  });

test(
  "10,000 requests of any kind each get an answer of Okta's shape, and the servers live",
  { timeout: 180_000 },
  async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(method, path, query, headers, body, async (method, path, query, headers, body) => {
        for (const { url } of servers) {
          count += 1;
          const answer = await send(
            url,
            { method, path: path + query, headers },
            method === "TRACE" ? undefined : body,
          );
          expect(answer.status).toBeLessThan(600);
          if (answer.status < 400 || method === "HEAD") continue;
          expect(answer.type).toBe("application/json");
          expect(JSON.parse(answer.text)).toMatchObject({
            errorCode: expect.stringMatching(/^E\d{7}$/),
            errorSummary: expect.any(String),
            errorId: expect.stringMatching(/^oae/),
            errorCauses: expect.any(Array),
          });
        }
      }),
      { numRuns: 5_000 },
    );
    expect(count).toBeGreaterThanOrEqual(10_000);
    expect(faults).toEqual([]);
    for (const { url } of servers) expect((await call(url, "GET /api/v1/users")).status).toBe(200);
    expect(({} as any).a).toBeUndefined();
  },
);
