/** The search itself, for the dialog on the pages and for the tests of what it finds. */
import MiniSearch from "minisearch";
import { KEYWORDS } from "./keywords.ts";
import { pathMatcher } from "./paths.ts";
import { corrected } from "./spelling.ts";
import { stem } from "./stem.ts";
import { PHRASES, SYNONYMS } from "./synonyms.ts";
import { indexed, nameOf, term, words } from "./words.ts";

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
/** The same where the query says it among other words. */
const WITHIN_BOOST = 1.6;
const SYNONYM_WEIGHT = 0.45;
/** Another form of a word counts a little less than the form that was typed. */
const STEM_WEIGHT = 0.8;
/** What the first of the operations counts more than the last: the document begins with what is used most. */
const FIRST_BOOST = 0.25;
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
/** How much of a word counts as found that stands only in the text, or in what is not shown. */
const PLACE: Record<string, number> = { text: 0.8, words: 0.6 };
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

/** What a word means here, whichever of its forms is typed. */
const MEANINGS = new Map(Object.entries(SYNONYMS).map(([word, meant]) => [stem(word), meant]));
const meaningOf = (word: string): string | undefined => SYNONYMS[word] ?? MEANINGS.get(stem(word));

const phrase = new RegExp(`\\b(?:${Object.keys(PHRASES).join("|")})\\b`, "gi");

type Query = string | { combineWith: "AND" | "OR"; queries: Query[]; boostDocument?: never } | object;

interface Found {
  score: number;
  coverage: number;
  terms: string[];
}

export class SearchEngine {
  readonly #index: MiniSearch;
  readonly #entries: Entry[];
  /** What each entry is called, in the form in which names are compared. */
  readonly #names: string[][];
  /** Forms of each word that the index holds, so that a word is taken apart once. */
  readonly #forms = new Map<string, string[] | null>();
  /** How often each word is written. */
  readonly #known = new Map(Object.keys(SYNONYMS).map((word) => [word, 1]));

  constructor(entries: Entry[]) {
    this.#entries = entries;
    this.#names = entries.map(namesOf);
    this.#index = new MiniSearch({
      fields: Object.keys(FIELD_BOOST),
      storeFields: [],
      tokenize: words,
      processTerm: (word) => this.#count(word),
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
    const paths = this.#atPath(query);
    const hits = paths.length > 0 ? paths : this.#ranked(query);
    return hits.slice(0, MOST).map(([id, { terms }]) => ({ entry: this.#entries[id]!, terms }));
  }

  #count(word: string): string[] | null {
    const forms = this.#forms.get(word) ?? indexed(word);
    this.#forms.set(word, forms);
    if (forms) this.#known.set(forms[0]!, (this.#known.get(forms[0]!) ?? 0) + 1);
    return forms;
  }

  /** Calls of the path that the query is, the one that is written out most first. */
  #atPath(query: string): [number, { terms: string[] }][] {
    const fit = pathMatcher(query.trim());
    if (!fit) return [];
    return this.#entries
      .map(([kind, , , where], id) => ({ id, score: kind === "Operation" ? fit(where) : 0 }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ id }) => [id, { terms: [] }]);
  }

  #ranked(typed: string): [number, Found][] {
    const said = typed.replace(phrase, (several) => PHRASES[several.toLowerCase()]!);
    const tokens = [...new Set(said.split(/[\s,;!?"']+/).filter((token) => words(token).some((w) => term(w))))];
    const meant = tokens.map((token) => this.#spelled(token));
    const boost = this.#boosts(meant.join(" "), typed);
    const found = new Map<number, Found>();
    for (const token of new Set(meant)) {
      for (const { id, score, terms, match } of this.#find(token, boost)) {
        const hit = found.get(id) ?? { score: 0, coverage: 0, terms: [] };
        hit.score += score;
        hit.coverage += Math.max(
          ...Object.values(match)
            .flat()
            .map((field) => PLACE[field] ?? 1),
        );
        hit.terms.push(...terms);
        found.set(id, hit);
      }
    }
    const value = (hit: Found) => hit.score * (hit.coverage / meant.length) ** COVERAGE_POWER;
    return [...found].sort(([, a], [, b]) => value(b) - value(a));
  }

  /** A word that is nowhere is taken for a typing error. */
  #spelled(token: string): string {
    const lower = token.toLowerCase();
    if (!/^\p{L}+$/u.test(lower) || meaningOf(lower) !== undefined) return token;
    const isThere = (word: string, options = {}) => this.#index.search(word, options).length > 0;
    if (isThere(lower, { prefix: true }) || isThere(stem(lower))) return token;
    return corrected(lower, this.#known) ?? token;
  }

  /** How much more each entry counts in a query, by its kind, its place and what it is called. */
  #boosts(query: string, typed: string): (id: number) => number {
    const wanted = nameOf(query);
    const literals = literalsOf(typed);
    const kinds = new Set(words(query).map((word) => KIND_WORDS[word.toLowerCase().replace(/s$/, "")]));
    const called = (kind: Kind, names: string[]): number => {
      if (!NAMED.has(kind)) return literals.has(names[0]!) ? NAMED_BOOST : 1;
      if (names.includes(wanted)) return NAMED_BOOST;
      return names.some((name) => name.includes(" ") && ` ${wanted} `.includes(` ${name} `)) ? WITHIN_BOOST : 1;
    };
    const boosts = this.#entries.map(([kind], id) => {
      const early = 1 + FIRST_BOOST * (1 - id / this.#entries.length);
      return BOOST[kind] * called(kind, this.#names[id]!) * (kinds.has(kind) ? KIND_BOOST : 1) * early;
    });
    return (id) => boosts[id]!;
  }

  #find(token: string, boostDocument: (id: number) => number) {
    const options = { boost: FIELD_BOOST, boostDocument };
    const hits = this.#index.search(withSynonyms(token, "AND") as never, options);
    return hits.length > 0 ? hits : this.#index.search(withSynonyms(token, "OR") as never, options);
  }
}

/** All that an entry is called. A section is also called by its last word: network zones are zones. */
function namesOf([kind, title, url]: Entry): string[] {
  if (!NAMED.has(kind)) return [title.toLowerCase()];
  const last = kind === "Section" ? title.split(" ").slice(-1) : [];
  return [title, ...last, ...(KEYWORDS[url]?.split(", ") ?? [])].map(nameOf);
}

/** What may be the name of a code, an event, a property or a header: the whole query, and parts that are no plain words. */
const literalsOf = (query: string): Set<string> =>
  new Set(
    [query.trim(), ...query.split(/\s+/).filter((part) => !/^\p{L}?\p{Ll}*$/u.test(part))].map((s) => s.toLowerCase()),
  );

/** A word as the start of others, or with less weight its other forms and the words that mean the same here. */
function withSynonyms(token: string, combineWith: "AND" | "OR"): Query {
  const lower = token.toLowerCase();
  const bare = stem(lower);
  const weighted = (word: string, weight: number) => ({
    combineWith: "AND",
    queries: [word],
    boostTerm: () => weight,
  });
  const others = [
    ...(bare === lower ? [] : [weighted(bare, STEM_WEIGHT)]),
    ...(meaningOf(lower)?.split(" ") ?? []).map((word) => weighted(word, SYNONYM_WEIGHT)),
  ];
  const typed = { combineWith, queries: [token], prefix: (t: string) => t.length > 1 };
  return { combineWith: "OR", queries: [typed, ...others] };
}
