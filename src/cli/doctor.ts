import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { examine, type Finding } from "./doctor-checks.ts";
import { refuseCredentials } from "./token.ts";
import { printable } from "./text.ts";
import { optionsOf } from "./values.ts";

export const HELP = `okta-fetch doctor [options]

Checks what a client of the org needs, and says what to do about what is wrong: the URL, the network and its proxy, the
clock, the credential and its scopes, and what is left of the rate limit. Takes the environment and options of
okta-fetch request. Sends three calls at most, changes nothing, and shows no secret.

      --org-url <url>       another org than OKTA_CLIENT_ORGURL
      --token-file <file>   read the token from there
      --token-stdin         read the token from standard input
      --bearer              the token is an OAuth 2.0 access token, not an API token
  -h, --help                this page

Exit status: 0 all is well, 1 something is wrong, 2 wrong usage.`;

const OPTIONS = {
  "org-url": { type: "string" },
  "token-file": { type: "string" },
  "token-stdin": { type: "boolean", default: false },
  bearer: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const doctor: Command = async (args) => {
  refuseCredentials(args);
  const { values } = optionsOf("doctor", () => parseArgs({ args, options: OPTIONS }));
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  let failed = false;
  for await (const finding of examine({
    orgUrl: values["org-url"],
    source: { file: values["token-file"], stdin: values["token-stdin"], bearer: values.bearer },
  })) {
    failed ||= finding.level === "wrong";
    console.log(findingText(finding));
  }
  return failed ? 1 : 0;
};

export default doctor;

const WORDS: Record<Finding["level"], string> = { ok: "ok     ", note: "note   ", wrong: "wrong  " };

const findingText = ({ level, subject, text, advice }: Finding): string =>
  [
    `${WORDS[level]}${subject.padEnd(12)}${printable(text)}`,
    ...(advice ? [`${" ".repeat(19)}${printable(advice)}`] : []),
  ].join("\n");
