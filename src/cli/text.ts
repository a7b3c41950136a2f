const escape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Characters that steer a terminal, or change the order in which text is read. */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const UNSAFE_IN_LINES =
  // eslint-disable-next-line no-control-regex
  /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of one line that Okta sent, or that could come from there, with control characters as escapes. */
export const printable = (text: string): string => text.replace(UNSAFE, escape);

/** The same for text of several lines, such as a body; JSON stays JSON of the same value. */
export const printableLines = (text: string): string => text.replace(UNSAFE_IN_LINES, escape);

/** A date that a header gave, whatever it held. */
export const dateText = (date: Date): string =>
  Number.isNaN(date.getTime()) ? "a time that is not valid" : date.toISOString();

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Whether a word in place of a file name is rather a credential: long, without an extension, of letters and digits. */
export const looksLikeSecret = (file: string): boolean =>
  file
    .split(/[/\\.]/)
    .some((part) => part.length >= 16 && /[A-Za-z]/.test(part) && /\d/.test(part) && !/\s/.test(part)) &&
  !/\.(?:har|json|ndjson|jsonl|txt|log)$/i.test(file);
