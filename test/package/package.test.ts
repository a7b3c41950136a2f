import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { SourceMap, type SourceMapping } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";

const run = (cwd: string, command: string, args: string[]) => execFileSync(command, args, { cwd, encoding: "utf8" });
const runAsync = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), "okta-fetch-package-"));
const bin = (name: string) => join(root, "node_modules/.bin", name);
const command = join(dir, "node_modules/.bin/okta-fetch");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const installedVersion = (name: string) =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version as string;

type Target = string | { [condition: string]: Target };
const targetsOf = (target: Target): string[] =>
  typeof target === "string" ? [target.replace("./", "")] : Object.values(target).flatMap(targetsOf);

let tarball: string;
let files: string[];
let sizes: [file: string, bytes: number][];
let mock: MockServer;

beforeAll(async () => {
  const [packed] = JSON.parse(run(root, "npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", dir]));
  tarball = join(dir, packed.filename);
  sizes = packed.files.map(({ path, size }: { path: string; size: number }) => [path, size]);
  files = packed.files.map((file: { path: string }) => file.path).sort();
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", private: true }));
  run(dir, "npm", ["install", "--no-audit", "--no-fund", tarball]);
  mock = await startMockServer();
});

afterAll(async () => {
  await mock?.close();
  rmSync(dir, { recursive: true });
});

