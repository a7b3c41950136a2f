/**
 * The client under load and faults: `npm run test:safety` for the short forms, `npm run test:safety -- --long` for the
 * long ones, with names of parts to run those alone. Each part runs on `fetch` and on `okta-fetch/node`, and throws where
 * a promise is broken. The long forms write `results.md`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isOktaApiError, isOktaConnectionError } from "../../src/errors.ts";
import { nodeFetch } from "../../src/node/fetch.ts";
import { chanceOf, startOrgServer } from "../support/org-server.ts";
import { check, trial } from "../runtime/harness.ts";
import type { OktaClient } from "../../src/index.ts";

const long = process.argv.includes("--long");
const size = (short: number, full: number) => (long ? full : short);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const USERS = "/api/v1/users";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What a part found, in one line. */
type Part = (orgUrl: string) => Promise<string>;

async function inTime(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** Every list is read exactly, or ends in an error of the client's own. */
const lists: Part = async (url) => {
  const runs = size(60, 500);
  let exact = 0;
  const thrown = new Map<string, number>();
  for (const seed of upTo(runs)) {
    const scenario = { name: "chaos", seed, rate: 0.15, total: 230, limit: 25 } as const;
    const { okta } = trial(url, scenario, { retry: { baseDelay: 1, maxDelay: 5, jitter: 1 } });
    const seen: number[] = [];
    try {
      const pages = okta.paginate(USERS, { params: { query: { limit: 25 } }, prefetch: seed % 2 === 0 });
      for await (const item of pages) seen.push((item as unknown as { id: number }).id);
      check.equal(seen, upTo(230), `the list of seed ${seed}`);
      exact += 1;
    } catch (error) {
      check.ok(isOktaApiError(error) || isOktaConnectionError(error), `seed ${seed} threw a bare ${String(error)}`);
      check.equal(seen, upTo(seen.length), `the items of seed ${seed} before its error`);
      const what = isOktaApiError(error) ? String(error.status) : error.reason;
      thrown.set(what, (thrown.get(what) ?? 0) + 1);
    }
  }
  const errors = [...thrown].map(([what, count]) => `${count} ${what}`).join(", ");
  return `${runs} lists with faults: ${exact} exact, thrown: ${errors || "none"}`;
};

/** Waits for a window to begin. @returns milliseconds from then on to the last one that so many windows' calls need */
async function nextWindow(windows: number, seconds: number): Promise<number> {
  const ms = seconds * 1000;
  await sleep(ms - (Date.now() % ms));
  return (Math.ceil(windows) - 1) * ms;
}
const beside = (took: number, least: number) =>
  `${(took / 1000).toFixed(2)} s, ${(took / least).toFixed(3)} of the shortest time`;

/** Calls against a small limit take hardly longer than they must, without a single refusal. */
const limits: Part = async (url) => {
  const [calls, limit, windowSeconds] = [size(120, 5000), size(40, 1000), size(2, 20)];
  const { okta, events } = trial(url, { name: "limited", limit, windowSeconds }, { concurrency: 64 });
  const least = await nextWindow(calls / limit, windowSeconds);
  const took = await inTime(async () => {
    const results = await Promise.all(upTo(calls).map(() => okta.GET(USERS)));
    check.ok(
      results.every(({ ok }) => ok),
      "a call failed",
    );
  });
  check.equal(events.filter(({ type }) => type === "limit").length, 0, "refusals");
  check.ok(took < least * 1.1 + 3000, `it took ${took} ms instead of ${least}`);
  return `${calls} calls of ${limit} in ${windowSeconds} s: ${beside(took, least)}, no refusal`;
};

/** Clients beside each other: with a share each no refusal, without one no failed call. */
const sharing: Part = async (url) => {
  const [calls, limit, windowSeconds] = [size(30, 600), size(20, 200), size(2, 10)];
  const found: string[] = [];
  for (const share of [0.5, 1]) {
    const scenario = { name: "limited", limit, windowSeconds, id: `sharing-${share}-${Math.random()}` } as const;
    const clients = [1, 2].map(() => trial(url, scenario, { rateLimit: { share }, retry: { jitter: 200 } }));
    const least = await nextWindow((2 * calls) / limit, windowSeconds);
    const took = await inTime(async () => {
      const results = await Promise.all(clients.flatMap(({ okta }) => upTo(calls).map(() => okta.GET(USERS))));
      check.ok(
        results.every(({ ok }) => ok),
        `a call failed at a share of ${share}`,
      );
    });
    const refusals = clients.flatMap(({ events }) => events).filter(({ type }) => type === "limit").length;
    found.push(`share ${share}: ${2 * calls} calls in ${beside(took, least)}, ${refusals} refusals, none failed`);
  }
  return `two clients: ${found.join("; ")}`;
};

/** Okta's limit of concurrent calls costs a moment, not a window. */
const concurrency: Part = async (url) => {
  const calls = size(150, 2000);
  const { okta, events } = trial(url, { name: "crowded", most: 10, ms: 20 }, { concurrency: 60 });
  const took = await inTime(async () => {
    const results = await Promise.all(upTo(calls).map(() => okta.GET(USERS)));
    check.ok(
      results.every(({ ok }) => ok),
      "a call failed",
    );
  });
  const refusals = events.filter(({ type }) => type === "limit").length;
  check.ok(took < size(10_000, 60_000), `it took ${took} ms`);
  return `${calls} calls, 10 at once taken: ${(took / 1000).toFixed(1)} s, ${refusals} refusals, none failed`;
};

/** Aborts at any moment reject with their reason, and leave no place taken and no timer behind. */
const aborts: Part = async (url) => {
  const calls = size(300, 10_000);
  const chance = chanceOf(1);
  const { okta } = trial(url, { name: "slowBody", ms: 15 }, { concurrency: 16 });
  let aborted = 0;
  await Promise.all(
    upTo(calls).map(async (i) => {
      const controller = new AbortController();
      const reason = new Error(`aborted ${i}`);
      const timer = setTimeout(() => controller.abort(reason), chance() * size(800, 15_000));
      await okta.request("GET", "/x", { signal: controller.signal }).then(
        ({ ok }) => check.ok(ok, "a call failed"),
        (error) => {
          check.ok(error === reason, `call ${i} rejected with ${String(error)}`);
          aborted += 1;
        },
      );
      clearTimeout(timer);
    }),
  );
  const after = await Promise.all(upTo(16).map(() => okta.request("GET", "/x")));
  check.ok(
    after.every(({ ok }) => ok),
    "a place was lost",
  );
  return `${calls} calls, ${aborted} aborted with their reason, all places free afterwards`;
};

/** No POST is carried out twice. */
const posts: Part = async (url) => {
  const calls = size(150, 5000);
  const scenario = { name: "chaos", seed: 7, rate: 0.3, total: 0, limit: 1 } as const;
  const { okta, fetch } = trial(url, scenario, { retry: { rateLimitRetries: 0 } });
  let succeeded = 0;
  await eachOf(upTo(calls), 16, async (i) => {
    await okta.request("POST", "/things", { body: { i } }).then(
      ({ ok }) => (succeeded += ok ? 1 : 0),
      (error) => check.ok(isOktaConnectionError(error), `a bare ${String(error)}`),
    );
  });
  const carriedOut = (await (await fetch(`${url}/carried-out`)).json()) as string[];
  check.equal(new Set(carriedOut).size, carriedOut.length, "different POSTs");
  check.ok(carriedOut.length >= succeeded, "a POST was lost");
  return `${calls} POSTs with faults: ${carriedOut.length} arrived, each once; ${succeeded} succeeded`;
};

/** However many calls wait, one token is asked for; fresh tokens that are refused are not asked for in a storm. */
const tokens: Part = async (url) => {
  const calls = size(200, 2000);
  let asked = 0;
  const slow = () => sleep(30).then(() => ({ accessToken: `token-${(asked += 1)}`, expiresIn: 3600 }));
  const good = trial(url, { name: "echo" }, { accessToken: slow });
  await Promise.all(upTo(calls).map(() => good.okta.request("GET", "/x")));
  check.equal(asked, 1, "tokens");
  asked = 0;
  const bad = trial(url, { name: "fixed", status: 401 }, { accessToken: slow });
  for (let round = 0; round < 3; round += 1) await Promise.all(upTo(calls).map(() => bad.okta.request("GET", "/x")));
  check.ok(asked <= 2, `${asked} tokens for refused calls`);
  return `${calls} cold calls: 1 token; ${3 * calls} refused calls: ${asked} tokens`;
};

/** A long list is read in constant memory. */
const memory: Part = async (url) => {
  const total = size(60_000, 1_000_000);
  const okta: OktaClient = trial(url, { name: "pages", total }).okta;
  const heap = () => (collectGarbage(), process.memoryUsage().heapUsed / 1e6);
  let [count, early, late] = [0, 0, 0];
  for await (const item of okta.paginate(USERS)) {
    check.equal((item as unknown as { id: number }).id, count, "id");
    count += 1;
    if (count === total / 4) early = heap();
    if (count === total - 1000) late = heap();
  }
  check.equal(count, total, "items");
  check.ok(late - early < 5, `the heap grew by ${late - early} MB`);
  return `${total} items: heap ${early.toFixed(0)} MB after a quarter, ${late.toFixed(0)} MB at the end`;
};

async function eachOf<T>(items: T[], atOnce: number, run: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await run(item);
  };
  await Promise.all(upTo(atOnce).map(worker));
}

