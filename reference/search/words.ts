import { stem } from "./stem.ts";

/** Words that say nothing of what is looked for. */
const STOP = new Set(
  (
    "a about accept accepts all an and any anybody anyone are as at be been but by can could did do does doing done for " +
    "from had happen happens has have having how i if in into is it its just know like me my myself need of on one only or " +
    "our own please should so some somebody someone something than that the their them then there these they this those to " +
    "too us use using vs want was way we were what when where whether which who whose why will with without would you your"
  ).split(" "),
);

/** Words of a text; camelCase counts as one word and as its parts. */
export const words = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) =>
    /[a-z0-9][A-Z]/.test(word) ? [word, ...word.split(/(?<=[a-z0-9])(?=[A-Z])/)] : word,
  );

/** A word as it is compared; `null` for one that says nothing. */
export const term = (word: string): string | null => {
  const lower = word.toLowerCase();
  return lower === "" || STOP.has(lower) ? null : lower;
};

/** What a title says, whichever forms its words have: `Create a group` as `create groups`, `PolicyType` as `policy type`. */
export const nameOf = (text: string): string =>
  text
    .split(/[^\p{L}\p{N}]+|(?<=[a-z0-9])(?=[A-Z])/u)
    .flatMap((word) => term(word) ?? [])
    .map(stem)
    .join(" ");

/** A word as it stands in the index: as it is written, and in the form that all its forms share. */
export function indexed(word: string): string[] | null {
  const lower = term(word);
  return lower === null ? null : [...new Set([lower, stem(lower)])];
}
