import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { VerifyReport } from "../../src/verify/index.ts";
import { run, start } from "../cli/run.ts";
import { startOrgServer } from "../support/org-server.ts";
import { entry, har, listTypes, TYPES, userType } from "./samples.ts";

const cwd = mkdtempSync(join(tmpdir(), "okta-fetch-verify-"));
const good = JSON.stringify(listTypes());
const bad = JSON.stringify(listTypes([{ ...userType, default: "no" }]));
const strange = JSON.stringify(listTypes([{ ...userType, colour: "red" }]));

beforeAll(() => {
  writeFileSync(join(cwd, "good.ndjson"), `${good}\n`);
  writeFileSync(
    join(cwd, "bad.har"),
    JSON.stringify(har([entry(listTypes()), entry(listTypes([{ ...userType, default: "no" }]))])),
  );
  writeFileSync(join(cwd, "broken.ndjson"), `${good}\n{"request":\n${bad}\n`);
  writeFileSync(join(cwd, "strange.ndjson"), strange);
});
afterAll(() => rmSync(cwd, { recursive: true }));

const verify = (...args: string[]) => run(["verify", ...args], { cwd });

test("passes good traffic with status 0, and prints a table", async () => {
  const { status, stdout } = await verify("good.ndjson");
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`1 +0 +0 +0 +GET ${TYPES}\\n`));
  expect(stdout).toContain("Passed: 1 exchange, 0 violations");
});

test("fails with status 1 for a violation, and tells its place", async () => {
  const { status, stdout } = await verify("good.ndjson", "bad.har");
  expect(status).toBe(1);
  expect(stdout).toContain("response 200 /*/default: must be boolean, got string  (1 time, first bad.har entry 2)");
});

test("status 2 for broken input goes before 1, and the rest is checked", async () => {
  const { status, stdout } = await verify("broken.ndjson", "missing.ndjson", "bad.har");
  expect(status).toBe(2);
  expect(stdout).toContain("broken.ndjson:2:12: line 2 breaks off");
  expect(stdout).toContain("missing.ndjson: cannot be read (ENOENT)");
  expect(stdout).toContain("first broken.ndjson line 3)");
  expect(stdout).toContain("Incomplete: 4 exchanges, 2 violations");
});

test("--strict makes an undeclared property fail", async () => {
  expect((await verify("strange.ndjson")).status).toBe(0);
  expect((await verify("--strict", "strange.ndjson")).status).toBe(1);
});

test("reads standard input, and writes JSON to a file", async () => {
  const { status, stdout } = await run(["verify", "-", "--format", "json", "--output", "report.json"], {
    cwd,
    stdin: bad,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  const report = JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")) as VerifyReport;
  expect(report.findings).toMatchObject([{ pointer: "/*/default", count: 1, first: { source: "-", number: 1 } }]);
});

test("writes JUnit that is well-formed, with a failure for each finding and an error for what is broken", async () => {
  const { stdout } = await verify("--format", "junit", "broken.ndjson", "strange.ndjson");
  const open: string[] = [];
  for (const [, close, name, rest] of stdout.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)\/?>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!stdout.includes(`<${name}${rest}/>`)) open.push(name!);
  }
  expect(open).toEqual([]);
  expect(stdout).toContain('<testsuites name="okta-fetch verify" tests="3" failures="1" errors="1">');
  expect(stdout.match(/<failure /g)).toHaveLength(1);
  expect(stdout.match(/<skipped /g)).toHaveLength(1);
});

test.each([
  [[], "Name a file of traffic"],
  [["--formt", "json", "x"], "Unknown option '--formt'"],
  [["--format", "xml", "x"], "--format must be"],
  [["--from", "pcap", "x"], "--from must be"],
  [["--port", "4", "x"], "--port goes with --proxy"],
  [["--proxy", "http://example.okta.com"], "--proxy must use https"],
  [["--proxy", "https://example-admin.okta.com"], "Use https://example.okta.com"],
  [["--document", "nothing.json", "x"], "The file of --document cannot be read (ENOENT)"],
  [["--output", "no/such/folder", "x"], "cannot be written"],
])("refuses %j with status 2", async (args, message) => {
  const { status, stdout, stderr } = await verify(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("takes another document, in YAML", async () => {
  writeFileSync(
    join(cwd, "other.yaml"),
    "openapi: 3.1.0\npaths:\n  /api/v1/other:\n    get:\n      responses: {'204': {description: Done}}\n",
  );
  const { stdout } = await verify("-d", "other.yaml", "good.ndjson");
  expect(stdout).toContain("1 of unknown operations");
});

test("a proxy in front of an org checks what passes, and reports at Ctrl-C", async () => {
  const org = await startOrgServer();
  const { child, ran, printed } = await start(["verify", "--proxy", org.url, "--port", "0"], { cwd });
  try {
    const [, url] = await printed(/(http:\/\/127\.0\.0\.1:\d+) forwards to/);
    const body = JSON.stringify([{ ...userType, default: "no" }]);
    const scenario = { name: "fixed", id: "cli", body, headers: { "content-type": "application/json" } };
    const headers = { "x-scenario": JSON.stringify(scenario), authorization: "SSWS 00hTopSecret4711" };
    for (let i = 0; i < 3; i += 1) expect(await (await fetch(`${url}${TYPES}`, { headers })).text()).toBe(body);
    await printed(/\/\*\/default: must be boolean, got string/);
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ran;
    expect(status).toBe(1);
    expect(stdout).toContain("response 200 /*/default: must be boolean, got string  (3 times, first call 1)");
    expect(stderr.match(/must be boolean/g)).toHaveLength(1);
    expect(stdout + stderr).not.toContain("00hTopSecret4711");
  } finally {
    child.kill("SIGKILL");
    await org.close();
  }
});
