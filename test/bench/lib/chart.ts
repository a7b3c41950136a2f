import type { Table } from "./part.ts";
import { number, title, TITLES } from "./part.ts";
import type { Bundled } from "../parts/bundle.ts";
import type { Summary } from "./stats.ts";

type Parts = Record<string, { tables: Table[]; figures: unknown }>;

interface Bar {
  who: string;
  value: number | undefined;
  /** Instead of the value. */
  text?: string;
}

interface Panel {
  heading: string;
  unit: string;
  bars: Bar[];
}

const bars = (summary: Summary | undefined, figure: string, who: string[]): Bar[] =>
  who.flatMap((name) => {
    const value = summary?.[name]?.[figure]?.median;
    return value === undefined ? [] : [{ who: name, value }];
  });

/** What a reader wants to see at a glance; parts that were never measured are left out. */
function panels(parts: Parts): Panel[] {
  const figures = (part: string) => parts[part]?.figures as Record<string, Summary> | undefined;
  const clients = ["okta-fetch", "okta-fetch-node", "fetch", "openapi-fetch", "hey-api", "okta-sdk"];
  const bundles = Object.entries((parts["bundle"]?.figures ?? {}) as Record<string, Bundled | { error: string }>);
  const installs = Object.entries((parts["install"]?.figures ?? {}) as Record<string, { bytes: number }>);
  return [
    {
      heading: "Import and construct, CPU",
      unit: "ms",
      bars: bars(parts["start"]?.figures as Summary | undefined, "cpu", [
        "node",
        ...clients.filter((who) => who !== "fetch"),
      ]),
    },
    { heading: "One small call, CPU", unit: "µs", bars: bars(figures("calls")?.["user1"], "cpu", clients) },
    {
      heading: "500 pages of 200 users, CPU",
      unit: "ms",
      bars: bars(figures("pages")?.["latency0work0pages500"], "cpu", clients),
    },
    {
      heading: "Browser bundle of a one-call app, gzip",
      unit: "KB",
      bars: bundles
        .filter(([who]) => who in TITLES)
        .map(([who, of]) =>
          "error" in of ? { who, value: undefined, text: "does not bundle" } : { who, value: of.gzip / 1000 },
        ),
    },
    { heading: "Installed", unit: "MB", bars: installs.map(([who, { bytes }]) => ({ who, value: bytes / 1e6 })) },
    {
      heading: "Completion in the editor, TypeScript 5.9",
      unit: "ms",
      bars: bars(figures("types")?.["completionts5.9"], "warm", ["okta-fetch", "openapi-fetch", "okta-sdk"]),
    },
    {
      heading: "Mock server, start to first answer",
      unit: "ms",
      bars: bars(parts["mock"]?.figures as Summary | undefined, "started", ["okta-fetch", "prism"]),
    },
  ].filter((panel) => panel.bars.length > 0);
}

const WIDTH = 760;
const LABEL = 200;
const ROW = 22;
const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.heading { font-weight: 600; }
.unit { fill: #59636e; }
.bar { fill: #9aa4b0; }
.own { fill: #0969da; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .unit { fill: #9198a1; }
  .bar { fill: #6e7681; }
  .own { fill: #4493f8; }
}`;

/** An SVG that reads on light and dark pages; shorter is better in every panel. */
export function chart(parts: Parts): string {
  let y = 0;
  const body: string[] = [];
  for (const { heading, unit, bars } of panels(parts)) {
    y += 28;
    body.push(
      `<text class="heading" x="0" y="${y}">${xml(heading)} <tspan class="unit">(${unit}, less is better)</tspan></text>`,
    );
    y += 8;
    const most = Math.max(...bars.map(({ value = 0 }) => value));
    for (const { who, value, text } of bars) {
      const length = ((value ?? 0) / most) * (WIDTH - LABEL - 120);
      const own = who.startsWith("okta-fetch") ? "bar own" : "bar";
      body.push(`<text x="${LABEL - 10}" y="${y + 15}" text-anchor="end">${xml(title(who))}</text>`);
      body.push(
        `<rect class="${own}" x="${LABEL}" y="${y + 3}" width="${Math.max(1, length).toFixed(1)}" height="${ROW - 6}" rx="2"/>`,
      );
      body.push(
        `<text x="${(LABEL + Math.max(1, length) + 6).toFixed(1)}" y="${y + 15}">${xml(text ?? number(value!))}</text>`,
      );
      y += ROW;
    }
    y += 10;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">
<title>okta-fetch beside what else its users could pick</title>
<style>${STYLE}
</style>
${body.join("\n")}
</svg>
`;
}
