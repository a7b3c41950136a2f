/** A mock server in a process of its own that tells its heap after a collection; started by `run.ts`. */
import { setTimeout as sleep } from "node:timers/promises";
import { startMockServer } from "../../src/mock/index.ts";

const server = await startMockServer({ stateful: process.argv[2] === "stateful" });
process.on("message", async () => {
  // What the last calls left behind is let go of in a later turn.
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc!();
    await sleep(20);
  }
  const { heapUsed, rss } = process.memoryUsage();
  process.send!({ heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 });
});
process.send!({ url: server.url });
