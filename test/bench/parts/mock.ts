import { worker } from "../lib/child.ts";
import { type Part, table } from "../lib/part.ts";
import { inBench, inRoot } from "../lib/paths.ts";
import { MOCKS, withMock } from "../lib/servers.ts";
import { interleave, type Sample, summarize } from "../lib/stats.ts";

const PROBE = "/api/v1/users/me";
const CONNECTIONS = 16;
/** In JSON for both, which reads faster than YAML. */
const DOCUMENT = inRoot("generated/openapi.json");

/** The mock server beside stock Prism on the same document. */
export const mock: Part = {
  name: "mock",
  async run({ quick, rounds }) {
    const samples = await interleave(Object.keys(MOCKS), rounds ?? (quick ? 1 : 7), (who) =>
      withMock(who, DOCUMENT, PROBE, async ({ url, started, startCpu, memory }) => {
        const load = (seconds: number) =>
          worker<Sample>(inBench("workers/load.mjs"), [url + PROBE, String(CONNECTIONS), String(seconds)]);
        await load(quick ? 1 : 2);
        const { perSecond, p50, p99 } = await load(quick ? 1 : 5);
        return { started, startCpu, perSecond: perSecond!, p50: p50!, p99: p99!, memory: memory() };
      }),
    );
    const figures = summarize(samples, "prism");
    const starting = { started: "to the first response, ms", startCpu: "CPU until then, ms" };
    const serving = { perSecond: "responses a second", p50: "p50, ms", p99: "p99, ms", memory: "peak memory, MB" };
    return {
      figures,
      tables: [
        table("Mock server: start", figures, starting, "prism"),
        table(`Mock server: one user, ${CONNECTIONS} connections`, figures, serving, "prism"),
      ],
    };
  },
};
