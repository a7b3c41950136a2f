import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Logged } from "../support/org-server.ts";
import { useOrg } from "./org.ts";
import { run, start } from "./run.ts";
import { mockServer } from "../support/mock.ts";

const TOKEN = "00hTopSecretTOKENvalue4711";
const org = useOrg();
const { cwd } = org;

let runs = 0;
/** Arguments that make the org behave so; each run is one of its own. */
const scenario = (name: string, settings: object = {}) => {
  const header = JSON.stringify({ name, id: `cli${(runs += 1)}`, ...settings });
  return { args: ["--header", `x-scenario: ${header}`], log: () => logOf(header) };
};
const logOf = async (header: string) =>
  (await (await fetch(`${org.url}/_log`, { headers: { "x-scenario": header } })).json()) as Logged[];

const request = (args: string[], { stdin, env = {} }: { stdin?: string; env?: Record<string, string> } = {}) =>
  run(["request", ...args], {
    cwd,
    env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: TOKEN, ...env },
    ...(stdin !== undefined && { stdin }),
  });

describe("what is sent", () => {
  test("a path with its query encoded, the token of the environment, and the headers given", async () => {
    const { status, stdout } = await request([
      "get",
      "/api/v1/users?limit=2",
      ...["-q", 'search=profile.lastName eq "Zoë & co+"', "-q", "expand=a", "-H", "X-Extra: 1"],
    ]);
    expect(status).toBe(0);
    const sent = JSON.parse(stdout);
    const url = new URL(sent.url, org.url);
    expect(url.pathname).toBe("/api/v1/users");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      limit: "2",
      search: 'profile.lastName eq "Zoë & co+"',
      expand: "a",
    });
    expect(sent).toMatchObject({ method: "GET", headers: { authorization: `SSWS ${TOKEN}`, "x-extra": "1" } });
    expect(sent.headers["user-agent"]).toMatch(/^okta-fetch-cli okta-fetch\//);
  });

  test("without a method it is GET; the first slash may be missing, as Windows shells change it", async () => {
    const { stdout } = await request(["api/v1/users/me"]);
    expect(JSON.parse(stdout)).toMatchObject({ method: "GET", url: "/api/v1/users/me" });
  });

  test("a body from the command line, from a file and from standard input, to the letter", async () => {
    const body = '{ "profile": {"name":"Zoë", "n": 12345678901234567890} }';
    writeFileSync(join(cwd, "body.json"), body);
    for (const [given, stdin] of [[body], ["body.json"], ["-", body]] as const) {
      const { stdout } = await request(
        ["POST", "/api/v1/groups", "--body", given],
        stdin === undefined ? {} : { stdin },
      );
      expect(JSON.parse(stdout)).toMatchObject({
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
    }
  });

  test("another content type goes out as it is", async () => {
    writeFileSync(join(cwd, "key.pem"), "-----BEGIN CERTIFICATE-----\n");
    const { stdout } = await request([
      "POST",
      "/api/v1/x",
      "-b",
      "key.pem",
      "-H",
      "content-type: application/x-pem-file",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      body: "-----BEGIN CERTIFICATE-----\n",
      headers: { "content-type": "application/x-pem-file" },
    });
  });

  test("the token of a file, of standard input, or an access token", async () => {
    writeFileSync(join(cwd, "token"), "00file\n");
    const authorization = async (args: string[], stdin?: string) =>
      JSON.parse((await request(["/a", ...args], stdin === undefined ? {} : { stdin })).stdout).headers.authorization;
    expect(await authorization(["--token-file", "token"])).toBe("SSWS 00file");
    expect(await authorization(["--token-stdin"], "00stdin\n")).toBe("SSWS 00stdin");
    expect(await authorization(["--bearer"])).toBe(`Bearer ${TOKEN}`);
  });
});

describe("what is printed", () => {
  test("compact JSON where nobody looks, and nothing for an empty answer", async () => {
    expect((await request(["/a", ...scenario("fixed", { body: '{"a": [1,\n2]}' }).args])).stdout).toBe('{"a":[1,2]}\n');
    expect(await request(["DELETE", "/a", ...scenario("fixed", { status: 204 }).args])).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("text and XML as they are", async () => {
    const headers = { "content-type": "application/xml" };
    expect((await request(["/a", ...scenario("fixed", { body: "<a/>", headers }).args])).stdout).toBe("<a/>\n");
  });

  test("--include adds status and headers, cookies without their values", async () => {
    const headers = { "content-type": "application/json", "set-cookie": "sid=hush", "x-okta-request-id": "req1" };
    const { stdout } = await request(["-i", "/a", ...scenario("fixed", { body: "{}", headers }).args]);
    expect(stdout).toMatch(/^HTTP 200 OK\n/);
    expect(stdout).toContain("x-okta-request-id: req1\n");
    expect(stdout).toMatch(/\n\n\{\}\n$/);
    expect(stdout).not.toContain("hush");
  });

  test("--raw gives the bytes as they came", async () => {
    const body = '{"a":  1 }';
    expect((await request(["--raw", "/a", ...scenario("fixed", { body }).args])).stdout).toBe(body);
  });

  test("--output makes a file when all is there, and leaves the old one when not", async () => {
    writeFileSync(join(cwd, "out.json"), "old");
    await request(["/a", "-o", "out.json", ...scenario("fixed", { status: 404 }).args]);
    expect(readFileSync(join(cwd, "out.json"), "utf8")).toBe("old");
    const { stdout } = await request(["/a", "-o", "out.json", ...scenario("fixed", { body: "[1]" }).args]);
    expect(stdout).toBe("");
    expect(readFileSync(join(cwd, "out.json"), "utf8")).toBe("[1]\n");
    expect(existsSync(join(cwd, ".out.json.partial"))).toBe(false);
  });
});

describe("--paginate", () => {
  const pages = (settings: object) => scenario("pages", { total: 450, ...settings });

  test("prints all pages as one array", async () => {
    const { args, log } = pages({});
    const { status, stdout, stderr } = await request(["/api/v1/users", "--paginate", "-q", "limit=200", "-v", ...args]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(Array.from({ length: 450 }, (_, id) => ({ id })));
    expect(stderr).toContain("450 items on 3 pages");
    expect((await log()).map(({ url }) => url)).toEqual([
      "/api/v1/users?limit=200",
      "/api/v1/users?limit=200&after=200",
      "/api/v1/users?limit=200&after=400",
    ]);
  });

  test("prints an item a line with --ndjson, and ends after --max-items", async () => {
    const { stdout } = await request([
      "/api/v1/users?limit=20",
      "--paginate",
      "--ndjson",
      "--max-items",
      "30",
      ...pages({}).args,
    ]);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual(Array.from({ length: 30 }, (_, id) => id));
  });

  test("an empty list is an empty array", async () => {
    expect((await request(["/a", "--paginate", ...pages({ total: 0 }).args])).stdout).toBe("[]\n");
  });

  test("leaves the array open when a page fails, so that nobody takes it for complete", async () => {
    const { args } = pages({ expireAt: 2 });
    const { status, stdout, stderr } = await request(["/a?limit=200", "--paginate", ...args]);
    expect(status).toBe(1);
    expect(() => JSON.parse(stdout)).toThrow();
    expect(stderr).toContain("401 E0000011");
  });

  test("ends quietly when the reader has enough", async () => {
    const { args } = pages({ endless: true, total: 1000 });
    const { child, ran } = await start(["request", "/a", "--paginate", "--ndjson", ...args], {
      env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: TOKEN },
    });
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ran).toMatchObject({ status: 0, stderr: "" });
  });

  test("says that an answer is no list", async () => {
    const { status, stderr } = await request(["/a", "--paginate", ...scenario("fixed", { body: "{}" }).args]);
    expect(status).toBe(1);
    expect(stderr).toContain("/a: the response is no list");
  });
});

describe("failures", () => {
  test("are told on standard error with a hint and ids, with status 1", async () => {
    const error = { errorCode: "E0000007", errorSummary: "Not found: x (User)", errorId: "oae1", errorCauses: [] };
    const { args } = scenario("fixed", {
      status: 404,
      body: JSON.stringify(error),
      headers: { "x-okta-request-id": "req1" },
    });
    const { status, stdout, stderr } = await request(["/api/v1/users/x", ...args]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      "GET /api/v1/users/x: 404 E0000007 Not found: x (User) — Check the id, and that this credential may see the " +
        "resource; a new resource can take seconds to appear.\nerror id oae1, request id req1\n",
    );
  });

  test("a rate limit is waited for, and --verbose tells of it", async () => {
    const { args } = scenario("flaky", { status: 429, headers: { "retry-after": "0" } });
    const { status, stderr } = await request(["/a", "-v", ...args]);
    expect(status).toBe(0);
    expect(stderr).toContain("429, the rate limit is used up");
    expect(stderr).toMatch(/attempt 1 got 429, the next one follows in \d\.\d s/);
    expect(stderr).toMatch(/GET \/a: 200 in \d+\.\d s/);
  });

  test("--no-retry sends once", async () => {
    const { args, log } = scenario("flaky", { status: 503 });
    expect((await request(["/a", "--no-retry", ...args])).status).toBe(1);
    expect(await log()).toHaveLength(1);
  });

  test("an org that is not there", async () => {
    const { status, stderr } = await request(["/a", "--no-retry"], {
      env: { OKTA_CLIENT_ORGURL: "http://127.0.0.1:9" },
    });
    expect(status).toBe(1);
    expect(stderr).toContain("ECONNREFUSED");
  });

  test("Ctrl-C ends a wait with status 130", async () => {
    const { args } = scenario("slowHeaders", { ms: 60_000 });
    const { child, ran } = await start(["request", "/a", ...args], {
      env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: TOKEN },
    });
    const header = args[1]!.slice("x-scenario: ".length);
    while ((await logOf(header)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    expect((await ran).status).toBe(130);
  });
});

describe("is refused before anything is sent", () => {
  test.each([
    [[], "Name a path"],
    [["GET"], "Name a path after GET"],
    [["BREW", "/a"], "The method must be one of"],
    [["GET", "/a", "b"], "Only a method and a path"],
    [["/api/v1/users/{userId}"], "still holds {userId}"],
    [["/api/v1/../x"], 'holds the segment ".."'],
    [["https://example.okta.com/api/v1/users"], "Give the path alone"],
    [["/a", "--query", "limit"], "--query takes name=value"],
    [["/a", "--header", "x"], '--header takes "name: value"'],
    [["/a", "--ndjson"], "--ndjson goes with --paginate"],
    [["POST", "/a", "--paginate"], "--paginate goes with GET"],
    [["/a", "--paginate", "--raw"], "Give --raw or --paginate, not both"],
    [["/a", "--body", "{}"], "Name the method"],
    [["GET", "/a", "--body", "{}"], "GET takes no body"],
    [["POST", "/a", "--body", '{"a":\n nope}'], "--body is not valid JSON at line 2, column 2"],
    [["POST", "/a", "--body", "missing.json"], "cannot be read (ENOENT)"],
    [["POST", "/a", "--body", "-", "--token-stdin"], "Give --token-stdin or --body -, not both"],
    [["/a", "--token-file", "missing"], "The file of --token-file cannot be read (ENOENT)"],
    [["/a", "--timeout", "soon"], "--timeout must be a whole number"],
    [["/a", "--org-url", "http://example.com"], "--org-url must use https"],
    [["/a", "--output", "no/such/folder"], "cannot be written (ENOENT)"],
    [["/a", "--tokn", "x"], "Unknown option '--tokn'"],
  ])("%j", async (args, message) => {
    const { args: header, log } = scenario("echo");
    const { status, stdout, stderr } = await request([...args, ...header]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(await log()).toEqual([]);
  });

  test.each([
    [["/a", "--token", TOKEN]],
    [["/a", `--api-token=${TOKEN}`]],
    [["/a", "-H", `Authorization: SSWS ${TOKEN}`]],
    [["GET", "/a", `SSWS ${TOKEN}`]],
  ])("a credential among the arguments, which is not repeated (%#)", async (args) => {
    const { status, stderr } = await request(args);
    expect(status).toBe(2);
    expect(stderr).toContain("does not belong on the command line");
    expect(stderr).not.toContain(TOKEN);
  });

  test("a missing token, and one with something around it", async () => {
    const without = await request(["/a"], { env: { OKTA_CLIENT_TOKEN: "" } });
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining("Set OKTA_CLIENT_TOKEN")]);
    const scheme = await request(["/a"], { env: { OKTA_CLIENT_TOKEN: `SSWS ${TOKEN}` } });
    expect([scheme.status, scheme.stderr]).toEqual([2, expect.stringContaining("bare token")]);
    expect(scheme.stderr).not.toContain(TOKEN);
  });
});

test("no output of any failure holds the token", async () => {
  const outputs = await Promise.all(
    [
      ["/a", "-v", "-i", ...scenario("fixed", { status: 401, body: "{}" }).args],
      ["/a", "-v", "--no-retry", ...scenario("flaky", { status: 0 }).args],
      ["/a", "-v", ...scenario("fixed", { body: "<html>", headers: { "content-type": "text/html" } }).args],
      ["/a", "-v", ...scenario("redirect", { location: "https://example.com/" }).args],
    ].map((args) => request(args)),
  );
  for (const { status, stdout, stderr } of outputs) {
    expect(status).toBe(1);
    expect(stderr).not.toBe("");
    expect(stdout + stderr).not.toContain(TOKEN);
  }
});

const mock = mockServer();

test("creates a group on the mock", async () => {
  const { status, stdout } = await request(["POST", "/api/v1/groups", "-b", '{"profile":{"name":"Engineering"}}'], {
    env: { OKTA_CLIENT_ORGURL: mock.url },
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ profile: { name: "Engineering" } });
});
