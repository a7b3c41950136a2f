/** The first sentence of a description. */
export const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

/** Text without the marks of Markdown. */
export const plain = (text: string): string =>
  text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** Whole sentences of a text, as many as fit; at least the first one, cut at a word if it alone is too long. */
export function summary(text: string, most = 160): string {
  const [first = "", ...others] = plain(text).split(/(?<=[.!?])\s+/);
  let short = first;
  for (const sentence of others) {
    if (short.length + 1 + sentence.length > most) break;
    short += ` ${sentence}`;
  }
  if (short.length <= most * 2) return short;
  return `${short.slice(0, most * 2).replace(/\s+\S*$/, "")} …`;
}
