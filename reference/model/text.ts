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
  const sentences = plain(text).match(/[^.!?]+(?:[.!?]+(?=\s|$)|[.!?]+\S)*[.!?]*\s*/g) ?? [];
  let short = "";
  for (const sentence of sentences) {
    if (short && (short + sentence).trimEnd().length > most) break;
    short += sentence;
  }
  short = short.trim();
  if (short.length <= most * 2) return short;
  return `${short.slice(0, most * 2).replace(/\s+\S*$/, "")} …`;
}
