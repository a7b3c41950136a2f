import { METHODS as DOCUMENTED } from "../openapi/document.ts";
import { UsageError } from "./command.ts";

/** What `request` sends, and completes. */
export const METHODS: readonly string[] = DOCUMENTED.map((method) => method.toUpperCase());

/** What Node's parser says, without what could be a credential that was typed in a wrong place. */
function parserMessage(message: string): string {
  const [sentence = ""] = message.split(". ");
  if (sentence.startsWith("Unexpected argument")) return "There is an argument too many";
  const [, name] = /^Unknown option '(.*)'$/s.exec(sentence) ?? [];
  return name === undefined || /^--?[a-z][a-z-]{0,20}$/.test(name) ? sentence : "There is an unknown option";
}

/**
 * What `parse` makes of a command line.
 *
 * @throws UsageError that says what Node's parser refuses, and where the options are listed
 */
export function optionsOf<T>(command: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const { message } = cause as Error;
    throw new UsageError(`${parserMessage(message)}. okta-fetch ${command} --help lists the options.`, { cause });
  }
}

/** The number that an option gives. @throws UsageError that names the option, and does not repeat the value */
export function wholeNumber(text: string, name: string, most: number, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}.`);
}