describe("the packed tarball", () => {
  test("holds what is exported, the document and the usual papers, and nothing else", () => {
    expect(targetsOf(manifest.exports).filter((target) => !files.includes(target))).toEqual([]);
    expect(files).toContain(manifest.bin["okta-fetch"]);
    const papers = [
      /^([A-Z]+\.md|LICENSE|package\.json)$/,
      /^generated\/(openapi\.(json|yaml)|ENDPOINTS\.md|[\w-]+(\.d)?\.ts)$/,
      /^src\/([\w-]+\/)*[\w-]+\.ts$/,
      /^docs\/(tasks\/)?[\w-]+\.md$/,
      /^test\/bench\/(chart\.svg|results\.md)$/,
      /^dist\/[^/]+\.(c?js|js\.map|d\.c?ts|d\.ts\.map)$/,
      /^dist\/THIRD-PARTY-NOTICES\.txt$/,
    ];
    expect(files.filter((file) => !papers.some((paper) => paper.test(file)))).toEqual([]);
  });

  test("weighs what the guide says", () => {
    const size = (part: RegExp) => sizes.filter(([file]) => part.test(file)).reduce((sum, [, bytes]) => sum + bytes, 0);
    const guide = readFileSync(join(root, "docs/jest-and-commonjs.md"), "utf8");
    const [, added, rest] = /adds (\d+) KB to the ([\d.]+) MB/.exec(guide)!;
    const commonJs = size(/\.(cjs|d\.cts)$/);
    expect(Math.abs(commonJs / (Number(added) * 1000) - 1)).toBeLessThan(0.15);
    expect(Math.abs((size(/./) - commonJs) / (Number(rest) * 1_000_000) - 1)).toBeLessThan(0.15);
  });

  test("carries the licences of the packages that are in its code, and no other package is", () => {
    const installed = join(dir, "node_modules/okta-fetch/dist");
    const notices = readFileSync(join(installed, "THIRD-PARTY-NOTICES.txt"), "utf8");
    const bundled = readdirSync(installed)
      .filter((file) => /\.c?js$/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(installed, file), "utf8").matchAll(/^\/\/#region .*node_modules\/(.+)$/gm),
      ])
      .map(([, path]) => /^(?:@[^/]+\/)?[^/]+/.exec(path!)![0]);
    expect([...new Set(bundled)].sort()).toEqual(["jose", "openapi-fetch"]);
    for (const name of bundled) expect(notices).toContain(`${name} ${installedVersion(name)}`);
    expect(notices.match(/Permission is hereby granted/g)).toHaveLength(2);
  });

  test("has maps to sources that it holds, so that stack traces end in code", () => {
    const thrown = "import { createOktaClient } from 'okta-fetch'; createOktaClient({ orgUrl: 'x', token: 'y' });";
    writeFileSync(join(dir, "throw.js"), thrown);
    const { stderr } = spawnSync(process.execPath, ["--enable-source-maps", "throw.js"], {
      cwd: dir,
      encoding: "utf8",
    });
    const [, file, line] = /at \w+ \((.+src\/settings\.ts):(\d+)/.exec(stderr)!;
    expect(readFileSync(file!, "utf8").split("\n")[Number(line) - 1]).toMatch(/throw|Error/);
    const installed = join(dir, "node_modules/okta-fetch/dist");
    const sources = readdirSync(installed)
      .filter((file) => file.endsWith(".map"))
      .flatMap((file) => JSON.parse(readFileSync(join(installed, file), "utf8")).sources as string[]);
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((source) => !existsSync(join(installed, source)))).toEqual([]);
  });

  test.each([
    ["index", "GET", /^ +GET</, "src/okta-client.ts"],
    ["index", "paginate", /^ +paginate</, "src/okta-client.ts"],
    ["index", "retry", /^ +retry\?:/, "src/options.ts"],
    ["node", "nodeFetch", /function nodeFetch/, "src/node/fetch.ts"],
    ["mock", "MockServerOptions", /interface MockServerOptions/, "src/mock/options.ts"],
    ["operations", "listUsers", /const listUsers/, "generated/operations.ts"],
  ])('"go to definition" in %s on %s ends in code', (entry, word, place, source) => {
    const installed = join(dir, "node_modules/okta-fetch/dist");
    const lines = readFileSync(join(installed, `${entry}.d.ts`), "utf8").split("\n");
    const line = lines.findIndex((each) => place.test(each));
    const map = new SourceMap(JSON.parse(readFileSync(join(installed, `${entry}.d.ts.map`), "utf8")));
    const found = map.findEntry(line, lines[line]!.indexOf(word)) as SourceMapping;
    expect(found.originalSource).toBe(`../${source}`);
    const sourceLines = readFileSync(join(installed, found.originalSource), "utf8").split("\n");
    expect(sourceLines[found.originalLine]!.slice(found.originalColumn)).toMatch(new RegExp(`^${word}\\b`));
  });

  test("installs two packages besides itself, and no peer", () => {
    const lock = JSON.parse(readFileSync(join(dir, "node_modules/.package-lock.json"), "utf8"));
    const installed = Object.keys(lock.packages).map((path) => path.replace("node_modules/", ""));
    expect(installed.sort()).toEqual(["jose", "okta-fetch", "openapi-fetch", "openapi-typescript-helpers"]);
  });

  test("is clean by publint and arethetypeswrong", () => {
    run(root, bin("publint"), ["--strict", tarball]);
    const left = ["--exclude-entrypoints", "./openapi.yaml", "./openapi.json"];
    run(root, bin("attw"), [tarball, ...left]);
  });
});

