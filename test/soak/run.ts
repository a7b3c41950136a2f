/**
 * `npm run test:soak [-- --minutes n]`: a plain and a stateful mock server under full load, two hours unless told
 * otherwise. Fails for a wrong answer, a crash, or a heap that grows.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { round } from "./traffic.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "120" } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new TypeError(`--minutes ${values.minutes} is not a number above 0.`);

const LANES = 8;
const SAMPLES = 20;
/** Growth of the heap from the first to the last fifth of the samples that fails. */
const MOST = 0.05;

/** The server's next message. @throws Error when it ends instead */
async function nextMessage(child: ChildProcess): Promise<any> {
  const done = new AbortController();
  const { signal } = done;
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`The server ended with ${code}.`);
  });
  ended.catch(() => {}); // as when nobody listens any more
  try {
    return (await Promise.race([once(child, "message", { signal }), ended]))[0];
  } finally {
    done.abort();
  }
}

async function start(kind: "plain" | "stateful") {
  const file = fileURLToPath(new URL("server.ts", import.meta.url));
  const child = fork(file, [kind], { execArgv: ["--expose-gc", "--import", "tsx"] });
  const { url } = (await nextMessage(child)) as { url: string };
  return { kind, child, url, calls: 0, heaps: [] as number[] };
}

const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!;
const servers = await Promise.all([start("plain"), start("stateful")]);
const began = performance.now();
let failed = 0;

try {
  for (let sample = 0; sample <= SAMPLES; sample += 1) {
    const until = began + (minutes * 60_000 * (sample + 1)) / (SAMPLES + 1);
    const lane = async (server: (typeof servers)[number]) => {
      while (performance.now() < until) server.calls += await round(server.url, server.kind === "stateful");
    };
    await Promise.all(servers.flatMap((server) => Array.from({ length: LANES }, () => lane(server))));
    for (const server of servers) {
      const message = nextMessage(server.child);
      server.child.send("memory");
      const { heap, rss } = (await message) as { heap: number; rss: number };
      // The first sample is the warm-up.
      if (sample > 0) server.heaps.push(heap);
      console.log(
        `${server.kind.padEnd(9)}${String(server.calls).padStart(10)} calls  heap ${heap.toFixed(1)} MB  rss ${rss.toFixed(0)} MB`,
      );
    }
  }
  for (const { kind, calls, heaps } of servers) {
    const fifth = Math.floor(SAMPLES / 5);
    const growth = median(heaps.slice(-fifth)) / median(heaps.slice(0, fifth)) - 1;
    const fine = growth <= MOST;
    if (!fine) failed += 1;
    console.log(`${fine ? "ok  " : "FAIL"}  ${kind}: ${calls} calls, heap ${(growth * 100).toFixed(1)} %`);
  }
} finally {
  for (const { child } of servers) child.kill();
}
process.exit(failed === 0 ? 0 : 1);
