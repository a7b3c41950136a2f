import { worker } from "../lib/child.ts";
import { withOrg } from "../lib/org.ts";
import { type Part, table, type Table } from "../lib/part.ts";
import { inBench } from "../lib/paths.ts";
import { interleave, type Sample, type Summary, summarize } from "../lib/stats.ts";

const ALL = ["fetch", "okta-fetch", "okta-fetch-node", "openapi-fetch", "hey-api", "okta-sdk", "undici"];

/** Latency of the server, work of the consumer for each page, in ms. */
const CASES = [
  { latency: 0, work: 0, pages: 500, who: ALL, rounds: 15, suffix: "" },
  {
    latency: 0,
    work: 0,
    pages: 50,
    who: ["fetch", "okta-fetch", "okta-fetch-node"],
    rounds: 5,
    suffix: ", for the memory",
  },
  {
    latency: 50,
    work: 0,
    pages: 500,
    who: ["fetch", "okta-fetch", "okta-fetch-node", "okta-sdk"],
    rounds: 3,
    suffix: "",
  },
  { latency: 50, work: 40, pages: 500, who: ["fetch", "okta-fetch", "okta-fetch-node"], rounds: 3, suffix: "" },
];

/** A whole list, user by user. */
export const pages: Part = {
  name: "pages",
  async run({ quick, rounds }) {
    const tables: Table[] = [];
    const figures: Record<string, Summary> = {};
    for (const { latency, work, who, suffix, ...usual } of CASES) {
      const count = quick ? usual.pages / 25 : usual.pages;
      await withOrg(count, latency, async ({ url }) => {
        const samples = await interleave(who, rounds ?? (quick ? 1 : usual.rounds), async (name) => {
          const sample = await worker<Sample>(inBench("workers/pages.mjs"), [name, url, String(work)]);
          const { users, ...rest } = sample;
          if (users !== count * 200) throw new Error(`${name} read ${users} users, not ${count * 200}.`);
          return { ...rest, ...(latency > 0 && { latencies: rest["wall"]! / (count * latency) }) };
        });
        const summary = summarize(samples, "fetch");
        figures[`latency${latency}work${work}pages${usual.pages}`] = summary;
        const working = work > 0 ? `, a consumer that works ${work} ms a page` : "";
        const columns =
          latency > 0
            ? { wall: "time, ms", latencies: "time ÷ sum of latencies", cpu: "CPU, ms", memory: "peak memory, MB" }
            : { cpu: "CPU, ms", wall: "time, ms", memory: "peak memory, MB" };
        tables.push(
          table(`${count} pages of 200 users, latency ${latency} ms${working}${suffix}`, summary, columns, "fetch"),
        );
      });
    }
    return { tables, figures };
  },
};