describe("in an empty folder", () => {
  test("the client, the service app, the operations and the Node transport work together", async () => {
    const program = `
      import { createOktaClient, OktaApiError } from "okta-fetch";
      import { serviceApp } from "okta-fetch/oauth";
      import { listUserTypes } from "okta-fetch/operations";
      import { nodeFetch } from "okta-fetch/node";
      import document from "okta-fetch/openapi.json" with { type: "json" };
      const okta = createOktaClient({ orgUrl: ${JSON.stringify(mock.url)}, token: "00test", retry: false, fetch: nodeFetch() });
      const { data } = await listUserTypes(okta);
      const failed = await okta.GET("/api/v1/meta/types/user", { headers: { prefer: "code=429" } });
      console.log(JSON.stringify([document.openapi, data[0].id.slice(0, 3), failed.error instanceof OktaApiError, failed.error.errorCode, typeof serviceApp]));
      process.exit(0);`;
    writeFileSync(join(dir, "use.js"), program);
    const { stdout } = await runAsync(process.execPath, ["--no-warnings", "use.js"], { cwd: dir });
    expect(JSON.parse(stdout)).toEqual(["3.1.1", "oty", true, "E0000047", "function"]);
  });

  test("the types check in a consumer, wrong calls do not", () => {
    writeFileSync(
      join(dir, "consumer.ts"),
      `import { createOktaClient, type User } from "okta-fetch";
       import { getUser } from "okta-fetch/operations";
       import { serviceApp } from "okta-fetch/oauth";
       const auth = serviceApp({ clientId: "0oa1", privateKey: "", scopes: ["okta.users.read"] });
       const okta = createOktaClient({ orgUrl: "https://example.okta.com", auth });
       const { data } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
       export const user: User | undefined = data;
       export const again: User | undefined = (await getUser(okta, { params: { path: { userId: "me" } } })).data;
       // @ts-expect-error -- no such path
       await okta.GET("/api/v1/nothing");`,
    );
    symlinkSync(join(root, "node_modules/typescript"), join(dir, "node_modules/typescript"));
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
    run(dir, bin("tsc"), [...options, "consumer.ts"]);
  });

  test("the command sends requests without any further package", async () => {
    const env = { ...process.env, OKTA_CLIENT_ORGURL: mock.url, OKTA_CLIENT_TOKEN: "00test" };
    const { stdout } = await runAsync(command, ["request", "GET", "/api/v1/meta/types/user"], { cwd: dir, env });
    expect(JSON.parse(stdout)[0].id).toMatch(/^oty/);
  });

  const failure = (...args: string[]) =>
    runAsync(process.execPath, args, { cwd: dir }).then(
      () => "it ran",
      (error: { stderr: string }) => error.stderr,
    );

  test("okta-fetch/verify and the command say in one line what they miss", async () => {
    const line = "okta-fetch/verify needs the packages ajv and ajv-formats: npm install --save-dev ajv ajv-formats";
    const program =
      'import { createVerifier, loadDocument } from "okta-fetch/verify"; createVerifier(await loadDocument())';
    expect(await failure("--input-type=module", "--eval", program)).toContain(line);
    writeFileSync(join(dir, "traffic.har"), JSON.stringify({ log: { entries: [] } }));
    expect((await failure(command, "verify", "traffic.har")).trim()).toBe(line);
  });

  test("a YAML document asks for the package that reads it", async () => {
    writeFileSync(join(dir, "own.yaml"), "openapi: 3.1.0\n");
    expect(await failure(command, "verify", "--document", "own.yaml", "traffic.har")).toContain(
      "Reading a YAML document needs the package yaml: npm install --save-dev yaml",
    );
  });

  test("the mock says in one line what it misses, and runs once it has that", async () => {
    const started = runAsync(command, ["mock", "--port", "0"], { cwd: dir });
    const line = await started.then(
      () => "it started",
      (error: { stderr: string }) => error.stderr.trim(),
    );
    const [, install] = /^The mock server needs [^\n]*: npm install --save-dev (\S+)$/.exec(line) ?? [];
    expect(install, line).toBeDefined();
    run(dir, "npm", ["install", "--no-audit", "--no-fund", install!]);
    const server = spawn(command, ["mock", "--port", "0"], { cwd: dir });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let output = "";
        server.stdout.on("data", (chunk) => {
          output += chunk;
          const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
          if (found) resolve(found);
        });
        server.on("exit", () => reject(new Error(output)));
      });
      const answer = await fetch(`${url}/api/v1/groups`, { headers: { authorization: "SSWS 00test" } });
      expect([answer.status, answer.headers.get("x-rate-limit-limit")]).toEqual([200, expect.any(String)]);
    } finally {
      server.kill("SIGINT");
    }
    const code = await new Promise((resolve) => server.on("exit", resolve));
    expect(code).toBe(0);
  });
});
