/** `npm run readme`: writes the figures of README.md from `test/bench/results.json`; `--check` says whether they are right. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.ts";

const file = join(root, "README.md");
const { node, versions, parts } = JSON.parse(readFileSync(join(root, "test/bench/results.json"), "utf8"));
const figures = (part: string) => parts[part].figures;

const ratio = (value: number) => value.toFixed(value < 1.995 ? 2 : value < 9.95 ? 1 : 0);
const bytes = (value: number) =>
  value < 1_000_000 ? `${(value / 1000).toFixed(1)} KB` : `${(value / 1_000_000).toFixed(1)} MB`;
const ms = (value: number) => `${Math.round(value)} ms`;
const bundle = (name: string) => {
  const { gzip } = figures("bundle")[name];
  return gzip === undefined ? "does not bundle" : bytes(gzip);
};
const installed = (name: string) => {
  const { bytes: size, packages } = figures("install")[name];
  return `${bytes(size)}, ${packages} packages`;
};
const completion = (name: string, compiler: string) => ms(figures("types")[`completion${compiler}`][name].warm.median);
const cpu = (part: string, row: string, name: string) => ratio(figures(part)[row][name].cpu.ratio.median);
const wall = (row: string, name: string) => ratio(figures("pages")[row][name].wall.ratio.median);
const startRatio = (name: string) => ratio(figures("start")[name].cpu.ratio.median);

type Row = readonly string[];
const table = (head: Row, rows: Row[]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const STATEFUL = "okta-fetch-stateful";
const [own, fast, core, sdk] = ["okta-fetch", "okta-fetch-node", "openapi-fetch", "okta-sdk"] as const;

function facts(): string {
  return table(
    ["", "okta-fetch", `@okta/okta-sdk-nodejs ${versions["@okta/okta-sdk-nodejs"]}`],
    [
      ["Recorded responses of Okta that the types and document allow", "451 of 451", "70 %"],
      ["Start of a program, CPU against bare Node", startRatio(own), startRatio(sdk)],
      ["Installed", installed(own), installed(sdk)],
      ["In a browser app, gzip", bundle(own), bundle(sdk)],
      ["A completion in the editor", completion(own, "ts5.9"), completion(sdk, "ts5.9")],
    ],
  );
}

function callRows(): Row[] {
  const calls = (row: string, name: string) => cpu("calls", row, name);
  const pages = (name: string) => cpu("pages", "latency0work0pages500", name);
  return [
    [
      "Import and construct, CPU against bare Node",
      startRatio(own),
      `an empty package ${startRatio("empty-package")}, openapi-fetch ${startRatio(core)}, official SDK ${startRatio(sdk)}`,
    ],
    [
      "A small call, CPU against raw `fetch`, with `nodeFetch`",
      `${calls("user1", fast)}, 64 at a time ${calls("user64", fast)}`,
      `official SDK ${calls("user1", sdk)} and ${calls("user64", sdk)}, undici.request ${calls("user1", "undici")} and ${calls("user64", "undici")}`,
    ],
    [
      "… with Node's `fetch`, without timeouts",
      calls("user1", "okta-fetch-no-timeout"),
      `openapi-fetch ${calls("user1", core)}`,
    ],
    [
      "… with Node's `fetch` and timeouts",
      calls("user1", own),
      `raw \`fetch\` with a timeout ${calls("user1", "fetch-timeout")}`,
    ],
    [
      "A page of 200 users, CPU against raw `fetch`",
      `${calls("page1", own)}, with \`nodeFetch\` ${calls("page1", fast)}`,
      `openapi-fetch ${calls("page1", core)}, official SDK ${calls("page1", sdk)}`,
    ],
    [
      "500 pages, 50 ms latency, time against a raw loop",
      wall("latency50work0pages500", own),
      `official SDK ${wall("latency50work0pages500", sdk)}`,
    ],
    ["… with a consumer that works 40 ms a page", wall("latency50work40pages500", own), ""],
    [
      "500 pages without latency, CPU against a raw loop",
      `${pages(own)}, with \`nodeFetch\` ${pages(fast)}`,
      `openapi-fetch ${pages(core)}, official SDK ${pages(sdk)}`,
    ],
  ];
}

function otherRows(): Row[] {
  const check = (name: string) => `${(figures("types")["check100ts5.9"][name].cpu.median / 1000).toFixed(1)} s`;
  const mock = figures("mock");
  const against = (figure: string, name: string) => ratio(mock[name][figure].ratio.median);
  return [
    [
      "Browser app with one call, lists included, gzip",
      bundle(own),
      `openapi-fetch alone ${bundle(core)}; the official SDK ${bundle(sdk)}`,
    ],
    [
      "One completion after an edit, TypeScript 5.9 and 7",
      `${completion(own, "ts5.9")}, ${completion(own, "ts7")}`,
      `openapi-fetch ${completion(core, "ts5.9")} and ${completion(core, "ts7")}, official SDK ${completion(sdk, "ts5.9")} and ${completion(sdk, "ts7")}`,
    ],
    [
      "Type-check of 100 calls, TypeScript 5.9, CPU",
      check(own),
      `openapi-fetch ${check(core)}, official SDK ${check(sdk)}`,
    ],
    [
      "Mock, time to the first response against stock Prism",
      against("started", own),
      `with state ${against("started", STATEFUL)}`,
    ],
    [
      "Mock, responses a second against stock Prism",
      against("perSecond", own),
      `with state ${against("perSecond", STATEFUL)}`,
    ],
  ];
}

const speed = () => table(["", "okta-fetch", "beside it"], [...callRows(), ...otherRows()]);

const measured = () =>
  `Measured on ${parts.calls.date} with Node ${String(node).replace("v", "")} on two cores; medians, as ratios or sizes.`;

/** README.md with each block between markers as the results have it. */
export function withFigures(text: string): string {
  const blocks: Record<string, () => string> = { facts, speed, measured };
  return text.replace(/(<!-- figures: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const block = blocks[name];
    if (!block)
      throw new Error(`README.md has a block of figures "${name}", of which scripts/readme.ts knows nothing.`);
    return `${start}\n${block()}\n\n${end}`;
  });
}

if (import.meta.filename === process.argv[1]) {
  const text = readFileSync(file, "utf8");
  const right = withFigures(text);
  if (!process.argv.includes("--check")) writeFileSync(file, right);
  else if (text !== right) {
    console.error("The figures of README.md are not those of test/bench/results.json. Run npm run readme.");
    process.exitCode = 1;
  }
}
