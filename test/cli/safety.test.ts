import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printable, printableLines } from "../../src/cli/text.ts";

import { useOrg } from "./org.ts";
import { run } from "./run.ts";

/** Too short for an API token, and with no word before it: known by nothing but its place. */
const SECRET = "00SECRETtoken1234567890";
const org = useOrg();
const { cwd } = org;

let runs = 0;
const scenario = (settings: object) => {
  const json = JSON.stringify({ name: "fixed", id: `safe${(runs += 1)}`, ...settings });
  // A header holds no other characters.
  const ascii = json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return ["--header", `x-scenario: ${ascii}`];
};
const request = (...args: string[]) =>
  run(["request", ...args], { cwd, env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: "00token" } });

describe("a credential in a wrong place is refused and not repeated", () => {
  test.each([
    ["request", SECRET],
    ["request", "GET", SECRET],
    ["request", "POST", "/a", SECRET],
    ["request", "/a", "--token-file", SECRET],
    ["request", "/a", "--output", `no/such/${SECRET}`],
    ["request", "/a", "--timeout", SECRET],
    ["request", "/a", "--paginate", "--max-items", SECRET],
    ["request", "/a", "--query", SECRET],
    ["request", "/a", "--header", SECRET],
    ["request", "/a", "--org-url", SECRET],
    ["request", "/a", "--org-url", `https://u:${SECRET}@example.okta.com`],
    ["request", "POST", "/a", "--body", SECRET],
    ["request", "POST", "/a", "--form", SECRET],
    ["request", "POST", "/a", "--form", `file=@${SECRET}`],
    ["request", "/a", `--${SECRET}`],
    ["request", "/a", `-t${SECRET}`],
    ["verify", "--format", SECRET, "x"],
    ["verify", "--from", SECRET, "x"],
    ["verify", "--document", SECRET, "x"],
    ["verify", "--output", `no/such/${SECRET}`, "x"],
    ["verify", "--proxy", `https://u:${SECRET}@example.okta.com`],
    ["verify", SECRET],
    ["doctor", SECRET],
    ["doctor", "--token-file", SECRET, "--org-url", "http://127.0.0.1:9"],
    ["completion", SECRET],
    ["mock", "--port", SECRET],
    ["help", SECRET],
    [SECRET],
  ])("%j", async (...args) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: "00token" };
    const { status, stdout, stderr } = await run(args, { cwd, env });
    expect(status).not.toBe(0);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stdout + stderr).not.toBe("");
    expect(stderr).not.toContain("    at ");
  });

  test.each([`00${"a".repeat(40)}`, `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${"x".repeat(40)}`])(
    "one that looks like it, anywhere (%#)",
    async (secret) => {
      const { status, stderr } = await request("GET", "/a", "--query", "x=1", secret);
      expect([status, stderr]).toEqual([2, expect.stringContaining("does not belong on the command line")]);
    },
  );
});

describe("control characters in what Okta sent are shown as escapes", () => {
  const nasty = "\u001b]0;pwned\u0007\u001b[2J\u009b31mhello\u202e\u007f";
  // eslint-disable-next-line no-control-regex
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
  const error = JSON.stringify({
    errorCode: "E0000001",
    errorSummary: nasty,
    errorId: nasty,
    errorCauses: [{ errorSummary: nasty }],
  });
  const headers = (type: string) => ({ "content-type": type });

  test.each([
    ["an error", 1, [...scenario({ status: 400, body: error })]],
    ["the body of an error", 1, ["--error-body", ...scenario({ status: 400, body: error })]],
    [
      "an error that is text",
      1,
      ["--error-body", ...scenario({ status: 400, body: nasty, headers: headers("text/plain") })],
    ],
    ["JSON", 0, [...scenario({ body: JSON.stringify({ [nasty]: nasty }) })]],
    ["text", 0, [...scenario({ body: nasty, headers: headers("text/plain") })]],
    ["a list", 0, ["--paginate", ...scenario({ body: JSON.stringify([nasty]) })]],
    ["lines of a list", 0, ["--paginate", "--ndjson", ...scenario({ body: JSON.stringify([nasty]) })]],
  ])("%s", async (_, expected, args) => {
    const { status, stdout, stderr } = await request("/a", "-v", ...args);
    expect(status).toBe(expected);
    expect(stdout + stderr).not.toMatch(raw);
    expect(stdout + stderr).toContain("\\u001b]0;pwned");
  });

  test("JSON stays JSON of the same value, and files get what came", async () => {
    const body = JSON.stringify({ [nasty]: nasty });
    expect(JSON.parse((await request("/a", ...scenario({ body }))).stdout)).toEqual({ [nasty]: nasty });
    await request("/a", "-o", "text", ...scenario({ body: nasty, headers: headers("text/plain") }));
    expect(readFileSync(join(cwd, "text"), "utf8")).toBe(`${nasty}\n`);
    expect((await request("/a", "--raw", ...scenario({ body: nasty }))).stdout).toBe(nasty);
  });

  test("lines keep their breaks", () => {
    expect(printable("a\r\nb\tc")).toBe("a\\u000d\\u000ab\\u0009c");
    expect(printableLines("a\r\nb\tc\rd")).toBe("a\r\nb\tc\\u000dd");
  });
});

