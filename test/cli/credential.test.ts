import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { run } from "./run.ts";

const cwd = mkdtempSync(join(tmpdir(), "okta-fetch-credential-"));
const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const TOKEN = "00hTopSecretTOKENvalue4711";
const accessToken = (scopes: string[]) =>
  `e30.${Buffer.from(JSON.stringify({ scp: scopes })).toString("base64url")}.SIGNATURE`;

/** How the org behaves in one test, and what it was sent. */
let behaviour: { status?: number; date?: string; tokenStatus?: number; scopes?: string[] };
let received: { url: string; headers: IncomingMessage["headers"]; body: string }[];
beforeEach(() => {
  behaviour = {};
  received = [];
});

const org = createServer(async (req, res) => {
  let body = "";
  for await (const chunk of req.setEncoding("latin1")) body += chunk;
  received.push({ url: req.url!, headers: req.headers, body });
  if (behaviour.date) res.setHeader("date", behaviour.date);
  const json = (status: number, value: unknown) =>
    res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (req.url === "/oauth2/v1/token") {
    if (behaviour.tokenStatus) return json(behaviour.tokenStatus, { error: "invalid_client", error_description: "no" });
    return json(200, { access_token: accessToken(behaviour.scopes ?? ["okta.users.read"]), expires_in: 3600 });
  }
  if (req.url === "/.well-known/okta-organization") return json(200, { id: "00o1" });
  res.setHeader("x-rate-limit-limit", "600");
  res.setHeader("x-rate-limit-remaining", "599");
  res.setHeader("x-rate-limit-reset", "1767605400");
  if (behaviour.status)
    return json(behaviour.status, { errorCode: "E0000011", errorSummary: "Invalid token provided" });
  return json(200, [{ id: "00u1" }]);
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => org.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(org.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => org.close(resolve));
  rmSync(cwd, { recursive: true });
});

const app = () => ({
  OKTA_CLIENT_ORGURL: url,
  OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
  OKTA_CLIENT_CLIENTID: "0oa1",
  OKTA_CLIENT_SCOPES: "okta.users.read, okta.groups.read",
  OKTA_CLIENT_PRIVATEKEY: String(pem),
});
const command = (args: string[], env: Record<string, string>) => run(args, { cwd, env });

describe("request as a service app of the environment", () => {
  test("signs in with the scopes and the key, and calls with the token", async () => {
    expect(await command(["request", "/api/v1/users"], app())).toMatchObject({
      status: 0,
      stdout: '[{"id":"00u1"}]\n',
    });
    const form = new URLSearchParams(received[0]!.body);
    expect(form.get("scope")).toBe("okta.users.read okta.groups.read");
    expect(decodeJwt(form.get("client_assertion")!)).toMatchObject({ iss: "0oa1", aud: `${url}/oauth2/v1/token` });
    expect(received[1]!.headers.authorization).toBe(`Bearer ${accessToken(["okta.users.read"])}`);
  });

  test("takes the key from a file, and scopes as the SDKs write them otherwise", async () => {
    writeFileSync(join(cwd, "key.pem"), pem);
    const env = {
      ...app(),
      OKTA_CLIENT_PRIVATEKEY: "key.pem",
      OKTA_CLIENT_SCOPES: '["okta.users.read","okta.logs.read"]',
    };
    expect((await command(["request", "/api/v1/users"], env)).status).toBe(0);
    expect(new URLSearchParams(received[0]!.body).get("scope")).toBe("okta.users.read okta.logs.read");
  });

  test.each([
    [{ OKTA_CLIENT_CLIENTID: "" }, "OKTA_CLIENT_CLIENTID is missing"],
    [{ OKTA_CLIENT_SCOPES: "" }, "OKTA_CLIENT_SCOPES is missing"],
    [{ OKTA_CLIENT_PRIVATEKEY: "" }, "OKTA_CLIENT_PRIVATEKEY is missing"],
    [{ OKTA_CLIENT_PRIVATEKEY: "no-such.pem" }, "cannot be read (ENOENT)"],
    [{ OKTA_CLIENT_AUTHORIZATIONMODE: "Magic" }, "must be SSWS, PrivateKey or Bearer"],
    [{ OKTA_CLIENT_ORGURL: "" }, "OKTA_CLIENT_ORGURL is not set"],
    [{ OKTA_CLIENT_ORGURL: "ftp://x" }, "OKTA_CLIENT_ORGURL must use https"],
    [{ OKTA_CLIENT_AUTHORIZATIONMODE: "" }, "set OKTA_CLIENT_AUTHORIZATIONMODE=PrivateKey"],
  ])("names the variable that is wrong: %j", async (change, message) => {
    const { status, stderr } = await command(["request", "/a"], { ...app(), ...change });
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(received).toEqual([]);
  });

  test("says why Okta gives no token, and shows no key", async () => {
    behaviour.tokenStatus = 401;
    const { status, stderr } = await command(["request", "/a"], app());
    expect([status, stderr]).toEqual([1, expect.stringContaining("invalid_client")]);
    expect(stderr).toContain("OKTA_CLIENT_CLIENTID");
    expect(stderr).not.toMatch(/BEGIN|eyJ/);
  });
});

