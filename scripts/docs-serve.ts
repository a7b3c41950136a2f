/**
 * `npm run docs:serve [-- port]`: the reference on port 4011 and the mock server on port 4010. What is changed in the
 * document, the guides or the theme is built anew, and open pages reload.
 */
import { execFile } from "node:child_process";
import { watch } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { startMockServer } from "../src/mock/index.ts";
import { root } from "./lib/paths.ts";
import { outDir } from "../reference/build.ts";
import { siteHandler } from "../reference/site-server.ts";

const MOCK_PORT = 4010;
const port = Number(process.argv[2] ?? 4011);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`Port "${process.argv[2]}" is not a number from 0 to 65535.`);
  process.exit(2);
}

/** Builds in a process of its own, so that changes of the scripts count too. */
async function build(): Promise<boolean> {
  try {
    const args = ["--import", "tsx", join(root, "reference/main.ts"), "--preview"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    console.log(stdout.trim());
    return true;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    console.error(`The reference was not built anew.\n${stderr?.trim() || message}`);
    return false;
  }
}

const mock = await startMockServer({ port: MOCK_PORT, stateful: true }).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== "EADDRINUSE") throw error;
  console.log(`Port ${MOCK_PORT} is taken; the mock server takes another one.`);
  return startMockServer({ stateful: true });
});
const { handler, reload } = siteHandler(outDir, mock.url);
const server = createServer(handler);
server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === "EADDRINUSE" ? `Port ${port} is taken. Choose another: npm run docs:serve -- 4012` : error,
  );
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => {
  const address = server.address() as { port: number };
  console.log(`Reference on http://127.0.0.1:${address.port}, mock server on ${mock.url}. Stop: Ctrl-C`);
});

let building: Promise<void> = Promise.resolve();
const rebuild = () => (building = building.then(async () => void ((await build()) && reload())));
let timer: NodeJS.Timeout | undefined;
const changed = () => {
  clearTimeout(timer);
  timer = setTimeout(rebuild, 150);
};
void rebuild();
for (const place of ["docs", "reference", "generated/openapi.json", "CONTRIBUTING.md", "CHANGELOG.md"]) {
  try {
    watch(join(root, place), { recursive: true }, changed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await mock.close();
    process.exit(0);
  });
}