const PARTS: Record<string, Part> = { lists, limits, sharing, concurrency, aborts, posts, tokens, memory };
const TRANSPORTS = { fetch: globalThis.fetch, "okta-fetch/node": nodeFetch() as typeof globalThis.fetch };

const wanted = process.argv.slice(2).filter((name) => name !== "--long");
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`Unknown part ${unknown.join(", ")}. There are ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
const org = await startOrgServer();
const rows: string[] = [];
let failed = 0;
for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
  globalThis.fetch = fetch;
  for (const [name, run] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    let found = "";
    const took = await inTime(async () => {
      found = await run(org.url).catch((error: Error) => ((failed += 1), `FAILED: ${error.message}`));
    });
    console.log(`${transport.padEnd(15)} ${name.padEnd(11)} ${(took / 1000).toFixed(1).padStart(6)} s  ${found}`);
    rows.push(`| ${transport} | ${name} | ${(took / 1000).toFixed(1)} | ${found} |`);
  }
}
await org.close();
if (long && wanted.length === 0) {
  const head = [
    "# The client under load and faults",
    "",
    `Last run of \`npm run test:safety -- --long\`, Node ${process.version}.`,
    "",
    "| Transport | Part | Seconds | Found |",
    "|---|---|---|---|",
  ];
  writeFileSync(join(import.meta.dirname, "results.md"), `${[...head, ...rows].join("\n")}\n`);
}
console.log(failed > 0 ? `${failed} failed` : "all kept");
process.exit(failed > 0 ? 1 : 0);
