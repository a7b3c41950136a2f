import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { cpuOf, peakMemory, serve } from "./child.ts";
import { inRoot } from "./paths.ts";
import { packageDir } from "./setup.ts";

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

function ownMock(port: number, document: string): string[] {
  const { bin } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    bin?: Record<string, string>;
  };
  const program = bin?.["okta-fetch"] && join(packageDir, bin["okta-fetch"]);
  if (!program || !existsSync(program)) throw new Error("The built package has no command okta-fetch.");
  return [program, "mock", "--port", String(port), "--document", document];
}

/** Command line of the mock servers. `document` is the bundled one to serve. */
export const MOCKS: Record<string, (port: number, document: string) => string[]> = {
  "okta-fetch": ownMock,
  "okta-fetch-stateful": (port, document) => [...ownMock(port, document), "--stateful"],
  prism: (port, document) => [
    inRoot("node_modules/@stoplight/prism-cli/dist/index.js"),
    "mock",
    document,
    "--port",
    String(port),
    "--verboseLevel",
    "silent",
  ],
};

export interface Mock {
  url: string;
  /** From the start of the process to the first success, in ms. */
  started: number;
  /** CPU time until then, in ms. */
  startCpu: number;
  /** Peak memory so far, in MB. */
  memory(): number;
}

/** Runs `use` with a mock server in a process of its own that has answered `probe` once. */
export async function withMock<T>(
  who: string,
  document: string,
  probe: string,
  use: (mock: Mock) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const { child, stop } = serve(process.execPath, MOCKS[who]!(port, document));
  // A full pipe would stop the server.
  child.stdout?.resume();
  try {
    for (;;) {
      const status = await fetch(url + probe, { headers: { authorization: "SSWS 00bench" } })
        .then(async (response) => {
          await response.arrayBuffer();
          return response.status;
        })
        .catch(() => 0);
      if (status === 200) break;
      if (status !== 0) throw new Error(`${who} answered ${status} to ${probe}.`);
      if (child.exitCode !== null) throw new Error(`${who} ended with ${child.exitCode} before it answered.`);
      if (performance.now() - begun > 120_000) throw new Error(`${who} did not answer within two minutes.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const started = performance.now() - begun;
    return await use({ url, started, startCpu: cpuOf(child.pid!), memory: () => peakMemory(child.pid!) });
  } finally {
    await stop();
  }
}
