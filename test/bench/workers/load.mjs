// Loads a server for some seconds. Arguments: URL, connections, seconds.
import process from "node:process";
import autocannon from "autocannon";

const [url, connections, duration] = process.argv.slice(2);
const result = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(duration),
  headers: { authorization: "SSWS 00bench", accept: "application/json" },
});
const bad = result.non2xx + result.errors + result.timeouts;
if (bad > 0) throw new Error(`${bad} of ${result.requests.total} answers were no successes`);
process.stdout.write(
  `${JSON.stringify({ perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 })}\n`,
);
process.exit(0);
