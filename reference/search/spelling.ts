/** Letters that a word of this length may have wrong. */
const allowed = (word: string): number => (word.length > 7 ? 2 : word.length > 3 ? 1 : 0);

/** How many letters must be put in, taken out, changed or swapped with the next one to make a word of another. */
export function distance(a: string, b: string): number {
  let [older, old] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? older[j - 2]! + 1 : Infinity;
      row.push(Math.min(old[j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    [older, old] = [old, row];
  }
  return old[b.length]!;
}

/**
 * The word that was probably meant: of those with the same first letter the nearest one, and of those as near the most
 * frequent.
 *
 * @param known words, each with how often it occurs
 */
export function corrected(word: string, known: ReadonlyMap<string, number>): string | undefined {
  let best: { word: string; away: number; count: number } | undefined;
  for (const [candidate, count] of known) {
    if (candidate[0] !== word[0] || Math.abs(candidate.length - word.length) > allowed(word)) continue;
    const away = distance(word, candidate);
    if (away > allowed(word)) continue;
    if (!best || away < best.away || (away === best.away && count > best.count))
      best = { word: candidate, away, count };
  }
  return best?.word;
}
