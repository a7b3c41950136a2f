import type { Spread, Summary } from "./stats.ts";

export interface Options {
  /** As little as shows that everything works. */
  quick: boolean;
  /** How often each is measured, instead of what the part thinks right. */
  rounds: number | undefined;
}

export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
  /** What a reader must know to judge it. */
  note?: string;
}

export interface Part {
  /** Word for the command line. */
  name: string;
  run(options: Options): Promise<{ tables: Table[]; figures: unknown }>;
}

/** Who is measured, as readers know them. */
export const TITLES: Record<string, string> = {
  node: "bare Node",
  "empty-package": "an empty package",
  fetch: "raw fetch",
  "fetch-timeout": "raw fetch with a timeout",
  undici: "undici.request",
  "okta-fetch": "okta-fetch",
  "okta-fetch-stateful": "okta-fetch with state",
  "okta-fetch-node": "okta-fetch with nodeFetch",
  "okta-fetch-no-timeout": "okta-fetch without timeouts",
  "openapi-fetch": "openapi-fetch",
  "hey-api": "@hey-api/openapi-ts",
  "okta-sdk": "official SDK",
  prism: "stock Prism",
};
export const title = (who: string): string => TITLES[who] ?? who;

/** Three significant digits, and thousands apart. */
export function number(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 2)).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}

/** Median with the range of the middle half. */
export const withRange = ({ median, q1, q3 }: Spread): string => `${number(median)} (${number(q1)}–${number(q3)})`;

const ratio = (spread: Spread | undefined): string =>
  spread ? `${spread.median.toFixed(2)} (${spread.q1.toFixed(2)}–${spread.q3.toFixed(2)})` : "";

/** A row a client: the first figure with its ratio, then the others. @param figures column titles by figure */
export function table(
  heading: string,
  summary: Summary,
  figures: Record<string, string>,
  base: string,
  note?: string,
): Table {
  const [main, ...others] = Object.keys(figures);
  return {
    title: heading,
    columns: ["", figures[main!]!, `× ${title(base)}`, ...others.map((figure) => figures[figure]!)],
    rows: Object.entries(summary).map(([who, of]) => [
      title(who),
      withRange(of[main!]!),
      ratio(of[main!]!.ratio),
      ...others.map((figure) => withRange(of[figure]!)),
    ]),
    ...(note && { note }),
  };
}
