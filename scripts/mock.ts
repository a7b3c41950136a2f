/** `npm run mock [-- port | options]`: `okta-fetch mock` on the bundled document. */
import { UsageError } from "../src/cli/command.ts";
import mock from "../src/cli/mock.ts";

const [first = "", ...rest] = process.argv.slice(2);
try {
  process.exitCode = await mock(/^\d+$/.test(first) ? ["--port", first, ...rest] : process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
