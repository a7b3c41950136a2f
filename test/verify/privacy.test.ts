import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createVerifier, junitReport, readTraffic, tableReport } from "../../src/verify/index.ts";
import { run } from "../cli/run.ts";
import { document } from "../support/document.ts";
import { entry, har, listTypes, pieces, TYPES, userType } from "./samples.ts";

const SECRETS = [
  "00hTopSecret-TOKEN_vAlue4711zzz",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
  "ada.lovelace@example.com",
  "correct horse battery staple",
];

const dir = mkdtempSync(join(tmpdir(), "okta-fetch-privacy-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** Exchanges with a secret in every place that traffic has. */
const everywhere = (secret: string) => [
  listTypes([{ ...userType, default: secret, created: secret, id: { [secret]: secret } }]),
  listTypes([{ ...userType, [secret]: secret, nested: { [secret]: [secret] } }]),
  listTypes(secret),
  listTypes({ [secret]: 1 }, 400),
  {
    ...listTypes(),
    request: { method: "GET", path: `${TYPES}?${encodeURIComponent(secret)}=1&token=${encodeURIComponent(secret)}` },
  },
  {
    ...listTypes(),
    request: { method: "GET", path: TYPES, query: { [secret]: secret }, headers: { authorization: `SSWS ${secret}` } },
  },
  {
    ...listTypes(userType),
    request: { method: "POST", path: TYPES, body: { name: { [secret]: secret }, [secret]: secret } },
  },
  { ...listTypes(), request: { method: "GET", path: `/api/v1/${secret}/users/${secret}` } },
  { ...listTypes(), request: { method: secret, path: `/api/v1/users/${secret}/${secret}` } },
  { ...listTypes(), operation: `GET /api/v1/${secret}` },
  { ...listTypes(secret), response: { status: 200, headers: { "content-type": `text/${secret}` }, body: secret } },
  { ...listTypes([{ ...userType, _links: { [secret]: { href: 4711, [secret]: 1 } } }]) },
  {
    request: { method: "PUT", path: `/api/v1/users/${secret}`, body: { profile: { [secret]: { a: secret } } } },
    response: { status: 200, body: { profile: { login: [secret], [secret]: { [secret]: 1 } } } },
  },
];

const inputs = (secret: string) => {
  const exchanges = everywhere(secret);
  const lines = exchanges.map((exchange) => JSON.stringify(exchange));
  const damaged = [
    `{"request": ${secret}`,
    `${secret}`,
    `{"request":{"method":"GET","path":"/a"},"response":"${secret}"}`,
  ];
  const entries = exchanges.map((exchange) => JSON.stringify(entry(exchange as never)));
  const broken = entries[0]!.replace('"time":1', `"time":${secret}`);
  return {
    "x.ndjson": [...lines, ...damaged, lines[0]!.slice(0, 200)].join("\n"),
    "x.har": `{"log":{"entries":[${[...entries, broken].join(",")},{"request": "${secret}`,
    "y.har": JSON.stringify(har([entry(listTypes(), `https://${encodeURIComponent(secret)}:x@example.okta.com`)])),
  };
};

describe.each(SECRETS)("%s", (secret) => {
  // Names of one word are printed, since names of properties are what a report is about.
  const leaked = (text: string) => text.includes(secret) || text.includes(encodeURIComponent(secret));

  test("stands in no format of the report, and in no new finding", async () => {
    const verifier = createVerifier(document);
    const news: unknown[] = [];
    for (const [source, text] of Object.entries(inputs(secret))) {
      for await (const event of readTraffic(pieces(text), { source, prefixes: verifier.prefixes })) {
        news.push(...verifier.add(event));
      }
    }
    const report = verifier.report({ strict: true });
    expect(report.result).toBe("broken");
    expect(report.totals.violations).toBeGreaterThan(10);
    expect(report.totals.undeclaredProperties).toBeGreaterThan(5);
    expect(report.totals.broken).toBeGreaterThan(4);
    for (const text of [tableReport(report), junitReport(report), JSON.stringify(report), JSON.stringify(news)]) {
      expect(leaked(text)).toBe(false);
    }
  });
});

test("nothing of it is printed by the command either", async () => {
  const [secret = ""] = SECRETS;
  for (const [name, text] of Object.entries(inputs(secret))) writeFileSync(join(dir, name), text);
  for (const format of ["table", "json", "junit"]) {
    const { status, stdout, stderr } = await run(["verify", "--strict", "-f", format, "x.ndjson", "x.har", "y.har"], {
      cwd: dir,
    });
    expect(status).toBe(2);
    expect(stdout.length).toBeGreaterThan(1000);
    expect(stdout + stderr).not.toContain(secret);
  }
});
