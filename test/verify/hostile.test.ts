import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { createVerifier, junitReport, readTraffic, tableReport, type VerifierOptions } from "../../src/verify/index.ts";
import { document } from "../support/document.ts";
import { entry, har, listTypes, pieces, SECRET, TYPES, userType } from "./samples.ts";

async function verify(text: string, options?: VerifierOptions) {
  const verifier = createVerifier(document, options);
  for await (const event of readTraffic(pieces(text), { source: "t", prefixes: verifier.prefixes }))
    verifier.add(event);
  return verifier.report({ strict: true });
}

const good = JSON.stringify(listTypes());
/** A line between two good ones. */
const between = (line: string) => `${good}\n${line}\n${good}\n`;
const arrays = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number) => '{"a":'.repeat(depth) + "1" + "}".repeat(depth);
const line = (request: object, body: string, status = 200) =>
  `{"request":${JSON.stringify({ path: TYPES, ...request })},"response":{"status":${status},"body":${body}}}`;

describe.each([3_000, 100_000])(
  "a body nested %i deep is a finding with its place, and the rest is checked",
  (depth) => {
    test.each([
      ["arrays", line({ method: "GET" }, arrays(depth)), "response"],
      ["an undeclared property", line({ method: "GET" }, `[{"id":"x","more":${objects(depth)}}]`), "response"],
      ["a refusal", line({ method: "GET" }, objects(depth), 400), "response"],
      [
        "a request",
        `{"request":{"method":"POST","path":"${TYPES}","body":${objects(depth)}},"response":{"status":204}}`,
        "request",
      ],
    ])("in %s", async (_, text, where) => {
      const report = await verify(between(text));
      expect(report.totals).toMatchObject({ exchanges: 3, broken: 0 });
      expect(report.findings).toContainEqual(
        expect.objectContaining({
          kind: "violation",
          where,
          message: "is nested more than 200 levels deep, and was not checked",
          first: { source: "t", kind: "line", number: 2 },
        }),
      );
    });

    test("in a HAR file, as a body and in place of an entry", async () => {
      const text = JSON.stringify(
        har([entry(listTypes()), entry(listTypes(), undefined, { text: "@" }), "#", entry(listTypes())]),
      );
      const report = await verify(text.replace('"@"', JSON.stringify(arrays(depth))).replace('"#"', arrays(depth)));
      expect(report.totals).toMatchObject({ exchanges: 3, violations: 1, broken: 1 });
      expect(report.findings[0]).toMatchObject({ first: { kind: "entry", number: 2 } });
      expect(report.broken[0]).toMatchObject({ number: 3 });
    });

    test("in a value of the query", async () => {
      const query = `{"request":{"method":"GET","path":"${TYPES}","query":{"limit":${arrays(depth)},"q":{"toString":1}}}`;
      const report = await verify(between(`${query},"response":{"status":200,"body":[]}}`));
      expect(report.totals).toMatchObject({ exchanges: 3, broken: 0 });
    });
  },
);

test("a body as deep as a check follows is checked", async () => {
  const report = await verify(line({ method: "GET" }, `[{"id":1,"more":${objects(197)}}]`));
  expect(report.findings.map(({ message }) => message)).toContain("must be string, got integer");
});

test.each([1, 99, 600, 999, -1, 1e9, Number.MAX_SAFE_INTEGER])("status %d is a finding", async (status) => {
  for (const text of [
    between(line({ method: "GET" }, "[]", status)),
    JSON.stringify(har([entry(listTypes([], status))])),
  ]) {
    const report = await verify(text);
    expect(report.totals.broken).toBe(0);
    const shown = status > 0 && status < 1000 ? String(status) : "…";
    expect(report.findings).toMatchObject([
      { kind: "violation", where: "response", message: `status ${shown} is outside 100 to 599` },
    ]);
    expect(tableReport(report) + junitReport(report)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  }
});

test.each(["O\u0001K", "\u001b[2J", "a\r\nb", "\u007f"])(
  "reason phrase %j is a finding that does not repeat it",
  async (statusText) => {
    const exchange = listTypes();
    const inHar = entry(exchange);
    (inHar.response as Record<string, unknown>)["statusText"] = statusText;
    exchange.response.statusText = statusText;
    for (const text of [between(JSON.stringify(exchange)), JSON.stringify(har([inHar]))]) {
      const report = await verify(text);
      expect(report.findings).toMatchObject([{ message: "the reason phrase holds a control character", count: 1 }]);
      expect(tableReport(report)).not.toContain(statusText);
    }
  },
);

test("names of prototypes are no operations, parameters or types", async () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const lines = names.flatMap((name) => [
    JSON.stringify({ ...listTypes(), operation: `${name} ${TYPES}` }),
    JSON.stringify({ ...listTypes(), operation: `GET ${name}` }),
    `{"request":{"method":"GET","path":"${TYPES}","query":{"${name}":"x"},"headers":{"content-type":"${name}"}},"response":{"status":200,"headers":{"content-type":"${name}"},"body":[]}}`,
    line({ method: "GET" }, `[{"${name}":{"${name}":1}}]`),
  ]);
  const report = await verify(lines.join("\n"));
  expect(report.totals).toMatchObject({ exchanges: 16, unknownOperations: 8, broken: 0 });
});

describe("names that the document does not know", () => {
  const exchange = listTypes("<html>");
  exchange.request.query = { sessionToken1: "x", limit: "1" };
  exchange.response.headers = { "content-type": "text/x-hush; charset=utf-8" };
  const text = JSON.stringify(exchange);
  const shown = (report: Awaited<ReturnType<typeof verify>>) =>
    tableReport(report) + junitReport(report) + JSON.stringify(report);

  test("of parameters and media types are hidden", async () => {
    const report = await verify(text);
    expect(report.totals).toMatchObject({ violations: 1, undeclaredProperties: 2 });
    expect(shown(report)).not.toMatch(/sessionToken1|x-hush/);
    expect(shown(report)).toContain("query parameter limit");
  });

  test("are shown when asked, unless they look like a secret", async () => {
    exchange.request.query = { ...exchange.request.query, [SECRET]: "1" };
    const report = await verify(JSON.stringify(exchange), { showNames: true });
    expect(shown(report)).toContain("query parameter sessionToken1");
    expect(shown(report)).toContain("the content type must be application/json, got text/x-hush");
    expect(shown(report)).not.toContain(SECRET);
  });
});

test("a body that a writer of HAR cut or left packed is not recorded, and no violation", async () => {
  const cut = JSON.stringify([userType]);
  const packed = entry(listTypes(), undefined, { text: "CwWAW10D", encoding: "base64" });
  packed.response.headers.push({ name: "Content-Encoding", value: "br" });
  const report = await verify(
    JSON.stringify(har([entry(listTypes(), undefined, { text: cut.slice(0, 60), size: cut.length }), packed])),
  );
  expect(report.totals).toMatchObject({ exchanges: 2, violations: 0, unrecordedBodies: 2 });
});

test("says in one line that it needs generated code, where that is forbidden", async () => {
  const program = `import { createVerifier } from ${JSON.stringify(join(root, "src/verify/index.ts"))};
    try { createVerifier({ openapi: "3.1.0", paths: {} }); } catch (error) { console.log(error.message); }`;
  const args = ["--import", "tsx", "--disallow-code-generation-from-strings", "--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/^okta-fetch\/verify compiles schemas to code, which this runtime forbids.*\n$/);
});
