import { fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { decodeJwt, importSPKI, jwtVerify } from "jose";
import type { Workshop } from "./guides.ts";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const runner = fileURLToPath(new URL("guides-run.ts", import.meta.url));
/** Longer than any block takes, shorter than the patience of whoever waits for the test. */
const LIMIT = 60_000;

/** The org of a guide: the mock, and before it a token endpoint that checks assertions and, where there is one, proofs. */
async function startOrg(mockUrl: string, publicKeys: () => string[], onRefusal: (what: string) => void) {
  const server = createServer(async (req, res) => {
    if (req.url !== "/oauth2/v1/token") {
      const { method, headers } = req;
      const passed = forward(new URL(req.url!, mockUrl), { method: method!, headers }, (answer) => {
        if (answer.statusCode! >= 400) onRefusal(`${method} ${req.url} was answered with ${answer.statusCode}`);
        res.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(res);
      });
      passed.on("error", () => res.destroy());
      req.pipe(passed);
      return;
    }
    const send = (status: number, body: object, headers = {}) =>
      res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const assertion = new URLSearchParams(await text(req)).get("client_assertion") ?? "";
    const audience = `http://${req.headers.host}/oauth2/v1/token`;
    const checks = publicKeys().map(async (pem) => jwtVerify(assertion, await importSPKI(pem, "RS256"), { audience }));
    const valid = (await Promise.allSettled(checks)).some(({ status }) => status === "fulfilled");
    if (!valid) return send(401, { error: "invalid_client", error_description: "The client_assertion is invalid." });
    const proof = req.headers["dpop"];
    if (typeof proof === "string" && decodeJwt(proof)["nonce"] !== "nonce1") {
      return send(400, { error: "use_dpop_nonce" }, { "dpop-nonce": "nonce1" });
    }
    send(200, { access_token: "token1", token_type: proof ? "DPoP" : "Bearer", expires_in: 3600 });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Runs the blocks of a guide against the mock, each as a module, in an empty folder that they share.
 *
 * @returns what went wrong, by file and line of the guide, and the folder with what they wrote
 */
export async function runGuide(guide: string, workshop: Workshop, mockUrl: string) {
  const folder = join(workshop.folder, guide);
  mkdirSync(folder, { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const exported = publicKey.export({ type: "spki", format: "pem" }) as string;
  const written = join(folder, "public.pem");
  const steps = workshop.steps(guide);
  const failures: string[] = [];
  let line = 0;
  const fail = (what: string) => failures.push(`docs/${guide}.md:${line}: ${what}`);
  const org = await startOrg(
    mockUrl,
    () => [exported, ...(existsSync(written) ? [readFileSync(written, "utf8")] : [])],
    (what) => steps.find((step) => step.line === line)?.refused || fail(what),
  );
  const shims = join(folder, ".bin");
  mkdirSync(shims);
  const cli = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  writeFileSync(join(shims, "okta-fetch"), `#!/bin/sh\nexec "${process.execPath}" --import ${tsx} ${cli} "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(shims, "npx"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const child = fork(runner, [JSON.stringify(steps)], {
    cwd: folder,
    execArgv: ["--import", tsx],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: `${shims}:${process.env["PATH"]}`,
      TSX_TSCONFIG_PATH: workshop.tsconfig,
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_TOKEN: "00token",
      OKTA_CLIENT_CLIENTID: "0oa3service000000003",
      OKTA_CLIENT_PRIVATEKEY: JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: "key1" }),
    },
  });
  let done = false;
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => (output += chunk));
  child.on("message", (message: { line?: number; error?: string; done?: true }) => {
    line = message.line ?? line;
    done ||= message.done === true;
    if (message.error !== undefined) fail(message.error);
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  org.close();
  if (code !== 0) {
    const how = done ? "the process did not end" : "the block did not end";
    fail(`${how} within ${LIMIT} ms, or failed outside of a promise.\n${output}`);
  }
  return { failures, folder };
}
