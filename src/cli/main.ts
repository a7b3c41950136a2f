#!/usr/bin/env node
/** The command `okta-fetch`. */
import { VERSION } from "../version.ts";
import { type Command, UsageError } from "./command.ts";

/** Each command is loaded when it is called. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<{ default: Command }> }> = {
  request: { summary: "send a request to an org and print the response", load: () => import("./request.ts") },
  doctor: { summary: "check the connection, credential and limits of an org", load: () => import("./doctor.ts") },
  mock: { summary: "run a mock server of the Okta Management API", load: () => import("./mock.ts") },
  verify: { summary: "check real traffic against the document", load: () => import("./verify.ts") },
  completion: { summary: "print a script that completes commands and paths", load: () => import("./completion.ts") },
};

const HELP = `okta-fetch <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
  .join("\n")}

  -h, --help      this page
  -V, --version   the version of okta-fetch

okta-fetch help <command> lists the options of a command.`;

const isHelp = (argument: string | undefined) => argument === "--help" || argument === "-h";

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === "--version" || name === "-V") {
    console.log(VERSION);
    return 0;
  }
  const wantsHelp = name === "help" || (rest.length === 1 && isHelp(rest[0]));
  const commandName = name === "help" ? rest[0] : name;
  if (commandName === undefined || isHelp(commandName)) {
    console.log(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, commandName) ? COMMANDS[commandName] : undefined;
  if (!command) {
    // Not repeated: it could be a credential.
    console.error(`okta-fetch has no such command.\n\n${HELP}`);
    return 2;
  }
  return (await command.load()).default(wantsHelp ? ["--help"] : rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
