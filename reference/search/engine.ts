/** The search itself, for the dialog on the pages and for the tests of what it finds. */
import MiniSearch from "minisearch";
import { KEYWORDS } from "./keywords.ts";
import { stem } from "./stem.ts";
import { SYNONYMS } from "./synonyms.ts";

export type Kind =
  "Operation" | "Parameter" | "Property" | "Schema" | "Section" | "Guide" | "Task" | "Scope" | "Error" | "Event type";

/** One thing to find: its kind, title, page, a line about where it is, a text to read, and words that are not shown. */
export type Entry = [kind: Kind, title: string, url: string, where: string, text: string, words?: string];

export interface Hit {
  entry: Entry;
  /** Words of the entry that the query met. */
  terms: string[];
}

const MOST = 30;
/** Kinds of pages that come first, by this factor, when they are called as the query says. */
const NAMED = new Set<Kind>(["Section", "Schema", "Guide", "Task", "Scope", "Operation"]);
const NAMED_BOOST = 4;
const SYNONYM_WEIGHT = 0.45;
/** Another form of a word counts a little less than the form that was typed. */
const STEM_WEIGHT = 0.8;
/** Letters that may differ, as a part of a word: one in a short word, two in a long one. */
const FUZZINESS = 0.3;
/** What the first of the operations counts more than the last: the document begins with what is used most. */
const FIRST_BOOST = 0.25;
const STOP = new Set(
  (
    "a accept accepts all an and any are as at be been by can could did do does for from had has have how i if in into is " +
    "it its me my need of on one only or our please should so some than that the their them then there these this those " +
    "to us use using vs want was we were what when where which who whose why will with would you your"
  ).split(" "),
);
const BOOST: Record<Kind, number> = {
  Task: 3.4,
  Operation: 3,
  Section: 2.5,
  Guide: 2.2,
  Scope: 1.3,
  Schema: 1.3,
  Parameter: 1.1,
  Error: 1.2,
  "Event type": 0.6,
  Property: 1,
};
/** Which part of the query a word counts for that stands only in what is not shown. */
const UNSEEN = 0.6;
/** How much more it counts that a hit holds all words of the query than that it holds one of them often. */
const COVERAGE_POWER = 3;
/** Words of a query that name the kind of what is looked for, and what such a hit counts more. */
const KIND_WORDS: Record<string, Kind> = {
  error: "Error",
  event: "Event type",
  guide: "Guide",
  parameter: "Parameter",
  property: "Property",
  schema: "Schema",
  scope: "Scope",
};
const KIND_BOOST = 5;
const FIELD_BOOST = { title: 4, keywords: 4, name: 1.5, where: 1.5, text: 0.7, words: 0.35 };

/** Words of a text; camelCase counts as one word and as its parts. */
const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
    const parts = word.split(/(?<=[a-z0-9])(?=[A-Z])/);
    return parts.length > 1 ? [word, ...parts] : [word];
  });

const term = (word: string): string | null => {
  const lower = word.toLowerCase();
  return lower === "" || STOP.has(lower) ? null : lower;
};

/** What a title says, whichever forms its words have: `Create a group` as `create groups`, `PolicyType` as `policy type`. */
const nameOf = (text: string): string =>
  text
    .split(/[^\p{L}\p{N}]+|(?<=[a-z0-9])(?=[A-Z])/u)
    .flatMap((word) => term(word) ?? [])
    .map(stem)
    .join(" ");

/** A word as it stands in the index: as it is written, and in the form that all its forms share. */
function indexed(word: string): string[] | null {
  const lower = term(word);
  return lower === null ? null : [...new Set([lower, stem(lower)])];
}

/** What a word means here, whichever of its forms is typed. */
const MEANINGS = new Map(Object.entries(SYNONYMS).map(([word, meant]) => [stem(word), meant]));
const meaningOf = (word: string): string | undefined => SYNONYMS[word] ?? MEANINGS.get(stem(word));

type Query = string | { combineWith: "AND" | "OR"; queries: Query[]; boostDocument?: never } | object;

export class SearchEngine {
  readonly #index: MiniSearch;
  readonly #entries: Entry[];

  constructor(entries: Entry[]) {
    this.#entries = entries;
    this.#index = new MiniSearch({
      fields: Object.keys(FIELD_BOOST),
      storeFields: [],
      tokenize: words,
      processTerm: indexed,
      searchOptions: { processTerm: term },
    });
    this.#index.addAll(
      entries.map(([kind, title, url, where, text, more = ""], id) => {
        const keywords = `${KEYWORDS[url] ?? ""} ${kind === "Event type" ? kind : ""}`;
        const name = kind === "Operation" ? url.replace(/^.*\/|\.html$/g, "") : "";
        return { id, title, keywords, name, where, text, words: more };
      }),
    );
  }

  /** The best hits of a query, best first. */
  search(query: string): Hit[] {
    const tokens = [...new Set(query.split(/[\s,;!?"']+/).filter((token) => words(token).some((w) => term(w))))];
    if (tokens.length === 0) return [];
    const found = new Map<number, { score: number; coverage: number; terms: string[] }>();
    for (const token of tokens) {
      for (const { id, score, terms, match } of this.#find(token, query)) {
        const hit = found.get(id) ?? { score: 0, coverage: 0, terms: [] };
        const seen = Object.values(match).some((fields) => fields.some((field) => field !== "words"));
        hit.score += score;
        hit.coverage += seen ? 1 : UNSEEN;
        hit.terms.push(...terms);
        found.set(id, hit);
      }
    }
    const value = (hit: { score: number; coverage: number }) =>
      hit.score * (hit.coverage / tokens.length) ** COVERAGE_POWER;
    return [...found]
      .sort(([, a], [, b]) => value(b) - value(a))
      .slice(0, MOST)
      .map(([id, { terms }]) => ({ entry: this.#entries[id]!, terms }));
  }

  #find(token: string, query: string) {
    const wanted = nameOf(query);
    const kinds = new Set(words(query).map((word) => KIND_WORDS[word.toLowerCase().replace(/s$/, "")]));
    return this.#index.search(this.#withSynonyms(token) as never, {
      boost: FIELD_BOOST,
      boostDocument: (id: number) => {
        const [kind, title] = this.#entries[id]!;
        const first = NAMED.has(kind) && nameOf(title) === wanted;
        const early = 1 + FIRST_BOOST * (1 - id / this.#entries.length);
        return BOOST[kind] * (first ? NAMED_BOOST : 1) * (kinds.has(kind) ? KIND_BOOST : 1) * early;
      },
    });
  }

  /** A word as it is typed, or with less weight its other forms and the words that mean the same here. */
  #withSynonyms(token: string): Query {
    const lower = token.toLowerCase();
    const others = [
      ...(stem(lower) === lower ? [] : [{ queries: [stem(lower)], weight: STEM_WEIGHT }]),
      ...(meaningOf(lower)?.split(" ") ?? []).map((word) => ({ queries: [word], weight: SYNONYM_WEIGHT })),
    ];
    const queries = others.map(({ queries: terms, weight }) => ({
      combineWith: "AND",
      queries: terms,
      boostTerm: () => weight,
    }));
    return { combineWith: "OR", queries: [this.#typed(token), ...queries] };
  }

  /** A word as the start of others; only one that is nowhere is taken for a typing error. */
  #typed(token: string): Query {
    const options = { combineWith: "AND", queries: [token], prefix: (t: string) => t.length > 1 };
    const known = this.#index.search(token, { prefix: options.prefix }).length > 0;
    return known ? options : { ...options, fuzzy: (t: string) => (t.length > 3 ? FUZZINESS : false) };
  }
}
