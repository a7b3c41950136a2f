const VOWEL = /[aeiouy]/;
/** Shorter ones are no longer words: `string` is not the present participle of `str`. */
const LEAST = 3;

const withoutPlural = (word: string): string =>
  word.length > 4 && word.endsWith("ies")
    ? `${word.slice(0, -3)}y`
    : word.length > LEAST && /[^su]s$/.test(word)
      ? word.slice(0, -1)
      : word;

function withoutEnding(word: string): string {
  const ending = /(?:ment|ing|ion|ed|er)$/.exec(word)?.[0] ?? "";
  const rest = word.slice(0, word.length - ending.length);
  return rest.length >= LEAST && VOWEL.test(rest) ? rest : word;
}

/** `authorisation` and `authorize` have the same stem. */
const american = (word: string): string =>
  word.length > 6 ? word.replace(/i[sz](?:ations?|ing|ed|ers?|es?)$/, "iz") : word;

/**
 * What the forms of an English word have in common, for comparing alone: `create`, `created` and `creating` become
 * `creat`, `enrolment` and `enrolled` become `enrol`.
 *
 * @param word in lower case
 */
export function stem(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const bare = withoutEnding(withoutPlural(american(word)));
  return bare.replace(/([^aeiouy])\1$/, "$1").replace(/(?<=...)e$/, "");
}
