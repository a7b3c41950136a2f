import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

const folder = mkdtempSync(join(tmpdir(), "okta-fetch-mock-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** The command as users start it; resolves when it has said what `until` matches, or has ended. */
async function command(args: string[], until?: RegExp) {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "src/cli/main.ts"), ...args], { cwd: root });
  let out = "";
  let err = "";
  child.stderr.on("data", (part) => (err += part));
  const exit = once(child, "exit").then(([code]) => code as number | null);
  const said = new Promise<void>((resolve) => {
    child.stdout.on("data", (part) => {
      out += part;
      if (until?.test(out)) resolve();
    });
  });
  await Promise.race([exit, ...(until ? [said] : [])]);
  return { child, exit, out: () => out, err: () => err, url: /http:\S+/.exec(out)?.[0] ?? "" };
}

test("the command says where it is and how to use it, answers, and ends on Ctrl-C", async () => {
  const { child, exit, out, url } = await command(["mock", "--port", "0"], /stop: Ctrl-C/);
  expect(out().trim().split("\n")).toHaveLength(4);
  expect((await call(url, "GET /api/v1/users")).status).toBe(200);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
});

test("the command loads a state file, and saves it at the end", async () => {
  const state = join(folder, "org.json");
  const args = ["mock", "-p", "0", "--state", state];
  const first = await command(args, /stop/);
  const { body: group } = await call(first.url, "POST /api/v1/groups", { profile: { name: "Saved" } });
  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  expect(JSON.parse(readFileSync(state, "utf8")).collections["/api/v1/groups"][group.id]).toMatchObject({
    profile: { name: "Saved" },
  });
  const second = await command(args, /stop/);
  expect((await call(second.url, `GET /api/v1/groups/${group.id}`)).status).toBe(200);
  second.child.kill("SIGINT");
  await second.exit;
});

test("a state that cannot be saved at the end leaves the file as it was, and the process ends", async () => {
  const parent = join(folder, "leaves");
  mkdirSync(parent);
  const state = join(parent, "org.json");
  const { url, child, exit, err } = await command(["mock", "-p", "0", "--state", state], /stop/);
  expect((await call(url, "GET /api/v1/users")).status).toBe(200);
  rmSync(parent, { recursive: true });
  child.kill("SIGINT");
  expect(await exit).toBe(1);
  expect(err().trim()).toBe(`The state could not be saved to ${state}: ENOENT.`);
});

test("the command takes routes and further documents from files", async () => {
  const routes = file("routes.json", '[{ "method": "GET", "path": "/mine", "body": { "a": 1 } }]');
  const more = file(
    "more.yaml",
    "openapi: 3.1.0\npaths: { /more: { get: { responses: { '204': { description: Fine } } } } }\n",
  );
  const args = ["mock", "-p", "0", "--routes", routes, "--extra-document", more];
  const { url, child, exit } = await command(args, /stop/);
  expect((await call(url, "GET /mine")).body).toEqual({ a: 1 });
  expect((await call(url, "GET /more")).status).toBe(204);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
});

test("what is wrong with a command is said in one line, with status 2", { timeout: 60_000 }, async () => {
  const cases: [string[], RegExp][] = [
    [["mock", "--prot", "1"], /Unknown option '--prot'.*--help/],
    [["mock", "--port", "70000"], /--port must be a whole number from 0 to 65535/],
    [["mock", "--log-level", "loud"], /--log-level loud is not silent, info or debug/],
    [["mock", "--scenario", join(folder, "none.json")], /none\.json cannot be read: ENOENT/],
    [["mock", "--scenario", file("broken.json", "{")], /broken\.json is invalid JSON/],
    [["mock", "--state", join(folder, "nowhere/org.json")], /nowhere\/org\.json cannot be saved: there is no folder/],
    [["mick"], /has no such command/],
  ];
  const seen = await Promise.all(cases.map(async ([args]) => command(args)));
  for (const [i, { exit, err }] of seen.entries()) {
    expect(await exit).toBe(2);
    expect(err().trim().split("\n")[0]).toMatch(cases[i]![1]);
  }
});

test("the command says that a port is taken, and exits with 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const { exit, err } = await command(["mock", "-p", String(port)]);
  expect(await exit).toBe(1);
  expect(err().trim()).toBe(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`);
  other.close();
});

test("options that are not known or out of range are refused by name", async () => {
  await expect(startMockServer({ prot: 1 } as object)).rejects.toThrow(/no option "prot".*port/s);
  await expect(startMockServer({ port: -1 })).rejects.toThrow("port is not a number from 0 to 65535.");
  await expect(startMockServer({ rateLimit: 0 })).rejects.toThrow("rateLimit is not a whole number from 1.");
  await expect(startMockServer({ stateful: { version: 2 } as never })).rejects.toThrow(/no saved state.*"version": 1/);
});

test("a document that cannot be used is refused with its name and what is wrong", async () => {
  const start = (document: string) => startMockServer({ document });
  await expect(start(join(folder, "missing.yaml"))).rejects.toThrow(/missing\.yaml cannot be read \(ENOENT\)/);
  await expect(start(file("a.json", '{"openapi": "3.1.0",'))).rejects.toThrow(/a\.json is neither JSON nor YAML: /);
  await expect(start(file("b.yaml", "swagger: '2.0'\n"))).rejects.toThrow(
    /not OpenAPI 3\.0 or 3\.1: its "openapi" is missing/,
  );
  await expect(start(file("c.yaml", "openapi: 3.1.0\n"))).rejects.toThrow('has no "paths"');
  await expect(start(file("d.yaml", "openapi: 3.1.0\npaths: { users: {} }\n"))).rejects.toThrow('the path "users"');
});

test("a file that was mended is read again", async () => {
  const mended = file("mended.yaml", "openapi: 3.1.0\n");
  await expect(startMockServer({ document: mended })).rejects.toThrow('has no "paths"');
  writeFileSync(mended, "openapi: 3.1.0\npaths: { /ping: { get: { responses: { '204': { description: Pong } } } } }\n");
  const mock = await startMockServer({ document: mended });
  expect((await call(mock.url, "GET /ping")).status).toBe(204);
  await mock.close();
});

test("servers side by side have states of their own", async () => {
  const [one, two] = await Promise.all([startMockServer({ stateful: true }), startMockServer({ stateful: true })]);
  const { body } = await call(one!.url, "POST /api/v1/groups", { profile: { name: "Only here" } });
  expect((await call(one!.url, `GET /api/v1/groups/${body.id}`)).status).toBe(200);
  expect((await call(two!.url, `GET /api/v1/groups/${body.id}`)).status).toBe(404);
  expect(Object.keys(one!.calls())).toContain("POST /api/v1/groups");
  expect(two!.calls()).toEqual({ "GET /api/v1/groups/{groupId}": { 404: 1 } });
  await Promise.all([one!.close(), two!.close()]);
});

test("closing does not wait for connections that are kept alive, nor for answers that are delayed", async () => {
  const mock = await startMockServer({ scenario: { rules: [{ match: { path: "/api/v1/groups" }, delayMs: 60_000 }] } });
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: "SSWS any" };
  await new Promise<void>((resolve) =>
    get(`${mock.url}/api/v1/users`, { agent, headers }, (response) => response.resume().on("end", resolve)),
  );
  const waiting = once(get(`${mock.url}/api/v1/groups`, { agent, headers }), "error");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  await mock.close();
  expect(performance.now() - began).toBeLessThan(5_000);
  await waiting;
  agent.destroy();
});
