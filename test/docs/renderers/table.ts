import type { Figures } from "./measure.ts";

export interface Results {
  date: string;
  browser: string;
  runs: number;
  figures: Figures[];
}

const ROWS: [title: string, value: (figures: Figures) => string][] = [
  ["Heading of the operation visible", ({ headingSeconds }) => `${headingSeconds} s`],
  [
    "Over the wire, gzip",
    ({ wireKilobytes, requests }) => `${wireKilobytes} KB in ${requests} ${requests === 1 ? "request" : "requests"}`,
  ],
  ["On disk, what the page loads", ({ pageMegabytes }) => `${pageMegabytes} MB`],
  ["On disk, the folder with the document", ({ diskMegabytes }) => `${diskMegabytes} MB`],
  ["JavaScript heap after collection", ({ heapMegabytes }) => `${heapMegabytes} MB`],
  ["From `file://`, network off", ({ worksOffline }) => (worksOffline ? "yes" : "no")],
  ["Elements that axe faults", ({ axeElements, axeSerious }) => `${axeElements}, ${axeSerious} of them serious`],
  ["Asks other hosts for something", ({ otherHosts }) => (otherHosts.length > 0 ? otherHosts.join(", ") : "no")],
];

/** The figures as a table in Markdown. */
export function tableOf({ figures }: Results): string {
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["", ...figures.map(({ name }) => name)]),
    row(["---", ...figures.map(() => "---")]),
    ...ROWS.map(([title, value]) => row([title, ...figures.map(value)])),
  ].join("\n");
}
