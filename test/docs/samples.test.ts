import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import { type BodyExample, bodyExamples } from "../../reference/model/examples.ts";
import { type Call, referenceOf } from "../../reference/model/reference.ts";
import { curlSample } from "../../reference/samples/curl.ts";
import { sdkSample, sdkTable } from "../../reference/samples/sdk.ts";
import { samplesModule, typescriptSample } from "../../reference/samples/typescript.ts";
import { root } from "../../scripts/lib/paths.ts";
import { mockServer } from "../support/mock.ts";

const reference = referenceOf(readDocument());
const callOf = (id: string) => reference.calls.find((call) => call.id === id)!;

/** What the compiler says of each of some modules that import the package, one line a fault. */
function faultsOf(modules: Record<string, string>): Record<string, string[]> {
  const dir = join(root, "dist/docs-samples");
  mkdirSync(dir, { recursive: true });
  const fileOf = (name: string) => join(dir, `${name}.ts`);
  for (const [name, code] of Object.entries(modules)) writeFileSync(fileOf(name), code);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const program = ts.createProgram(Object.keys(modules).map(fileOf), {
    ...options,
    paths: { "okta-fetch": [join(root, "src/index.ts")] },
  });
  return Object.fromEntries(
    Object.keys(modules).map((name) => {
      const source = program.getSourceFile(fileOf(name))!;
      const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [
        name,
        faults.map((fault) => `${lineOf(fault)}: ${ts.flattenDiagnosticMessageText(fault.messageText, "\n")}`),
      ];
    }),
  );
}

const lineOf = ({ file, start }: ts.Diagnostic): number => file!.getLineAndCharacterOfPosition(start!).line + 1;

describe("TypeScript samples", () => {
  test(
    "compile, all of them; with a property that the document does not have, they would not",
    { timeout: 180_000 },
    () => {
      const samples = samplesModule(reference);
      const bodies = reference.calls.map((call) => Math.max(1, bodyExamples(reference, call).length));
      const count = bodies.reduce((sum, n) => sum + n, 0);
      expect(count).toBeGreaterThan(reference.calls.length + 80);
      expect(samples.match(/^export async function (?!\w+_allPages)/gm)).toHaveLength(count);
      const wrong = samplesModule({ ...reference, calls: [callOf("createUser")] }).replace("profile:", "profil:");
      const faults = faultsOf({ samples, wrong });
      expect(faults["samples"]).toEqual([]);
      expect(faults["wrong"]!.join()).toContain("profil");
    },
  );

  test("read lists to the end, too", () => {
    expect(typescriptSample(reference, callOf("listUsers")).allPages).toMatch(
      /^for await \(const user of okta\.paginate\("\/api\/v1\/users"/,
    );
    expect(typescriptSample(reference, callOf("getUser")).allPages).toBeUndefined();
    // A list that comes in one piece has no pages to read.
    expect(typescriptSample(reference, callOf("listFactors")).allPages).toBeUndefined();
  });
});

describe("curl samples", () => {
  const folder = mkdtempSync(join(tmpdir(), "okta-fetch-curl-"));
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  writeFileSync(join(folder, "logo.png"), Buffer.from(png, "base64"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const mock = mockServer();
  const run = promisify(execFile);

  const samples = reference.calls.flatMap((call): [string, Call, BodyExample | undefined][] => {
    const examples = bodyExamples(reference, call);
    if (examples.length === 0) return [[call.id, call, undefined]];
    return examples.map((example) => [`${call.id}, ${example.key}`, call, example]);
  });

  test.concurrent.each(samples)("%s succeeds on the mock", async (name, call, example) => {
    const output = `response-${name.replace(/\W+/g, "-")}`;
    const script = `curl() { command curl --silent --show-error --output ${output} --write-out '%{http_code}' "$@"; }\n${curlSample(reference, call, example)}`;
    const env = { ...process.env, OKTA_CLIENT_ORGURL: mock.url, OKTA_CLIENT_TOKEN: "00docs" };
    const { stdout: status } = await run("bash", ["-c", script], { cwd: folder, env });
    expect(Object.keys(call.definition.responses)).toContain(status);
    expect(status).toMatch(/^2/);
  });
});

describe("samples of the official SDK", () => {
  test("name a method for every operation of the table that the document has", () => {
    const known = new Set(reference.calls.map(({ id }) => id));
    expect(Object.keys(sdkTable.methods).filter((id) => !known.has(id))).toEqual([]);
    expect(reference.calls.filter((call) => !sdkSample(reference, call)).map(({ id }) => id)).toEqual([]);
  });

  test("pass parameters and body under the names that the SDK gives them", () => {
    expect(sdkSample(reference, callOf("getUser"))).toMatch(/^await client\.userApi\.getUser\(\{ userId: "00u\w+"/);
    expect(sdkSample(reference, callOf("createUser"))).toMatch(/\bbody: \{/);
  });
});
