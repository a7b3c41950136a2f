import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "../../src/cli/progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What stands on the last line of a terminal after these writes. */
const lineOf = (written: string[]) => written.join("").split("\n").at(-1)!.split("\r\u001b[K").at(-1)!;
const call = { method: "GET", path: "/a", id: 1 };

function progress({ isTTY = true, shared = false } = {}) {
  const written: string[] = [];
  return { written, shown: new Progress({ isTTY, columns: 60, write: (text) => written.push(text) }, shared) };
}

test("counts items and pages, then the seconds of a wait", () => {
  const { written, shown } = progress();
  shown.count(400, 2);
  expect(lineOf(written)).toBe("400 items, 2 pages");
  shown.event({ type: "wait", reason: "rate-limit", delay: 3_000, ...call });
  expect(lineOf(written)).toBe("400 items, 2 pages; waiting for the rate limit: 3 s");
  vi.advanceTimersByTime(2_000);
  expect(lineOf(written)).toBe("400 items, 2 pages; waiting for the rate limit: 1 s");
  shown.count(12_345, 62);
  expect(lineOf(written)).toBe("12,345 items, 62 pages");
  vi.advanceTimersByTime(5_000);
  expect(lineOf(written)).toBe("12,345 items, 62 pages");
  shown.clear();
  expect(lineOf(written)).toBe("");
});

test("says whether it waits for the limit or to retry, and not for what is over at once", () => {
  const { written, shown } = progress();
  shown.event({ type: "retry", attempt: 1, delay: 900, status: 503, ...call });
  expect(written).toEqual([]);
  shown.event({ type: "retry", attempt: 1, delay: 9_000, status: 503, ...call });
  expect(lineOf(written)).toBe("waiting to retry: 9 s");
  shown.event({ type: "retry", attempt: 1, delay: 9_000, status: 429, ...call });
  expect(lineOf(written)).toBe("waiting for the rate limit: 9 s");
});

test("prints lines above what is shown", () => {
  const { written, shown } = progress();
  shown.count(1, 1);
  shown.line("GET /a: 200");
  expect(written.join("")).toContain("GET /a: 200\n");
  expect(lineOf(written)).toBe("1 items, 1 page");
});

test("writes nothing but lines where nobody looks", () => {
  const { written, shown } = progress({ isTTY: false });
  shown.count(400, 2);
  shown.event({ type: "wait", reason: "rate-limit", delay: 3_000, ...call });
  vi.advanceTimersByTime(5_000);
  shown.line("text");
  shown.clear();
  expect(written).toEqual(["text\n"]);
});

test("shows only waits where the result goes to the same terminal, on a line of their own", () => {
  const { written, shown } = progress({ shared: true });
  shown.count(400, 2);
  expect(written).toEqual([]);
  shown.event({ type: "wait", reason: "rate-limit", delay: 3_000, ...call });
  expect(written[0]).toBe("\n");
  expect(lineOf(written)).toBe("waiting for the rate limit: 3 s");
  shown.count(600, 3);
  expect(lineOf(written)).toBe("");
});
