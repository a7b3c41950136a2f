/** Median and interquartile range of some samples. */
export interface Spread {
  median: number;
  q1: number;
  q3: number;
}

const at = (sorted: number[], share: number): number => {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
};

export function spread(samples: number[]): Spread {
  if (samples.length === 0) throw new Error("No samples to summarize.");
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), q1: at(sorted, 0.25), q3: at(sorted, 0.75) };
}

/** Figures of one sample by name. */
export type Sample = Record<string, number>;
/** Samples by who was measured; the n-th of each were taken in the same round. */
export type Samples = Record<string, Sample[]>;
export type Summary = Record<string, Record<string, Spread & { ratio?: Spread }>>;

/** @param base whose figures the ratios are to, round by round, so that what slows a whole round cancels out */
export function summarize(samples: Samples, base: string): Summary {
  return Object.fromEntries(
    Object.entries(samples).map(([who, rounds]) => [
      who,
      Object.fromEntries(
        Object.keys(rounds[0]!).map((figure) => {
          const values = rounds.map((round) => round[figure]!);
          const ratios = values.map((value, i) => value / (samples[base]?.[i]?.[figure] ?? NaN));
          return [figure, { ...spread(values), ...(ratios.every(Number.isFinite) && { ratio: spread(ratios) }) }];
        }),
      ),
    ]),
  );
}

/**
 * Takes samples of all in turn, round after round, each round beginning with another one.
 *
 * @param sample takes one sample
 */
export async function interleave(
  who: string[],
  rounds: number,
  sample: (who: string) => Promise<Sample>,
): Promise<Samples> {
  const samples: Samples = Object.fromEntries(who.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < who.length; i += 1) {
      const name = who[(i + round) % who.length]!;
      samples[name]!.push(await sample(name));
    }
    process.stderr.write(".");
  }
  process.stderr.write("\n");
  return samples;
}
