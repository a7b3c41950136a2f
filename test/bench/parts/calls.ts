import { worker } from "../lib/child.ts";
import { withOrg } from "../lib/org.ts";
import { type Part, table, type Table } from "../lib/part.ts";
import { inBench } from "../lib/paths.ts";
import { interleave, type Sample, type Summary, summarize } from "../lib/stats.ts";

const WHO = ["fetch", "okta-fetch", "okta-fetch-node", "openapi-fetch", "hey-api", "okta-sdk", "undici"];

/** What a timeout costs by itself: raw fetch with one, and this client without. */
const TIMEOUTS = ["fetch-timeout", "okta-fetch-no-timeout"];

const KINDS = {
  user: { heading: "One small response", calls: 4000, who: [...WHO, ...TIMEOUTS] },
  page: { heading: "A page of 200 users", calls: 250, who: WHO },
};

/** One call, small and large, one after the other and 64 at a time. */
export const calls: Part = {
  name: "calls",
  run: ({ quick, rounds }) =>
    withOrg(1, 0, async ({ url, page, small }) => {
      const tables: Table[] = [];
      const figures: Record<string, Summary> = {};
      for (const [kind, { heading, calls: many, who: clients }] of Object.entries(KINDS)) {
        for (const parallel of [1, 64]) {
          const count = quick ? many / 20 : many;
          const samples = await interleave(clients, rounds ?? (quick ? 2 : 11), (who) =>
            worker<Sample>(inBench("workers/calls.mjs"), [
              who,
              url,
              kind,
              String(parallel),
              String(count),
              String(count / 4),
            ]),
          );
          const summary = summarize(samples, "fetch");
          figures[`${kind}${parallel}`] = summary;
          const bytes = kind === "user" ? `${small} bytes` : `${Math.round(page / 1000)} KB`;
          const how = parallel === 1 ? "one after the other" : `${parallel} at a time`;
          const columns = { cpu: "CPU a call, µs", perSecond: "calls a second", memory: "peak memory, MB" };
          tables.push(table(`${heading} (${bytes}), ${how}`, summary, columns, "fetch"));
        }
      }
      return { tables, figures };
    }),
};
