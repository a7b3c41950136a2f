/** The search itself, for the dialog on the pages and for the tests of what it finds. */
import MiniSearch from "minisearch";
import { KEYWORDS } from "./keywords.ts";
import { SYNONYMS } from "./synonyms.ts";

export type Kind =
  "Operation" | "Parameter" | "Property" | "Schema" | "Section" | "Guide" | "Task" | "Scope" | "Error" | "Event type";

/** One thing to find: its kind, title, page, a line about where it is, and further words. */
export type Entry = [kind: Kind, title: string, url: string, where: string, text: string];

export interface Hit {
  entry: Entry;
  /** Words of the entry that the query met. */
  terms: string[];
}

const MOST = 30;
/** With fewer hits that hold all words, hits that hold some of them follow. */
const FEW = 8;
/** Kinds of pages that come first, by this factor, when they are called as the query says. */
const NAMED = new Set<Kind>(["Section", "Schema", "Guide", "Task", "Scope", "Operation"]);
const NAMED_BOOST = 4;
const SYNONYM_WEIGHT = 0.45;
/** Letters that may differ, as a part of a word: one in a short word, two in a long one. */
const FUZZINESS = 0.3;
const STOP = new Set(
  "a accept accepts all an and are be can do does for from how i in is it its me my need of on or please that the their this to want what when where which who why with".split(
    " ",
  ),
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
  "Event type": 0.5,
  Property: 1,
};

/** Words of a text; camelCase counts as one word and as its parts. */
const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
    const parts = word.split(/(?<=[a-z0-9])(?=[A-Z])/);
    return parts.length > 1 ? [word, ...parts] : [word];
  });

/** A word as it is compared: lower case, and without the plural's s. */
function term(word: string): string | null {
  const lower = word.toLowerCase();
  if (lower === "" || STOP.has(lower)) return null;
  return lower.length > 3 && /[^su]s$/.test(lower) ? lower.slice(0, -1) : lower;
}

type Query = string | { combineWith: "AND" | "OR"; queries: Query[]; boostDocument?: never } | object;

export class SearchEngine {
  readonly #index: MiniSearch;
  readonly #entries: Entry[];

  constructor(entries: Entry[]) {
    this.#entries = entries;
    this.#index = new MiniSearch({
      fields: ["title", "keywords", "where", "text"],
      storeFields: [],
      tokenize: words,
      processTerm: term,
    });
    this.#index.addAll(
      entries.map(([, title, url, where, text], id) => ({ id, title, keywords: KEYWORDS[url] ?? "", where, text })),
    );
  }

  /** The best hits of a query, best first. */
  search(query: string): Hit[] {
    const tokens = [...new Set(query.split(/[\s,;!?"']+/).filter((token) => token && term(token) !== null))];
    if (tokens.length === 0) return [];
    const all = this.#find(tokens, "AND", query);
    const known = new Set(all.map(({ id }) => id));
    const some = all.length < FEW && tokens.length > 1 ? this.#find(tokens, "OR", query) : [];
    return [...all, ...some.filter(({ id }) => !known.has(id))]
      .slice(0, MOST)
      .map(({ id, terms }) => ({ entry: this.#entries[id as number]!, terms }));
  }

  #find(tokens: string[], combineWith: "AND" | "OR", query: string) {
    const lower = query.trim().toLowerCase();
    const named = new Set([lower, `${lower}s`]);
    return this.#index.search({ combineWith, queries: tokens.map((token) => this.#withSynonyms(token)) } as never, {
      boost: { title: 4, keywords: 4, where: 1.5, text: 0.7 },
      boostDocument: (id: number) => {
        const [kind, title] = this.#entries[id]!;
        const first = NAMED.has(kind) && named.has(title.toLowerCase());
        return BOOST[kind] * (first ? NAMED_BOOST : 1);
      },
    });
  }

  /** A word as it is typed, or with less weight the words that mean the same here. */
  #withSynonyms(token: string): Query {
    const options = { combineWith: "AND", queries: [token], prefix: (t: string) => t.length > 1 };
    // Only a word that is nowhere is taken for a typing error.
    const known = this.#index.search(token, { prefix: options.prefix }).length > 0;
    const own = known ? options : { ...options, fuzzy: (t: string) => (t.length > 3 ? FUZZINESS : false) };
    const meant = SYNONYMS[token.toLowerCase()];
    if (!meant) return own;
    const others = meant.split(" ").map((word) => ({
      combineWith: "AND",
      queries: [word],
      boostTerm: () => SYNONYM_WEIGHT,
    }));
    return { combineWith: "OR", queries: [own, ...others] };
  }
}