describe("--output", () => {
  test("follows no link, neither of its own name nor of one that was foreseen", async () => {
    writeFileSync(join(cwd, "victim"), "precious");
    symlinkSync(join(cwd, "victim"), join(cwd, "link.json"));
    expect((await request("/a", "-o", "link.json", ...scenario({ body: "[1]" }))).status).toBe(0);
    expect(readFileSync(join(cwd, "victim"), "utf8")).toBe("precious");
    expect(lstatSync(join(cwd, "link.json")).isSymbolicLink()).toBe(false);
    expect(readFileSync(join(cwd, "link.json"), "utf8")).toBe("[1]\n");
  });

  test("leaves nothing behind after a failure, and is for its owner alone", async () => {
    await request("/a", "-o", "never.json", ...scenario({ status: 404 }));
    await request("/a", "-o", "private.json", ...scenario({ body: "[1]" }));
    expect(existsSync(join(cwd, "never.json"))).toBe(false);
    expect(readdirSync(cwd).filter((name) => name.includes("partial"))).toEqual([]);
    expect(lstatSync(join(cwd, "private.json")).mode & 0o77).toBe(0);
  });

  test("a device takes what comes, and stays", async () => {
    expect((await request("/a", "-o", "/dev/null", ...scenario({ body: "[1]" }))).status).toBe(0);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

test.each([
  { "x-rate-limit-reset": "99999999999999999999" },
  {
    "x-rate-limit-limit": "9".repeat(400),
    "x-rate-limit-remaining": "9".repeat(400),
    "x-rate-limit-reset": "9".repeat(400),
  },
  { "x-rate-limit-remaining": "-1", "x-rate-limit-reset": "NaN" },
  { date: "never", "x-okta-request-id": "x".repeat(9000) },
  { "content-type": "a/b;;;charset=", link: "<<<>>>;;;" },
  { "content-type": "application/json; charset=nonsense" },
])("no value of a header ends it: %j", async (more) => {
  const headers = {
    "content-type": "application/json",
    "x-rate-limit-limit": "600",
    "x-rate-limit-remaining": "599",
    "x-rate-limit-reset": "1767605400",
    ...more,
  };
  for (const flags of [
    ["-v", "-i"],
    ["-v", "--paginate"],
  ]) {
    const { status, stdout, stderr } = await request("/a", ...flags, ...scenario({ body: "[1]", headers }));
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining("Invalid") });
    expect(stdout).toContain("1");
  }
});

test("a response that is nested too deep for JSON says so", async () => {
  const deep = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("[".repeat(50_000) + "]".repeat(50_000)),
  );
  await new Promise<void>((resolve) => deep.listen(0, "127.0.0.1", resolve));
  const { port } = deep.address() as AddressInfo;
  const { status, stderr } = await request("/a", "--org-url", `http://127.0.0.1:${port}`);
  expect([status, stderr]).toEqual([1, expect.stringContaining("--raw prints the body as it comes")]);
  await new Promise((resolve) => deep.close(resolve));
});
