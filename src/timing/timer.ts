/** The longest wait that a platform's timer keeps; a longer one fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls `fire` after some milliseconds, however many, unless the returned function is called before.
 *
 * The functions of the platform are looked up once for each timer: a test that fakes timers in the meantime neither
 * loses it nor clears it in vain.
 */
export function startTimer(ms: number, fire: () => void): () => void {
  if (ms === Infinity) return () => {};
  const { setTimeout, clearTimeout } = globalThis;
  let left = Math.max(0, ms);
  let timer: ReturnType<typeof setTimeout>;
  const next = () => {
    const part = Math.min(left, LONGEST);
    left -= part;
    timer = setTimeout(() => (left > 0 ? next() : fire()), part);
  };
  next();
  return () => clearTimeout(timer);
}
