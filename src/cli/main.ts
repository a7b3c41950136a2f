#!/usr/bin/env node
/** The command `okta-fetch`. */
import { type Command, UsageError } from "./command.ts";

/** Each command is loaded when it is called. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<{ default: Command }> }> = {
  mock: { summary: "a mock server of the Okta Management API", load: () => import("./mock.ts") },
  verify: { summary: "holds real traffic against the document", load: () => import("./verify.ts") },
  request: { summary: "sends a request to an org and prints the answer", load: () => import("./request.ts") },
  completion: { summary: "prints a script that completes commands and paths", load: () => import("./completion.ts") },
};

const HELP = `okta-fetch <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join("\n")}

okta-fetch <command> --help tells its options.`;

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`okta-fetch has no command "${name}".\n\n${HELP}`);
    return 2;
  }
  return (await command.load()).default(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
