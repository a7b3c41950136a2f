interface Entry {
  due: number;
  fire: () => void;
}

let shared: boolean | undefined;

/** Node and Bun have timers that keep no process alive. A worker's timers end with the request that set them. */
function canShare(): boolean {
  if (shared === undefined) {
    const probe = setTimeout(() => {}, 0);
    clearTimeout(probe);
    const worker = (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === "Cloudflare-Workers";
    shared = !worker && "unref" in Object(probe);
  }
  return shared;
}

const entries = new Set<Entry>();
let armedFor = Infinity;
let armedBy: typeof setTimeout | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function arm(due: number) {
  clearTimeout(timer);
  armedFor = due;
  armedBy = globalThis.setTimeout;
  timer = setTimeout(tick, Math.max(1, due - performance.now()));
  (timer as { unref?: () => void }).unref?.();
}

function tick() {
  const now = performance.now();
  let next = Infinity;
  for (const entry of entries) {
    if (entry.due <= now) {
      entries.delete(entry);
      entry.fire();
    } else next = Math.min(next, entry.due);
  }
  armedFor = Infinity;
  if (next < Infinity) arm(next);
}

/**
 * Calls `fire` after some milliseconds unless the returned function is called before. All timeouts of a process share
 * one timer where that is possible: setting and clearing one a call costs a tenth of the call.
 */
export function startTimeout(ms: number, fire: () => void): () => void {
  if (ms === Infinity) return () => {};
  if (!canShare()) {
    const own = setTimeout(fire, ms);
    return () => clearTimeout(own);
  }
  const entry = { due: performance.now() + ms, fire };
  entries.add(entry);
  // A test that fakes timers replaces setTimeout; the timer armed before never fires by the new clock.
  if (entry.due < armedFor || armedBy !== globalThis.setTimeout) arm(entry.due);
  return () => entries.delete(entry);
}