test("Bearer takes an access token from the environment, and options go before it", async () => {
  const env = { OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: TOKEN, OKTA_CLIENT_AUTHORIZATIONMODE: "Bearer" };
  await command(["request", "/a"], env);
  writeFileSync(join(cwd, "token"), "00file");
  await command(["request", "/a", "--token-file", "token"], { ...app() });
  expect(received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, "SSWS 00file"]);
});

describe("request --form", () => {
  const env = () => ({ OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: TOKEN });

  test("sends fields and files as one multipart body", async () => {
    writeFileSync(join(cwd, "logo.png"), Buffer.from([1, 2, 0xff]));
    const fields = ["--form", "file=@logo.png", "-F", "name=Zoe=1", "-F", "data=@logo.png;type=text/plain"];
    expect((await command(["request", "POST", "/a", ...fields], env())).status).toBe(0);
    const [{ headers, body }] = received as [(typeof received)[0]];
    const form = await new Response(Buffer.from(body, "latin1"), {
      headers: { "content-type": headers["content-type"]! },
    }).formData();
    const file = form.get("file") as File;
    expect([file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]]).toEqual([
      "logo.png",
      "image/png",
      [1, 2, 255],
    ]);
    expect(form.get("name")).toBe("Zoe=1");
    expect((form.get("data") as File).type).toBe("text/plain");
  });

  test.each([
    [["POST", "/a", "-F", "file"], "--form takes name=value"],
    [["POST", "/a", "-F", "file=@missing"], "The file of --form file cannot be read (ENOENT)"],
    [["POST", "/a", "-F", "a=b", "-b", "{}"], "Give --form or --body, not both"],
    [["GET", "/a", "-F", "a=b"], "GET takes no body"],
    [["/a", "-F", "a=b"], "Name the method"],
    [["POST", "/a", "-F", "a=b", "-H", "content-type: x/y"], "--form sets the content type"],
  ])("refuses %j", async (args, message) => {
    const { status, stderr } = await command(["request", ...args], env());
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(received).toEqual([]);
  });
});

test("--error-body prints what Okta sent, and leaves the file alone", async () => {
  behaviour.status = 401;
  const env = { OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: TOKEN };
  const { status, stdout, stderr } = await command(["request", "/a", "--error-body", "-o", "out.json"], env);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ errorCode: "E0000011", errorSummary: "Invalid token provided" });
  expect(stderr).toContain("401 E0000011");
});

describe("doctor", () => {
  const doctor = (env: Record<string, string>) => command(["doctor"], env);
  const token = () => ({ OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: TOKEN });

  test("finds an API token that works, the clock and what is left of the limit", async () => {
    const { status, stdout } = await doctor(token());
    expect(status).toBe(0);
    expect(stdout).toContain(`ok     URL         ${url}\n`);
    expect(stdout).toMatch(/ok {5}clock {7}\d s from the org's/);
    expect(stdout).toContain("ok     credential  API token, taken by GET /api/v1/users/me");
    expect(stdout).toContain("ok     rate limit  599 of 600 calls left until 2026-01-05T09:30:00.000Z");
    expect(stdout).not.toContain(TOKEN);
  });

  test("finds the scopes of a service app, and tries one of them", async () => {
    behaviour.scopes = ["okta.groups.read"];
    const { status, stdout } = await doctor(app());
    expect(status).toBe(0);
    expect(stdout).toContain("ok     scopes      okta.groups.read\n");
    expect(stdout).toContain("service app, taken by GET /api/v1/groups?limit=1");
    expect(stdout).not.toMatch(/BEGIN|SIGNATURE/);
  });

  test.each([
    ["a refused token", () => ((behaviour.status = 401), token()), "Make a new token"],
    ["a refused app", () => ((behaviour.tokenStatus = 401), app()), "invalid_client"],
    ["a clock that is off", () => ((behaviour.date = "Mon, 05 Jan 2026 09:30:00 GMT"), token()), "Set it by NTP"],
    ["a URL that is none", () => ({ ...token(), OKTA_CLIENT_ORGURL: "okta" }), "OKTA_CLIENT_ORGURL is not a URL"],
    ["a host that is not there", () => ({ ...token(), OKTA_CLIENT_ORGURL: "http://127.0.0.1:9" }), "ECONNREFUSED"],
    ["no credential", () => ({ OKTA_CLIENT_ORGURL: url }), "OKTA_CLIENT_TOKEN is not set"],
  ])("says what is wrong and what to do: %s", async (_, environment, message) => {
    const { status, stdout, stderr } = await doctor(environment());
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^wrong /m);
    expect(stdout).toContain(message);
    expect(stdout).not.toMatch(/TopSecret|BEGIN/);
  });

  test("names proxy variables, not what they hold", async () => {
    const { stdout } = await doctor({ ...token(), HTTPS_PROXY: "http://user:PASSWORD@proxy.example.com:3128" });
    expect(stdout).toContain("HTTPS_PROXY is set, and not used");
    expect(stdout).not.toMatch(/PASSWORD|proxy\.example/);
  });
});
