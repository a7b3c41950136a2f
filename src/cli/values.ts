import { UsageError } from "./command.ts";

/** The number that an option gives. @throws UsageError that names the option */
export function wholeNumber(text: string, name: string, most: number, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text} is not a whole number from ${least} to ${most}.`);
}
