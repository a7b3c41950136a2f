/** `npm run mock [-- port]`: the mock server on the bundled document, port 4010 unless told otherwise. */
import { join } from "node:path";
import { startPrism } from "./lib/prism.ts";
import { root } from "./lib/paths.ts";

const port = Number(process.argv[2] ?? 4010);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`Port "${process.argv[2]}" is not a number from 0 to 65535.`);
  process.exit(2);
}
try {
  const mock = await startPrism(join(root, "generated/openapi.yaml"), { port });
  console.log(`Mock of the Okta Management API on ${mock.url}`);
  console.log(`  curl -H 'authorization: SSWS any' ${mock.url}/api/v1/users`);
  console.log(`  another status: add  -H 'prefer: code=429'`);
  console.log(`  stop: Ctrl-C`);
  process.once("SIGINT", async () => {
    await mock.close();
    process.exit(0);
  });
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is taken. Choose another: npm run mock -- 4011` : error);
  process.exit(1);
}
