import { METHODS as DOCUMENTED } from "../openapi/document.ts";
import { UsageError } from "./command.ts";

/** What `request` sends, and completes. */
export const METHODS: readonly string[] = DOCUMENTED.map((method) => method.toUpperCase());

/** What `parse` makes of a command line. @throws UsageError that says what Node's parser refuses, and where the options are told */
export function optionsOf<T>(command: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const [what] = (cause as Error).message.split(". ");
    throw new UsageError(`${what}. okta-fetch ${command} --help tells the options.`, { cause });
  }
}

/** The number that an option gives. @throws UsageError that names the option */
export function wholeNumber(text: string, name: string, most: number, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text} is not a whole number from ${least} to ${most}.`);
}
